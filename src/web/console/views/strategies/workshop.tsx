import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { CurlLine } from '../../kit/copy.js';
import { type Act, ConfirmDialog, curlOf } from '../../kit/dialog.js';
import { counted } from '../../kit/numbers.js';
import { toast } from '../../kit/toast.js';
import { go } from '../../navigation.js';
import { may, type Session } from '../../session.js';
import { Editor } from '../../text/editor.js';
import { ask, Refused, wordsFor } from '../../wire.js';
import { DryRun } from './dry-run.js';
import { History } from './history.js';
import { ChartPicture } from './picture.js';
import {
  type Fault,
  type Files,
  faultsIn,
  mainOf,
  pathOf,
  type Strategy,
  type Summary,
  type Tried,
} from './words.js';

interface Draft {
  readonly main: string;
  readonly files: Files;
}

/** What somebody writes stays while they look elsewhere. */
const drafts = new Map<string, Draft>();

async function readFiles(list: FileList): Promise<Files> {
  const wanted = [...list].filter(({ name }) => /\.(scxml|js|xml|txt|json)$/i.test(name));
  const entries = wanted.map(async (file): Promise<readonly [string, string]> => {
    // A folder that was chosen is the first step of every path in it.
    const path = file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
    return [path, await file.text()];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The documents of a strategy in the making, its chart, what it would do, and the way back. */
export function Workshop({
  name,
  current,
  starter,
  session,
  again,
}: {
  readonly name: string;
  /** Null for one that was never pushed. */
  readonly current: Strategy | null;
  readonly starter: Draft;
  readonly session: Session;
  again(): void;
}) {
  const inForce: Draft = current ?? starter;
  const [draft, setDraft] = useState<Draft | null>(drafts.get(name) ?? null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [step, setStep] = useState(0);
  const [isLeaving, setLeaving] = useState(false);
  const { main, files } = draft ?? inForce;
  const path = open !== null && files[open] !== undefined ? open : main;
  const isOther = draft !== null || current === null;
  const canChange = may(session, 'strategies:write');

  function write(next: Draft | null): void {
    if (next === null) drafts.delete(name);
    else drafts.set(name, next);
    setDraft(next);
    setFaults([]);
    setProblem('');
  }
  const act: Act = {
    method: 'PUT',
    path: pathOf(name),
    body: { main, files },
    ...(current && { headers: { 'If-Match': `"${current.version}"` } }),
  };
  async function send(isCheck: boolean): Promise<void> {
    setBusy(true);
    setProblem('');
    setFaults([]);
    try {
      const target = isCheck ? `${act.path}?check=true` : act.path;
      const pushed = await ask<Summary>(act.method, target, act.body, act.headers);
      setFaults(pushed.warnings);
      if (isCheck) toast('It can be run: no error.');
      else {
        write(null);
        setFaults(pushed.warnings);
        toast(`Version ${pushed.version} of ${name} is the newest.`);
        again();
      }
    } catch (error) {
      const found = error instanceof Refused ? faultsIn(error.misfits) : [];
      setFaults(found);
      const [first] = found;
      if (first) {
        setOpen(first.file);
        setProblem(`${counted(found.length, 'mistake')}: marked at the lines.`);
      } else setProblem(wordsFor(error));
    }
    setBusy(false);
  }
  const here = faults.filter(({ file }) => file === path);
  return (
    <div class="workshop">
      <div class="bench">
        <ChartPicture files={files} main={main} trace={tried?.trace ?? []} step={step} />
        <div class="chart-files">
          <label>
            Document{' '}
            <select
              value={path}
              onChange={(event) => setOpen((event.target as HTMLSelectElement).value)}
            >
              {Object.keys(files).map((each) => (
                <option key={each} value={each}>
                  {each}
                  {each === main ? ' (begins here)' : ''}
                  {faults.some(({ file }) => file === each) ? ' !' : ''}
                </option>
              ))}
            </select>
          </label>
          {canChange && (
            <label class="chart-upload">
              Upload a project folder{' '}
              <input
                type="file"
                multiple
                {...{ webkitdirectory: true }}
                onChange={(event) => {
                  const { files: list } = event.target as HTMLInputElement;
                  if (list)
                    void readFiles(list).then((read) => {
                      const begins = mainOf(read);
                      if (begins === undefined) setProblem('There is no .scxml document in it.');
                      else write({ main: begins, files: read });
                    });
                }}
              />
            </label>
          )}
        </div>
        <Editor
          label={`The text of ${path}`}
          text={files[path] ?? ''}
          marks={here.map(({ line, detail }) => ({ line, words: detail }))}
          isFixed={!canChange}
          onText={(text) => write({ main, files: { ...files, [path]: text } })}
        />
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {faults
          .filter(({ file }) => file !== path)
          .map((fault) => (
            <p key={`${fault.file}${fault.line}${fault.detail}`} class="caution">
              <button type="button" class="plain small" onClick={() => setOpen(fault.file)}>
                {fault.file}:{fault.line}
              </button>{' '}
              {fault.detail}
            </p>
          ))}
        {canChange && (
          <div class="buttons">
            {isOther && (
              <button type="button" class="main" disabled={isBusy} onClick={() => void send(false)}>
                {isBusy ? 'Working …' : `Push as version ${(current?.version ?? 0) + 1}`}
              </button>
            )}
            <button type="button" disabled={isBusy} onClick={() => void send(true)}>
              Check
            </button>
            {draft && (
              <button type="button" onClick={() => write(null)}>
                Discard what I wrote
              </button>
            )}
            {current && !draft && (
              <button type="button" class="plain" onClick={() => setLeaving(true)}>
                Delete …
              </button>
            )}
          </div>
        )}
        {isOther && canChange && <CurlLine line={curlOf(act)} />}
      </div>
      {current && (
        <div class="beside">
          <DryRun name={name} tried={tried} step={step} onTried={setTried} onStep={setStep} />
          <History current={current} canChange={canChange} done={again} />
        </div>
      )}
      {isLeaving && (
        <ConfirmDialog
          title={`Delete ${name}`}
          verb="Delete"
          isGrave
          act={{ method: 'DELETE', path: pathOf(name) }}
          done={() => {
            go(hrefOf('strategies'));
            return `${name} is deleted.`;
          }}
          onClose={() => setLeaving(false)}
        >
          <p>Every version goes with its text, unless something routes to it.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
