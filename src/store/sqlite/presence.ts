import { closeSync, openSync, readSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import {
  type CommitNumbers,
  createCommitNumbers,
  HEADER_BYTES,
  type Header,
  isBetween,
  parseHeader,
} from './commit-numbers.js';
import { filesIn, withLog } from './directory.js';

/** How often the files are looked at while nothing is written, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** Told when the files are not those that were opened any more, and when they are again. */
export interface PresenceListener {
  /** `words` say what happened and what to do, without paths. */
  lost(words: string): void;
  back(): void;
}

/** Whether an open database is still where, and what, it was when it was opened. */
export interface Presence {
  readonly numbers: CommitNumbers;
  /** Looks; what happened and what to do, or undefined when everything is in place. Microseconds. */
  lost(): string | undefined;
  /** Whether the file itself was written to by others: what is read from it may be anything. */
  isOverwritten(): boolean;
  /** Looks on its own from now on. */
  watch(listener: PresenceListener): void;
  close(): void;
}

interface Loss {
  readonly words: string;
  readonly isFinal?: true;
  /** Whether the database file itself is in place: what is in its log can still be moved into it. */
  readonly isOfLog?: true;
}

/**
 * Watches over the files of a database that this process has open. What SQLite does not notice: it
 * goes on reading and writing files that nobody will find again. The number in the header of the file
 * must be that of a commit made here, and never go back.
 */
export function createPresence(database: Database): Presence {
  const file = database.name;
  const numbers = createCommitNumbers(database);
  const paths = [...withLog(file), filesIn(dirname(file)).lock];
  const stat = (path: string) => statSync(path, { throwIfNoEntry: false });
  const opened = paths.flatMap((path) => {
    const found = database.memory ? undefined : stat(path);
    return found ? [{ path, ino: found.ino, dev: found.dev }] : [];
  });
  // Kept open: closing it while SQLite has the file open would end the locks of SQLite.
  const fd = opened[0]?.path === file ? openSync(file, 'r') : undefined;
  const page = Buffer.alloc(HEADER_BYTES);
  let seen = { commit: readHeader()?.commit ?? numbers.newest(), size: 0 };
  let final: Loss | undefined;
  let isLost = false;
  let isOverwritten = false;
  let isClosed = false;
  let listener: PresenceListener | undefined;

  function look(): Loss | undefined {
    for (const { path, ino, dev } of opened) {
      const found = stat(path);
      if (found === undefined || found.ino !== ino || found.dev !== dev)
        return explain(path, found !== undefined);
      if (path === file && isForeign(found.size)) return explainOverwritten(file);
    }
    return undefined;
  }

  function readHeader(): Header | undefined {
    if (fd === undefined) return undefined;
    return parseHeader(page.subarray(0, readSync(fd, page, 0, HEADER_BYTES, 0)));
  }

  /** Whether the file says that it was written to by somebody else. */
  function isForeign(size: number): boolean {
    const header = readHeader();
    if (header === undefined) return true;
    const { commit, bytes } = header;
    if (!isBetween(commit, seen.commit, numbers.newest())) return true;
    // It grows, and shrinks to what it says itself: by checkpoints alone.
    if (size < seen.size && size < bytes) return true;
    seen = { commit, size };
    return false;
  }

  function lost(): string | undefined {
    if (isClosed) return undefined;
    const loss = final ?? look();
    if (loss?.isFinal) final = loss;
    if ((loss !== undefined) !== isLost) turn(loss);
    return loss?.words;
  }

  function turn(loss: Loss | undefined): void {
    isLost = loss !== undefined;
    isOverwritten = loss?.isFinal ?? false;
    if (loss === undefined) listener?.back();
    else listener?.lost(loss.words);
    // Not inside the transaction that may be under way.
    if (loss?.isOfLog) setImmediate(save);
  }

  /** Moves what is in the log into the database: the open log has no name any more. */
  function save(): void {
    if (database.open && !database.inTransaction) database.pragma('wal_checkpoint(passive)');
  }

  return {
    numbers,
    lost,
    isOverwritten: () => isOverwritten,
    watch(heard) {
      listener = heard;
      const options = { interval: LOOK_EVERY_MS, persistent: false };
      for (const { path } of opened) watchFile(path, options, lost);
      lost();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const { path } of opened) unwatchFile(path, lost);
      if (fd !== undefined) closeSync(fd);
    },
  };
}

function explain(path: string, isReplaced: boolean): Loss {
  const name = basename(path);
  if (statSync(dirname(path), { throwIfNoEntry: false }) === undefined)
    return {
      words: 'The data directory was removed or renamed. Move it back, or restart the service.',
    };
  const what = isReplaced ? 'was replaced by another file' : 'was removed or renamed';
  if (name === 'lock.db')
    return {
      words: `${name} ${what}, so another process could use the database. Move the former file back, or restart the service.`,
    };
  if (name.endsWith('-wal') || name.endsWith('-shm'))
    return {
      words: `${name} ${what}. What was acknowledged is being moved into the database: restart the service, or move the former file back.`,
      isOfLog: true,
    };
  return {
    words: `${name} ${what}. Move the former file back; or stop the service, restore a backup and restart it.`,
  };
}

const explainOverwritten = (file: string): Loss => ({
  words: `${basename(file)} was overwritten or cut by somebody else. Stop the service, restore a backup and restart it.`,
  isFinal: true,
});
