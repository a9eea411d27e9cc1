import { Worker } from 'node:worker_threads';
import t from 'tap';
import { StoreOverloaded, StoreReadFailed } from '#src/store/failures.js';
import type { InteractionFilter } from '#src/store/lists.js';
import { createReader } from '#src/store/sqlite/reader.js';
import { createWorld } from './support/world.js';

const ALL = [{}, { size: 10 }] as const;

t.test('of a store', async (t) => {
  const { store, invite } = await createWorld(t);

  t.test('a long read sees everything committed before it was asked', async (t) => {
    for (const size of [1, 2, 3]) {
      const { id } = await invite();
      const { items } = await store.read('interactions', {}, { size: 10 });
      t.equal(items.length, size);
      t.strictSame(
        items[0],
        await store.read('interaction', id),
        'and reads it as a single read does',
      );
    }
  });

  t.test('a page ends early when what it holds is large', async (t) => {
    const userData = Object.fromEntries([1, 2, 3, 4].map((n) => [`k${n}`, 'x'.repeat(4000)]));
    await Promise.all(Array.from({ length: 37 }, () => invite({ userData })));
    const first = await store.read('interactions', {}, { size: 500 });
    t.equal(first.items.length, 33, 'half a million characters of user data');
    const rest = await store.read('interactions', {}, { size: 500, after: first.next ?? '' });
    t.equal(rest.items.length, 7);
    t.equal(rest.next, null);
  });
});

t.test('by itself', async (t) => {
  const world = await createWorld(t);
  await world.invite();
  const threads: Worker[] = [];
  /** What the next thread runs instead of the real one. */
  let next: string | undefined;
  const reader = createReader(world.database.name, {
    maxWaiting: 2,
    start: (file) => {
      const script = new URL(import.meta.resolve('#src/store/sqlite/reader-worker.js'));
      const thread = next
        ? new Worker(next, { eval: true, execArgv: [] })
        : new Worker(script, { workerData: { file }, execArgv: [] });
      next = undefined;
      threads.push(thread);
      return thread;
    },
  });
  t.teardown(reader.close);
  const listed = async () => (await reader.ask('interactions', ...ALL)).items.length;

  t.test('a long read that fails leaves the thread alive for the next', async (t) => {
    const wrong = { queue: {} } as unknown as InteractionFilter;
    await t.rejects(reader.ask('interactions', wrong, { size: 1 }), StoreReadFailed);
    t.equal(await listed(), 1);
    t.equal(threads.length, 1);
  });

  t.test('one long read too many is refused before it waits', async (t) => {
    const admitted = [listed(), listed(), listed()];
    await t.rejects(listed(), StoreOverloaded);
    admitted.push(reader.askOn('interactions', ...ALL).then(({ items }) => items.length));
    t.strictSame(await Promise.all(admitted), [1, 1, 1, 1], 'what goes on is not refused');
    t.equal(await listed(), 1, 'and a free place is taken again');
    t.equal(threads.length, 1);
  });

  t.test('a thread that dies fails the read it was at; the next has another', async (t) => {
    await threads[0]?.terminate();
    next = "require('worker_threads').parentPort.once('message', () => process.exit(1))";
    const [first, second] = [listed(), listed()];
    await t.rejects(first, new StoreReadFailed('the reader ended before it answered'));
    t.equal(await second, 1);
    t.equal(threads.length, 3, 'one that died while idle, one at a question, one that answers');
  });

  t.test('closing finishes the long read under way and fails those that wait', async (t) => {
    const [first, second] = [listed(), listed()];
    const closed = reader.close();
    await t.rejects(second, new StoreReadFailed('the store is closing'));
    t.equal(await first, 1);
    await closed;
    await t.rejects(listed(), new StoreReadFailed('the store is closed'));
  });
});

t.test('a thread that cannot start fails its long read with the cause', async (t) => {
  const reader = createReader('/nowhere/webengagement.db');
  const error: unknown = await reader.ask('interactions', ...ALL).catch((cause: unknown) => cause);
  t.type(error, StoreReadFailed);
  t.match(String((error as Error).cause), /cannot open database/i);
  await reader.close();
});
