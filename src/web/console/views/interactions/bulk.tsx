import { useRef, useState } from 'preact/hooks';
import { Modal } from '../../../app/modal.js';
import { CurlLine } from '../../kit/copy.js';
import { curlOf } from '../../kit/dialog.js';
import { toast } from '../../kit/toast.js';
import { ask, wordsFor } from '../../wire.js';
import { bulkFilterOf, type Filter } from './filter.js';

const ACTIONS = {
  clean: 'Clean: out of its queue; from Qualified and Engaged to Failed, reason cleaned',
  stop: 'Stop: end the processing of those that have ended',
} as const;
type Action = keyof typeof ACTIONS;

interface Answer {
  readonly matched: number;
  readonly done: number;
  readonly refused: number;
  readonly nextPageToken: string | null;
}

type Counts = Omit<Answer, 'nextPageToken'>;

const PATH = '/v1/admin/interactions/bulk';
const NONE: Counts = { matched: 0, done: 0, refused: 0 };
const number = (value: number): string => value.toLocaleString();

function Report({ counts, isDry }: { readonly counts: Counts; readonly isDry: boolean }) {
  const { matched, done, refused } = counts;
  return (
    <p role="status" class="scene">
      <strong>
        {number(done)} {isDry ? 'would be changed' : 'changed'}
      </strong>
      <span class="quiet">
        {number(matched)} match the filter
        {refused > 0 &&
          `; ${number(refused)} ${isDry ? 'would be' : 'were'} refused, because of where they are`}
      </span>
    </p>
  );
}

/**
 * The same to everything that the filter matches: first what would happen to how many, then the deed,
 * part by part. It can be halted between two parts.
 */
export function BulkDialog({
  filter,
  done,
  onClose,
}: {
  readonly filter: Filter;
  done(): void;
  onClose(): void;
}) {
  const [action, setAction] = useState<Action>('clean');
  const [phase, setPhase] = useState<'choosing' | 'counting' | 'counted' | 'doing' | 'over'>(
    'choosing',
  );
  const [expected, setExpected] = useState<Counts>(NONE);
  const [counts, setCounts] = useState<Counts>(NONE);
  const [problem, setProblem] = useState('');
  const isHalted = useRef(false);
  const body = { action, filter: bulkFilterOf(filter) };
  const names = Object.entries(filter);

  /** All parts, one after the other; resolves with what they come to. */
  async function run(dryRun: boolean, told: (counts: Counts) => void): Promise<Counts> {
    let sum = NONE;
    let pageToken: string | null = null;
    do {
      const answer: Answer = await ask<Answer>('POST', PATH, {
        ...body,
        dryRun,
        ...(pageToken !== null && { pageToken }),
      });
      sum = {
        matched: sum.matched + answer.matched,
        done: sum.done + answer.done,
        refused: sum.refused + answer.refused,
      };
      told(sum);
      pageToken = answer.nextPageToken;
    } while (pageToken !== null && !isHalted.current);
    return sum;
  }

  async function attempt(isDry: boolean): Promise<void> {
    isHalted.current = false;
    setProblem('');
    setPhase(isDry ? 'counting' : 'doing');
    try {
      const sum = await run(isDry, isDry ? setExpected : setCounts);
      if (isDry) return setPhase('counted');
      toast(`${number(sum.done)} changed${isHalted.current ? ', then halted' : ''}.`);
      setPhase('over');
    } catch (error) {
      setProblem(wordsFor(error));
      setPhase(isDry ? 'choosing' : 'over');
    }
    if (!isDry) done();
  }
  const leave = (): void => {
    isHalted.current = true;
    onClose();
  };
  const isBusy = phase === 'counting' || phase === 'doing';

  return (
    <Modal title="Act on all that match" onClose={leave}>
      <form
        class="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(phase !== 'counted');
        }}
      >
        <p>
          {names.length === 0 ? (
            <strong>There is no filter: that is every interaction.</strong>
          ) : (
            names.map(([name, value]) => (
              <span class="word" key={name} dir="auto">
                {name} = {value}
              </span>
            ))
          )}
        </p>
        <fieldset class="checks" disabled={isBusy || phase === 'over'}>
          <legend class="unseen">What to do</legend>
          {Object.entries(ACTIONS).map(([name, words]) => (
            <label key={name}>
              <input
                type="radio"
                name="action"
                checked={action === name}
                onChange={() => {
                  setAction(name as Action);
                  setPhase('choosing');
                }}
              />
              {words}
            </label>
          ))}
        </fieldset>
        {(phase === 'counting' || phase === 'counted') && <Report counts={expected} isDry />}
        {(phase === 'doing' || phase === 'over') && <Report counts={counts} isDry={false} />}
        {phase === 'doing' && (
          <progress max={Math.max(expected.done, 1)} value={counts.done} aria-label="Progress" />
        )}
        <p class="quiet">
          It cannot be undone; each is written to its history, and the whole to the audit.
        </p>
        <CurlLine line={curlOf({ method: 'POST', path: PATH, body })} />
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="buttons">
          {phase === 'counted' && expected.done > 0 ? (
            <button type="submit" class="main grave">
              {action === 'clean' ? 'Clean' : 'Stop'} {number(expected.done)}
            </button>
          ) : (
            phase !== 'over' && (
              <button type="submit" class="main" disabled={isBusy}>
                {isBusy ? 'Working …' : 'Count first'}
              </button>
            )
          )}
          <button type="button" onClick={leave}>
            {{ doing: 'Halt', over: 'Close' }[phase as string] ?? 'Cancel'}
          </button>
        </div>
      </form>
    </Modal>
  );
}
