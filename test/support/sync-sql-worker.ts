import { type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';
import type { SyncAnswer, SyncQuestion } from './sync-sql.js';

const { config, signal, port } = workerData as {
  config: pg.ClientConfig;
  signal: SharedArrayBuffer;
  port: MessagePort;
};
const done = new Int32Array(signal);
const clients = new Map<string, Promise<pg.Client>>();

pg.types.setTypeParser(20, Number);

async function connect(database: string): Promise<pg.Client> {
  const client = new pg.Client({ ...config, database, application_name: 'others' });
  client.on('error', () => clients.delete(database));
  await client.connect();
  return client;
}

async function answer({ database, text, ends }: SyncQuestion): Promise<SyncAnswer> {
  try {
    const known = clients.get(database) ?? connect(database);
    clients.set(database, known);
    const client = await known;
    if (ends) {
      clients.delete(database);
      await client.end();
      return { rows: [] };
    }
    return { rows: (await client.query(text)).rows as unknown[] };
  } catch (error) {
    clients.delete(database);
    return { failure: String(error) };
  }
}

port.on('message', async (question: SyncQuestion) => {
  const answered = await answer(question);
  port.postMessage(answered);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});
