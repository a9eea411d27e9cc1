import { useState } from 'preact/hooks';
import { CurlLine } from '../../kit/copy.js';
import { type Act, curlOf } from '../../kit/dialog.js';
import { counted } from '../../kit/numbers.js';
import { toast } from '../../kit/toast.js';
import { may, type Session } from '../../session.js';
import { countsOf, diffOf } from '../../text/diff.js';
import { DiffOfTexts } from '../../text/diff-view.js';
import { Editor } from '../../text/editor.js';
import { type Mark, marksOf, readWritten, written } from '../../text/places.js';
import { ask, Refused, wordsFor } from '../../wire.js';
import { DryRun } from './dry-run.js';
import { History } from './history.js';
import { type Current, countWords, pathOf, SORTS, type SortName, type Version } from './words.js';

/** What somebody writes stays while they look elsewhere. */
const drafts = new Map<SortName, string>();

/** Rules in the making: the text, what it would do, and the way back. */
export function Workshop({
  sort,
  current,
  versions,
  session,
  again,
}: {
  readonly sort: SortName;
  readonly current: Current;
  readonly versions: readonly Version[];
  readonly session: Session;
  again(): void;
}) {
  const inForce = written(current.rules);
  const [draft, setDraft] = useState<string | null>(drafts.get(sort) ?? null);
  const [refused, setRefused] = useState<readonly Mark[]>([]);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const text = draft ?? inForce;
  const read = readWritten(text);
  const isOther = text !== inForce;
  const canChange = may(session, 'admin:write');

  function write(next: string | null): void {
    if (next === null) drafts.delete(sort);
    else drafts.set(sort, next);
    setDraft(next);
    setRefused([]);
    setProblem('');
  }
  /** What a refusal says of the text stands at its lines; whether it said so. */
  function place(error: unknown): boolean {
    if (!(error instanceof Refused) || error.misfits.length === 0) return false;
    setRefused(marksOf(text, error.misfits, 'rules'));
    return true;
  }
  const act: Act = {
    method: 'PUT',
    path: pathOf(sort),
    body: { rules: read.ok ? read.value : null },
    headers: { 'If-Match': `"${current.version}"` },
  };
  async function apply(): Promise<void> {
    setBusy(true);
    setProblem('');
    try {
      const { version, rules } = await ask<Current>(act.method, act.path, act.body, act.headers);
      write(null);
      toast(`Version ${version} is in force: ${countWords(rules)}.`);
    } catch (error) {
      if (error instanceof Refused && error.status === 412)
        setProblem(
          'Somebody else changed the rules meanwhile, and nothing was done. What you wrote is kept, and compared with theirs below: look, then apply it again.',
        );
      else if (!place(error)) setProblem(wordsFor(error));
    }
    again();
    setBusy(false);
  }
  const counts = countsOf(diffOf(inForce, text));
  return (
    <div class="workshop">
      <div class="bench">
        <Editor
          label={`The rules of ${SORTS[sort].title}, as JSON`}
          text={text}
          marks={read.ok ? refused : read.marks}
          isFixed={!canChange}
          onText={write}
        />
        {canChange && text === written([]) && (
          <p class="line">
            <span class="quiet">There are no rules.</span>
            <button
              type="button"
              class="plain small"
              onClick={() => write(written(SORTS[sort].example))}
            >
              Begin with an example
            </button>
          </p>
        )}
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {current.warnings.map((warning) => (
          <p key={warning} class="caution" dir="auto">
            {warning}
          </p>
        ))}
        {isOther && (
          <section class="rows wide" aria-label="What changes">
            <p role="status">
              {counts.gone + counts.new === 0
                ? 'Nothing but spaces would change.'
                : `${counted(counts.gone, 'line')} would go and ${counted(counts.new, 'line')} come, with the next decision.`}
            </p>
            <div class="buttons">
              <button
                type="button"
                class="main"
                disabled={!read.ok || isBusy}
                onClick={() => void apply()}
              >
                {isBusy ? 'Working …' : `Apply as version ${current.version + 1}`}
              </button>
              <button type="button" onClick={() => write(null)}>
                Discard what I wrote
              </button>
            </div>
            <DiffOfTexts before={inForce} after={text} label="Compared with the rules in force" />
            {read.ok && <CurlLine line={curlOf(act)} />}
          </section>
        )}
      </div>
      <div class="beside">
        <DryRun
          sort={sort}
          rules={isOther ? (read.ok ? read.value : undefined) : null}
          place={place}
        />
        <History
          sort={sort}
          current={current}
          versions={versions}
          canChange={canChange}
          done={() => {
            write(null);
            again();
          }}
        />
      </div>
    </div>
  );
}
