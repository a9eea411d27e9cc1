import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import type { PostgresServer } from './postgres.js';

export interface SyncQuestion {
  readonly database: string;
  readonly text: string;
  /** Closes the connection instead. */
  readonly ends: boolean;
}
export type SyncAnswer = { readonly rows: readonly unknown[] } | { readonly failure: string };

/** What somebody else finds in a database, at once: this thread waits for the answer. */
export interface SyncSql {
  query<Row>(database: string, text: string): readonly Row[];
  /** Closes the connection to a database. */
  leave(database: string): void;
  close(): Promise<unknown>;
}

/** Asks a server from a thread of its own. */
export function createSyncSql({ config }: Pick<PostgresServer, 'config'>): SyncSql {
  const signal = new SharedArrayBuffer(4);
  const done = new Int32Array(signal);
  const { port1, port2 } = new MessageChannel();
  const port: MessagePort = port1;
  const worker = new Worker(new URL('./sync-sql-worker.js', import.meta.url), {
    workerData: { config, signal, port: port2 },
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  port.unref();

  let isClosed = false;

  function ask(question: SyncQuestion): readonly unknown[] {
    // Nobody would answer, and this thread would wait for ever.
    if (isClosed) throw new Error('the thread that asks has ended');
    Atomics.store(done, 0, 0);
    port.postMessage(question);
    // A call for the answer before may come late.
    while (Atomics.load(done, 0) === 0) Atomics.wait(done, 0, 0);
    const { message } = receiveMessageOnPort(port) as { message: SyncAnswer };
    if ('failure' in message) throw new Error(message.failure);
    return message.rows;
  }

  return {
    query: <Row>(database: string, text: string) =>
      ask({ database, text, ends: false }) as readonly Row[],
    leave: (database) => void ask({ database, text: '', ends: true }),
    close() {
      isClosed = true;
      return worker.terminate();
    },
  };
}
