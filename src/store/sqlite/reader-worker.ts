import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { PlaceUnreadable } from '../failures.js';
import { createLongQueries } from './long-queries.js';
import type { LongAnswer, LongQuestion } from './reader.js';

// The thread of `reader.ts`: answers one question after another on a connection that cannot write.

const { file } = workerData as { readonly file: string };
const database = new Sqlite(file, { readonly: true, fileMustExist: true });
const reads = createLongQueries(database);

function answer({ name, args }: LongQuestion): LongAnswer {
  try {
    const run = reads[name] as (...args: readonly unknown[]) => unknown;
    return { ok: true, value: run(...args) };
  } catch (error) {
    return { ok: false, message: String(error), isOfPlace: error instanceof PlaceUnreadable };
  }
}

parentPort?.on('message', (question: LongQuestion | null) => {
  if (question !== null) return parentPort?.postMessage(answer(question));
  database.close();
  parentPort?.close();
});
