import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** What the thread is given. */
export interface CheckpointThread {
  readonly file: string;
  /** Of the database, to sync it by. */
  readonly descriptor: number;
}

/** What the thread is told: copy what can be, move the rest of the log, or cut it besides. */
export type CheckpointStep = 'copy' | 'finish' | 'cut';

/** Whether the step moved all that was in the log when it began; or why it failed. */
export type CheckpointAnswer =
  | { readonly ok: true; readonly isWhole: boolean }
  | { readonly ok: false; readonly message: string };

/** The checkpoints' thread, one step after another. */
export interface Steps {
  /** Resolves with whether all that was in the log is in the database; rejects when it failed. */
  run(step: CheckpointStep): Promise<boolean>;
  /** Resolves once the thread, if there is one, has closed its connection. */
  end(): Promise<void>;
}

/** Starts with the first step, and with the next one after it died; of that `onDeath` hears. */
export function createCheckpointThread(file: string, onDeath: (error: unknown) => void): Steps {
  let worker: Worker | undefined;
  let exited: Promise<void> = Promise.resolve();
  let answered: ((answer: CheckpointAnswer) => void) | undefined;
  let isEnding = false;
  // Kept open while the database is: closing it ends the locks that the process has on the file.
  let descriptor: number | undefined;

  function start(): Worker {
    descriptor ??= openSync(file, 'r');
    const workerData: CheckpointThread = { file, descriptor };
    const started = new Worker(new URL('./checkpoint-worker.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
    let cause: unknown = new Error('the thread of the checkpoints ended');
    started.unref();
    started.on('message', (answer: CheckpointAnswer) => answered?.(answer));
    started.once('error', (error) => {
      cause = error;
    });
    exited = new Promise((resolve) => {
      started.once('exit', () => {
        worker = undefined;
        if (!isEnding) onDeath(cause);
        answered?.({ ok: false, message: String(cause) });
        resolve();
      });
    });
    return started;
  }

  return {
    async run(step) {
      try {
        worker ??= start();
      } catch (error) {
        onDeath(error);
        throw error;
      }
      worker.postMessage(step);
      const answer = await new Promise<CheckpointAnswer>((resolve) => {
        answered = resolve;
      });
      if (!answer.ok) throw new Error(answer.message);
      return answer.isWhole;
    },
    async end() {
      isEnding = true;
      worker?.ref();
      worker?.postMessage(null);
      await exited;
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
