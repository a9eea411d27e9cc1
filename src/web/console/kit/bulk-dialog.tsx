import { useEffect, useRef, useState } from 'preact/hooks';
import { Modal } from '../../app/modal.js';
import { ask, wordsFor } from '../wire.js';
import { CurlLine } from './copy.js';
import { answerOf, curlOf } from './dialog.js';
import { numeral } from './numbers.js';
import { toast } from './toast.js';

/** A step of an action on many, or its dry run. */
interface Step {
  readonly matched: number;
  readonly done: number;
  /** By the code of the refusal. */
  readonly refused: Readonly<Record<string, number>>;
  readonly byState?: Readonly<Record<string, number>>;
  /** Of a dry run: how many would change. */
  readonly wouldDo?: number;
  readonly nextPageToken: string | null;
}

const words = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${numeral(count)} ${name.replaceAll('_', ' ')}`)
    .join(', ');

function Report({ step, isDry }: { readonly step: Step; readonly isDry: boolean }) {
  const { matched, byState, refused } = step;
  return (
    <p role="status" class="scene">
      <strong>
        {numeral(isDry ? (step.wouldDo ?? 0) : step.done)} {isDry ? 'would change' : 'changed'}
      </strong>
      <span class="quiet">
        {numeral(matched)} match{byState && matched > 0 && `: ${words(byState)}`}
      </span>
      {Object.keys(refused).length > 0 && (
        <span class="quiet">
          {isDry ? 'Would be refused' : 'Refused'}: {words(refused)}
        </span>
      )}
    </p>
  );
}

function sumOf(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

type Phase = 'choosing' | 'counting' | 'counted' | 'doing' | 'over';

/**
 * The same to everything that a filter finds: first what would happen to how many, then the deed, step
 * by step. It can be halted between two steps.
 */
export function BulkDialog({
  path,
  filter,
  actions,
  done,
  onClose,
}: {
  readonly path: string;
  readonly filter: Readonly<Record<string, string>>;
  /** What can be done, by its name on the wire, and what that means. */
  readonly actions: Readonly<Record<string, string>>;
  done(): void;
  onClose(): void;
}) {
  const [action, setAction] = useState(Object.keys(actions)[0] ?? '');
  const [phase, setPhase] = useState<Phase>('choosing');
  const [expected, setExpected] = useState<Step | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const [problem, setProblem] = useState('');
  const isHalted = useRef(false);
  const answers = useRef<HTMLDivElement>(null);
  // What had the focus cannot be pressed meanwhile: it is where nothing is done by an Enter too many.
  useEffect(() => {
    if (phase !== 'choosing') answerOf(answers.current, false)?.focus();
  }, [phase]);
  const body = { action, filter };
  const names = Object.entries(filter);
  const most = expected?.wouldDo ?? 0;

  async function count(): Promise<void> {
    setPhase('counting');
    setProblem('');
    try {
      setExpected(await ask<Step>('POST', path, { ...body, dryRun: true }));
      setPhase('counted');
    } catch (error) {
      setProblem(wordsFor(error));
      setPhase('choosing');
    }
  }

  async function act(): Promise<void> {
    isHalted.current = false;
    setPhase('doing');
    setProblem('');
    let sum: Step | null = null;
    try {
      do {
        const pageToken: string | null = sum?.nextPageToken ?? null;
        const next: Step = await ask<Step>('POST', path, {
          ...body,
          ...(pageToken && { pageToken }),
        });
        sum = sum
          ? {
              ...next,
              matched: sum.matched + next.matched,
              done: sum.done + next.done,
              refused: sumOf(sum.refused, next.refused),
            }
          : next;
        setStep(sum);
      } while (sum.nextPageToken !== null && !isHalted.current);
      toast(`${numeral(sum.done)} changed${sum.nextPageToken === null ? '' : ', then halted'}.`);
    } catch (error) {
      setProblem(wordsFor(error));
    }
    setPhase('over');
    done();
  }

  const leave = (): void => {
    isHalted.current = true;
    if (phase !== 'doing') onClose();
  };
  const isBusy = phase === 'counting' || phase === 'doing';
  return (
    <Modal title="Act on all that match" onClose={onClose}>
      <form
        class="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void (phase === 'counted' ? act() : count());
        }}
      >
        <p class="buttons">
          {names.length === 0 && <strong>There is no filter: that is every one there is.</strong>}
          {names.map(([name, value]) => (
            <span class="word" key={name} dir="auto">
              {name} = {value}
            </span>
          ))}
        </p>
        <fieldset class="checks" disabled={isBusy || phase === 'over'}>
          <legend class="unseen">What to do</legend>
          {Object.entries(actions).map(([name, means]) => (
            <label key={name}>
              <input
                type="radio"
                name="action"
                checked={action === name}
                onChange={() => {
                  setAction(name);
                  setPhase('choosing');
                }}
              />
              {means}
            </label>
          ))}
        </fieldset>
        {phase === 'counted' && expected && <Report step={expected} isDry />}
        {step && <Report step={step} isDry={false} />}
        {phase === 'doing' && (
          <progress max={Math.max(most, 1)} value={step?.done ?? 0} aria-label="Progress" />
        )}
        <p class="quiet">
          It cannot be undone. Each has it in its history, and the audit has the whole.
        </p>
        <CurlLine line={curlOf({ method: 'POST', path, body: { ...body, dryRun: true } })} />
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="buttons" ref={answers}>
          {phase !== 'over' && (
            <button
              type="submit"
              class={phase === 'counted' ? 'main grave' : 'main'}
              disabled={isBusy || (phase === 'counted' && most === 0)}
            >
              {
                {
                  choosing: 'Count first',
                  counting: 'Counting …',
                  counted: `${action === 'clean' ? 'Clean' : 'Stop'} ${numeral(most)}`,
                  doing: 'Working …',
                }[phase]
              }
            </button>
          )}
          <button type="button" onClick={leave}>
            {
              {
                doing: 'Halt',
                over: 'Close',
                choosing: 'Cancel',
                counting: 'Cancel',
                counted: 'Cancel',
              }[phase]
            }
          </button>
        </div>
      </form>
    </Modal>
  );
}
