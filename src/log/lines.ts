import { write as writeLater, writeSync } from 'node:fs';
import type { Clock } from '../clock.js';

/** Lines wait for others, until they are so many characters or so old: a line each would cost a write. */
const TOGETHER = 32_768;
const WITHIN_MS = 100;
/** Of what cannot be written now, this much is kept, in characters; what comes after is lost. */
const MAX_WAITING = 1_048_576;
/** At the end, a reader who does not read is waited for this often, and so long each time. */
const LAST_TRIES = 50;
const LAST_PAUSE_MS = 10;

/** Where lines go. */
export interface Lines {
  write(line: string): void;
  /** Writes what waits at once, as far as that is possible without waiting for long. */
  flushSync(): void;
}

export interface LinesOptions {
  readonly fd: number;
  readonly clock: Pick<Clock, 'after'>;
  /** Called with how many lines were lost, as soon as lines can be written again. */
  onLost(lines: number): void;
  /** How bytes are written in the background; the system's own way unless a test says otherwise. */
  readonly write?: Write;
}

/** Writes some of the bytes and says how many. */
type Write = (
  fd: number,
  bytes: Buffer,
  done: (error: Error | null, written: number) => void,
) => void;

const isForNow = (error: unknown): boolean =>
  /^(EAGAIN|EBUSY)$/.test((error as NodeJS.ErrnoException).code ?? '');

const linesIn = (text: string): number => text.split('\n').length - 1;

/**
 * Lines to a file descriptor, in the background. A log that cannot be written (a full disk, a reader
 * who is gone or stuck) costs lines, never the service: nothing throws, waits for ever or grows.
 */
export function createLines(options: LinesOptions): Lines {
  const { fd, clock, onLost, write: begin = writeLater } = options;
  let waiting = '';
  /** Taken from `waiting`; null when nothing is. */
  let underWay: Buffer | null = null;
  /** Whether the system has `underWay` now; else it waits for its next try. */
  let isWriting = false;
  /** Whether the last line was written in part; the next one must not continue it. */
  let isCut = false;
  let isArmed = false;
  let lost = 0;

  function arm(): void {
    if (isArmed) return;
    isArmed = true;
    clock.after(WITHIN_MS, () => {
      isArmed = false;
      push();
    });
  }

  function push(): void {
    if (isWriting) return;
    if (underWay === null) {
      if (waiting === '') return;
      underWay = Buffer.from(isCut ? `\n${waiting}` : waiting);
      isCut = false;
      waiting = '';
    }
    isWriting = true;
    begin(fd, underWay, (error, written) => {
      isWriting = false;
      if (error) giveWay(error);
      else proceed(written);
    });
  }

  function giveWay(error: unknown): void {
    if (!isForNow(error)) {
      lost += linesIn(String(underWay));
      underWay = null;
    }
    if (underWay !== null || waiting !== '') arm();
  }

  function proceed(written: number): void {
    underWay = underWay?.subarray(written) ?? null;
    if (underWay?.length === 0) underWay = null;
    isCut = underWay !== null;
    if (underWay === null && lost > 0) {
      const lines = lost;
      lost = 0;
      onLost(lines);
    }
    if (underWay !== null || waiting.length >= TOGETHER) push();
    else if (waiting !== '') arm();
  }

  return {
    write(line) {
      if (waiting.length + line.length > MAX_WAITING) {
        lost += 1;
        return;
      }
      waiting += line;
      if (waiting.length >= TOGETHER && underWay === null) push();
      else arm();
    },

    flushSync() {
      let rest = Buffer.concat([
        isWriting || underWay === null ? Buffer.alloc(0) : underWay,
        Buffer.from(waiting),
      ]);
      if (!isWriting) underWay = null;
      waiting = '';
      const pause = new Int32Array(new SharedArrayBuffer(4));
      for (let tries = 0; rest.length > 0 && tries < LAST_TRIES; ) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (error) {
          if (!isForNow(error)) break;
          tries += 1;
          Atomics.wait(pause, 0, 0, LAST_PAUSE_MS);
        }
      }
      lost += linesIn(rest.toString());
    },
  };
}
