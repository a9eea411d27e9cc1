import { Worker } from 'node:worker_threads';
import { LIMITS } from '../../domain/limits.js';
import { PlaceUnreadable, StoreOverloaded, StoreReadFailed } from '../failures.js';
import type { LongQueries } from './long-queries.js';

/** What the reader's thread is asked: the name of a query with its arguments; null ends it. */
export type LongQuestion = {
  readonly [Name in keyof LongQueries]: {
    readonly name: Name;
    readonly args: Parameters<LongQueries[Name]>;
  };
}[keyof LongQueries];

/** What the thread answers: the value, or why there is none. */
export type LongAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly isOfPlace: boolean };

/** Long reads on a connection of their own in a worker thread, one after another. */
export interface Reader {
  /** Rejects with `StoreOverloaded` before queueing, with `StoreReadFailed` afterwards. */
  ask<Name extends keyof LongQueries>(
    name: Name,
    ...args: Parameters<LongQueries[Name]>
  ): Promise<ReturnType<LongQueries[Name]>>;
  /** The same for the next part of something that was admitted: never refused for the queue. */
  askOn<Name extends keyof LongQueries>(
    name: Name,
    ...args: Parameters<LongQueries[Name]>
  ): Promise<ReturnType<LongQueries[Name]>>;
  /** Whether a read is under way. */
  isBusy(): boolean;
  /**
   * Resolves as soon as no read is under way, before what waits; the next read begins when the
   * function it resolves with is called.
   */
  hold(): Promise<() => void>;
  /** Fails what waits, lets the read under way finish, then ends the thread. */
  close(): Promise<void>;
}

export interface ReaderSettings {
  /** Long reads that may wait; one more is refused at admission. */
  readonly maxWaiting?: number;
  /** Starts the thread; tests hand in their own. */
  readonly start?: (file: string) => Worker;
}

interface Pending {
  /** Null for a hold: nothing is asked. */
  readonly question: LongQuestion | null;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const startWorker = (file: string): Worker =>
  new Worker(new URL('./reader-worker.js', import.meta.url), {
    workerData: { file },
    execArgv: [],
  });

/**
 * A reader of the database in `file`. Its thread starts with the first question; one that dies
 * fails the question it was at, and the next question starts another.
 */
export function createReader(file: string, settings: ReaderSettings = {}): Reader {
  const { maxWaiting = LIMITS.longReads.most, start = startWorker } = settings;
  const waiting: Pending[] = [];
  let asked: Pending | undefined;
  let worker: Worker | undefined;
  let exited: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let rest = (): void => {};

  function launch(): Worker {
    const launched = start(file);
    let cause: unknown;
    launched.on('message', (answer: LongAnswer) => {
      const answered = asked;
      asked = undefined;
      if (answer.ok) answered?.resolve(answer.value);
      else {
        const Failure = answer.isOfPlace ? PlaceUnreadable : StoreReadFailed;
        answered?.reject(new Failure(answer.message));
      }
      // Not at once: answers that come faster than they are presented would share one turn.
      setImmediate(next);
    });
    launched.on('error', (error) => {
      cause = error;
    });
    exited = new Promise((resolve) => {
      launched.on('exit', () => {
        worker = undefined;
        asked?.reject(new StoreReadFailed('the reader ended before it answered', { cause }));
        asked = undefined;
        resolve();
        next();
      });
    });
    return launched;
  }

  function next(): void {
    if (asked !== undefined) return;
    asked = waiting.shift();
    if (asked === undefined) {
      rest();
      return;
    }
    if (asked.question === null) {
      asked.resolve(undefined);
      return;
    }
    try {
      worker ??= launch();
      worker.postMessage(asked.question);
    } catch (cause) {
      asked.reject(new StoreReadFailed('the reader could not be started', { cause }));
      asked = undefined;
      next();
    }
  }

  function queue<Name extends keyof LongQueries>(
    name: Name,
    args: Parameters<LongQueries[Name]>,
  ): Promise<ReturnType<LongQueries[Name]>> {
    return new Promise((resolve, reject) => {
      if (closing) return reject(new StoreReadFailed('the store is closed'));
      waiting.push({
        question: { name, args } as LongQuestion,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      next();
    });
  }

  async function end(): Promise<void> {
    for (const { reject } of waiting.splice(0)) reject(new StoreReadFailed('the store is closing'));
    if (asked)
      await new Promise<void>((resolve) => {
        rest = resolve;
      });
    worker?.postMessage(null);
    await exited;
  }

  return {
    async ask(name, ...args) {
      if (waiting.length >= maxWaiting)
        throw new StoreOverloaded(`${waiting.length} long reads are waiting`);
      return queue(name, args);
    },
    askOn: (name, ...args) => queue(name, args),
    isBusy: () => asked !== undefined,
    hold: () =>
      new Promise((resolve, reject) => {
        const release = (): void => {
          asked = undefined;
          next();
        };
        waiting.unshift({ question: null, resolve: () => resolve(release), reject });
        next();
      }),
    close() {
      closing ??= end();
      return closing;
    },
  };
}
