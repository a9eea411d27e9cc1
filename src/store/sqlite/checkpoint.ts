import type { Database } from 'better-sqlite3';
import { machineTimerAside } from '../../clock.js';
import { type CheckpointStep, createCheckpointThread } from './checkpoint-thread.js';

/** When checkpoints run, and how much they may hold up. */
export interface CheckpointLimits {
  /** Bytes of the log that are not in the database yet, from which it is worth moving them. */
  readonly bytes: number;
  /** Nothing committed is longer than this in the log alone, in milliseconds. */
  readonly ageMs: number;
  /** Bytes that are moved while the writer rests, at most. */
  readonly restBytes: number;
  /** The writer rests no longer than this, in milliseconds. */
  readonly restMs: number;
  /** Bytes of log from which the service's own long reads wait until it can begin anew. */
  readonly largeBytes: number;
  /** Bytes of log from which the writer rests for `longRestMs`: the disk is slow, whoever waits. */
  readonly hugeBytes: number;
  readonly longRestMs: number;
}

const MIB = 1024 * 1024;

export const CHECKPOINT_LIMITS: CheckpointLimits = {
  bytes: 4 * MIB,
  ageMs: 10_000,
  restBytes: MIB,
  restMs: 4,
  largeBytes: 32 * MIB,
  hugeBytes: 64 * MIB,
  longRestMs: 50,
};

/** Those in whose way a checkpoint is. */
export interface Others {
  /** The writer begins nothing until `done` is settled, nor for longer than `maxMs`. */
  restWriter(done: Promise<unknown>, maxMs: number): void;
  /** Resolves between two long reads; the next one waits until the function is called. */
  holdReader(): Promise<() => void>;
  /** Whether the files are those that were opened: nothing is moved into others. */
  readonly isInPlace?: () => boolean;
}

/**
 * Moves the write-ahead log into the database, in a thread, so that no request waits for it. SQLite
 * begins the log anew when all of it is in the database as a transaction begins, and nobody reads
 * from it. So it is copied while the writer goes on, again and again, until little is left; for
 * that little the writer rests a moment.
 */
export interface Checkpoints {
  /** Told after every commit. */
  committed(): void;
  /** Bytes of the log as it is, those included that are in the database already. */
  bytes(): number;
  /** Moves all of the log and cuts it to nothing; false when somebody else reads it just now. */
  cut(): Promise<boolean>;
  /** Resolves when nothing is being moved. */
  idle(): Promise<void>;
  /** Resolves once the thread, if there is one, has closed its connection. */
  stop(): Promise<void>;
}

/** How long the log is, and how much of it is not in the database yet. */
interface Log {
  readonly bytes: number;
  readonly behind: number;
}

/** How the log is now, as any connection sees it; it moves nothing. */
export function createLook(database: Database): () => Log {
  const position = database.prepare<[], { log: number; checkpointed: number }>(
    'pragma wal_checkpoint(noop)',
  );
  const pageBytes = FRAME_BYTES + Number(database.pragma('page_size', { simple: true }));
  return () => {
    const { log = 0, checkpointed = 0 } = position.get() ?? {};
    return { bytes: Math.max(log, 0) * pageBytes, behind: (log - checkpointed) * pageBytes };
  };
}

/** Copies in one attempt: each leaves only what was written meanwhile. */
const COPIES = 8;
/** Pages of the log after which SQLite itself runs a checkpoint when there is no thread: its default. */
const AUTOMATIC_PAGES = 1_000;
/** SQLite writes this many bytes of its own before each page of the log. */
const FRAME_BYTES = 24;

/** Starts the thread with the first checkpoint; `onFailure` hears of what goes wrong, once. */
export function createCheckpoints(
  database: Database,
  file: string,
  others: Others,
  onFailure: (error: unknown) => void,
  limits: CheckpointLimits = CHECKPOINT_LIMITS,
): Checkpoints {
  const look = createLook(database);
  const thread = createCheckpointThread(file, (error) => {
    database.pragma(`wal_autocheckpoint = ${AUTOMATIC_PAGES}`);
    fail(error);
  });
  let underWay: Promise<unknown> = Promise.resolve();
  let isMoving = false;
  let isFailing = false;
  let stopped = false;
  /** Bytes that somebody's reading keeps in the log: they are tried again with as many more. */
  let left = 0;
  let isPinned = false;
  let disarm: (() => void) | undefined;

  database.pragma('wal_autocheckpoint = 0');

  function fail(error: unknown): void {
    if (!isFailing && !stopped) onFailure(error);
    isFailing = true;
  }

  /** One attempt to get to the end of the log, at which `last` is done. */
  async function attempt(last: CheckpointStep): Promise<boolean> {
    for (let copies = 1; copies <= COPIES && !stopped; copies += 1) {
      // Somebody reads what was there before: until that ends, nobody gets further.
      isPinned = !(await thread.run('copy'));
      if (isPinned) return false;
      const { bytes, behind } = look();
      if (behind > limits.restBytes) continue;
      const isHuge = bytes >= limits.hugeBytes;
      const done = thread.run(last);
      others.restWriter(done, isHuge ? limits.longRestMs : limits.restMs);
      if ((await done) && (last === 'cut' || look().behind === 0)) return true;
    }
    return false;
  }

  async function move(last: CheckpointStep): Promise<boolean> {
    isMoving = true;
    disarm?.();
    disarm = undefined;
    const isLarge = last === 'cut' || look().bytes >= limits.largeBytes;
    const release = isLarge ? await others.holdReader() : undefined;
    try {
      const isWhole = await attempt(last);
      if (isFailing) database.pragma('wal_autocheckpoint = 0');
      isFailing = false;
      return isWhole;
    } finally {
      release?.();
      isMoving = false;
      if (!stopped) rearm();
    }
  }

  function rearm(): void {
    const { behind } = look();
    left = isPinned ? behind : 0;
    if (behind > 0) arm();
  }

  /** One after another. */
  function queue(last: CheckpointStep): Promise<boolean> {
    const moved = underWay.then(() => !stopped && (others.isInPlace?.() ?? true) && move(last));
    underWay = moved.catch(() => {});
    return moved;
  }

  function arm(): void {
    disarm ??= machineTimerAside(limits.ageMs, () => void queue('finish').catch(fail));
  }

  return {
    committed() {
      if (isMoving || stopped) return;
      const { behind } = look();
      if (behind >= left + limits.bytes) {
        isMoving = true;
        queue('finish').catch(fail);
      } else if (behind > 0) arm();
    },
    bytes: () => look().bytes,
    cut: () => queue('cut'),
    async idle() {
      await underWay;
    },
    async stop() {
      stopped = true;
      disarm?.();
      await underWay;
      await thread.end();
    },
  };
}
