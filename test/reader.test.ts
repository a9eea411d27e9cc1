import { Worker } from 'node:worker_threads';
import t from 'tap';
import { createReader, type ReaderSettings } from '#src/store/sqlite/reader.js';
import { StoreOverloaded, StoreReadFailed } from '#src/store/store.js';
import { type Cleanup, createWorld } from './support/world.js';

const ALL = [{}, { size: 10 }] as const;

/** A reader of its own beside a store with one interaction, and the threads it started. */
async function createReaders(t: Cleanup, settings: ReaderSettings = {}) {
  const world = await createWorld(t);
  await world.invite();
  const threads: Worker[] = [];
  const reader = createReader(world.database.name, {
    start: (file) => {
      const script = new URL(import.meta.resolve('#src/store/sqlite/reader-worker.js'));
      const thread = new Worker(script, { workerData: { file }, execArgv: [] });
      threads.push(thread);
      return thread;
    },
    ...settings,
  });
  t.teardown(() => reader.close());
  return { ...world, reader, threads };
}

t.test('a long read sees everything committed before it was asked', async (t) => {
  const { store, invite } = await createWorld(t);
  for (const size of [1, 2, 3]) {
    const { id } = await invite();
    const { items } = await store.list({}, { size: 10 });
    t.equal(items.length, size);
    t.strictSame(items[0], await store.get(id), 'and reads it as a single read does');
  }
});

t.test('a long read changes nothing, whatever it is asked', async (t) => {
  const { reader } = await createReaders(t);
  const failed = reader.ask('list', { queue: {} } as unknown as object, { size: 1 });
  await t.rejects(failed, StoreReadFailed);
  t.equal((await reader.ask('list', ...ALL)).items.length, 1, 'and the thread lives on');
});

t.test('one long read too many is refused before it waits', async (t) => {
  const { reader, threads } = await createReaders(t, { maxWaiting: 2 });
  const admitted = [1, 2, 3].map(() => reader.ask('list', ...ALL));
  await t.rejects(reader.ask('list', ...ALL), StoreOverloaded);
  const continued = reader.askOn('list', ...ALL);
  for (const page of await Promise.all([...admitted, continued])) t.equal(page.items.length, 1);
  t.equal((await reader.ask('list', ...ALL)).items.length, 1, 'a free place is taken again');
  t.equal(threads.length, 1);
});

t.test('a thread that dies fails the read it was at, and the next read gets another', async (t) => {
  const { reader, threads } = await createReaders(t);
  const first = reader.ask('list', ...ALL);
  const second = reader.ask('list', ...ALL);
  await threads[0]?.terminate();
  await t.rejects(first, new StoreReadFailed('the reader ended before it answered'));
  t.equal((await second).items.length, 1);
  t.equal(threads.length, 2);
  await threads[1]?.terminate();
  t.equal((await reader.ask('list', ...ALL)).items.length, 1, 'also when it died while idle');
});

t.test('a thread that cannot start fails its read with the cause', async (t) => {
  const reader = createReader('/nowhere/webengagement.db');
  const error: unknown = await reader.ask('list', ...ALL).catch((cause: unknown) => cause);
  t.type(error, StoreReadFailed);
  t.match(String((error as Error).cause), /cannot open database/i);
  await reader.close();
});

t.test('closing finishes the read under way and fails those that wait', async (t) => {
  const { reader } = await createReaders(t);
  const [under, waiting] = [reader.ask('list', ...ALL), reader.ask('list', ...ALL)];
  const closed = reader.close();
  await t.rejects(waiting, new StoreReadFailed('the store is closing'));
  t.equal((await under).items.length, 1);
  await closed;
  await t.rejects(reader.ask('list', ...ALL), new StoreReadFailed('the store is closed'));
  await reader.close();
});

t.test('a page ends early when what it holds is large', async (t) => {
  const { store, invite } = await createWorld(t);
  const userData = Object.fromEntries([1, 2, 3, 4].map((n) => [`k${n}`, 'x'.repeat(4000)]));
  for (let n = 0; n < 40; n += 1) await invite({ userData });
  const first = await store.list({}, { size: 500 });
  t.equal(first.items.length, 33, 'half a million characters of user data');
  const rest = await store.list({}, { size: 500, after: first.next ?? 0 });
  t.equal(rest.items.length, 7);
  t.equal(rest.next, null);
});
