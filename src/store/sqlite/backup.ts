import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackupFailed } from '../failures.js';
import { freeIn, megabytes } from '../room.js';
import { sizeOf, sync, withLog } from './directory.js';

/** What the process of a backup tells. */
export type BackupMessage =
  /** `share` of the database, 0 to 1, is copied. */
  | { readonly type: 'copied'; readonly share: number }
  | { readonly type: 'checking' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

export interface BackupSettings {
  /** Called while it is made. */
  onProgress?(message: BackupMessage): void;
  /** Ends it; nothing is left. */
  readonly signal?: AbortSignal | undefined;
}

const PROCESS = fileURLToPath(new URL('./backup-process.js', import.meta.url));
/** How much less urgent than a service the process of a backup is, as `nice` counts. */
const NICENESS = 10;

/** Why a backup failed, by SQLite's code, in the words of an operator. */
const CAUSES: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk is full',
  SQLITE_CANTOPEN: 'there is no database, or no permission to read it',
  SQLITE_NOTADB: 'it is no SQLite database',
};

/**
 * Copies the database in `source`, in use or not, to `target`, a file that must not exist: one file
 * of mode 0600, as of one moment, checked and on disk. Resolves with its bytes. Rejects with
 * `BackupFailed`; `target` is whole or it is not there.
 */
export async function backUp(
  source: string,
  target: string,
  { onProgress = () => {}, signal }: BackupSettings = {},
): Promise<number> {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
    throw new BackupFailed(`${target} exists already; a backup never overwrites, name a new file`);
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  claim(part, source);
  try {
    const child = fork(PROCESS, [source, part], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    becomeNice(child);
    await finished(child, onProgress, signal);
    const bytes = sizeOf(part);
    publish(part, target);
    return bytes;
  } catch (error) {
    if (error instanceof BackupFailed) throw error;
    throw new BackupFailed(`the backup to ${target} failed: ${String(error)}`);
  } finally {
    for (const file of withLog(part)) rmSync(file, { force: true });
  }
}

/** Makes the file that is written to; there must be room for what is to come. */
function claim(part: string, source: string): void {
  const folder = dirname(part);
  try {
    closeSync(openSync(part, 'wx', 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BackupFailed(`${folder} cannot be written to (${code}); name a file elsewhere`);
  }
  const free = freeIn(folder);
  const needed = sizeOf(source) + sizeOf(`${source}-wal`);
  if (free >= needed) return;
  rmSync(part);
  throw new BackupFailed(
    `a backup may take ${megabytes(needed)}, and ${megabytes(free)} are free in ${folder}; make room, or name a file elsewhere`,
  );
}

function becomeNice({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // Some systems do not let processes be nice; it is made all the same.
  }
}

function finished(
  child: ChildProcess,
  onProgress: (message: BackupMessage) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new BackupFailed('the backup was ended from outside');
    let failure: BackupFailed | undefined = ended;
    const end = (): void => {
      child.kill('SIGKILL');
    };
    child.on('message', (message: BackupMessage) => {
      onProgress(message);
      if (message.type === 'done') failure = undefined;
      if (message.type === 'failed')
        failure = new BackupFailed(
          `the backup failed: ${CAUSES[message.code] ?? message.message}; nothing of it is left`,
        );
    });
    child.once('error', reject);
    child.once('exit', () => {
      signal?.removeEventListener('abort', end);
      // It may have been through when it was ended: nothing is left of it all the same.
      if (signal?.aborted) failure ??= ended;
      if (failure === undefined) resolve();
      else reject(failure);
    });
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** Gives the file its name, unless another has it by now. */
function publish(part: string, target: string): void {
  try {
    linkSync(part, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BackupFailed(
      code === 'EEXIST'
        ? `${target} was made by somebody else meanwhile; it is left as it is`
        : `${target} cannot be given its name (${code})`,
    );
  }
  rmSync(part);
  sync(dirname(target));
}
