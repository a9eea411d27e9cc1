import { useEffect, useState } from 'preact/hooks';
import { CurlLine } from '../../kit/copy.js';
import { type Act, curlOf } from '../../kit/dialog.js';
import { SelectField, TextField } from '../../kit/field.js';
import { toast } from '../../kit/toast.js';
import { ask, Refused, useAsk, wordsFor } from '../../wire.js';
import { inputOf, type Suggested } from './input.js';
import { type Option, pathOf } from './option.js';
import { EffectOf, usePreview } from './preview.js';

const SUGGESTIONS = 'suggested-values';

/** The names that a value may be, where there is a list of them. */
function useSuggested(list: Suggested | null): readonly string[] {
  const isObjects = list === 'interaction-queues' || list === 'agent-groups';
  const path = isObjects ? `/v1/admin/objects/${list}` : null;
  const { data } = useAsk<{ items: readonly { name: string }[] }>(path);
  if (list === 'time-zones') return Intl.supportedValuesOf('timeZone');
  return data?.items.map(({ name }) => name) ?? [];
}

function Field({
  option,
  value,
  onValue,
}: {
  readonly option: Option;
  readonly value: string;
  onValue(value: string): void;
}) {
  const input = inputOf(option.valid);
  const suggested = useSuggested(input.kind === 'text' ? input.suggested : null);
  const common = { label: 'Value', hint: `Valid: ${option.valid}.`, value, onValue };
  const any = input.isOptional && { any: 'not set' };
  if (input.kind === 'choice') return <SelectField {...common} {...any} choices={input.words} />;
  if (input.kind === 'text' && input.suggested !== null && input.suggested !== 'time-zones')
    return <SelectField {...common} {...any} choices={suggested} />;
  return (
    <>
      <TextField {...common} list={SUGGESTIONS} placeholder={input.isOptional ? 'not set' : ''} />
      <datalist id={SUGGESTIONS}>
        {suggested.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** Changes an option: what is valid beside the field, what it would do before it is done. */
export function Change({
  option,
  done,
  again,
}: {
  readonly option: Option;
  done(): void;
  /** It is at another version: to be read anew. */
  again(): void;
}) {
  const current = option.value ?? '';
  const [value, setValue] = useState(current);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isOther = value !== current;
  const preview = usePreview(option.name, isOther ? value : null, option.version);
  // What nobody is writing follows the value in force.
  useEffect(() => {
    if (!isBusy && problem === '') setValue(current);
  }, [current, isBusy, problem]);

  const act: Act = {
    method: 'PUT',
    path: pathOf(option.name),
    body: { value },
    headers: { 'If-Match': `"${option.version}"` },
  };
  async function apply(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      await ask(act.method, act.path, act.body, act.headers);
      toast(`${option.name} is ${value === '' ? 'not set' : value} from now on.`);
      done();
    } catch (error) {
      setProblem(
        error instanceof Refused && error.status === 412
          ? 'Somebody else changed it meanwhile, and nothing was done. The history below says who, and to what; apply yours again if you still want it.'
          : wordsFor(error),
      );
      again();
    }
    setBusy(false);
  }
  const keep = (): void => {
    setProblem('');
    setValue(current);
  };
  const ending = preview?.effect?.endingNow ?? 0;
  const canApply = isOther && preview !== null && preview.problem === '' && !isBusy;
  return (
    <form class="rows" onSubmit={(event) => void apply(event)}>
      <Field
        option={option}
        value={value}
        onValue={(next) => {
          setProblem('');
          setValue(next);
        }}
      />
      {isOther && <EffectOf preview={preview} />}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {isOther && (
        <>
          <div class="buttons">
            <button type="submit" class={ending > 0 ? 'main grave' : 'main'} disabled={!canApply}>
              {isBusy ? 'Working …' : ending > 0 ? `Apply, and end ${ending} now` : 'Apply'}
            </button>
            <button type="button" onClick={keep}>
              Keep it as it is
            </button>
          </div>
          <CurlLine line={curlOf(act)} />
        </>
      )}
    </form>
  );
}
