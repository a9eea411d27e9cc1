import { Worker } from 'node:worker_threads';
import t, { type Test } from 'tap';
import { createClock } from '#src/clock.js';
import { createClockMemory, followClock } from '#src/service-time.js';
import { createComposed } from './support/composed.js';

const MORTAL = new URL('./support/mortal-writer.js', import.meta.url);

/** The service with a writer that dies as a visit says, and the error it dies of. */
async function createMortal(t: Test, visitId: string) {
  let died = (_error: Error): void => {};
  const death = new Promise<Error>((resolve) => {
    died = resolve;
  });
  const service = await createComposed(t, undefined, 'none', {
    writer: MORTAL,
    lookEveryMs: visitId === 'hangs' ? 100 : undefined,
    onDeath: (error) => died(error),
  });
  return { service, death };
}

const place = (visitId: string) => ['POST', '/v1/interactions', { visitId }] as const;

for (const [visitId, isStored] of [
  ['ends-before', false],
  ['ends-after', true],
  ['throws', false],
  ['hangs', false],
] as const)
  t.test(`a writer that ${visitId} leaves nobody unanswered, and nobody deceived`, async (t) => {
    const { service, death } = await createMortal(t, visitId);
    const { id } = await service.place({ visitId: 'before' });
    const [lost, beside] = await Promise.all([
      service.call(...place(visitId)),
      service.call(...place('beside')),
    ]);
    for (const answer of [lost, beside])
      t.match(answer, { status: 503, body: { code: 'storage_unavailable', detail: /not known/i } });
    t.type(await death, Error);
    t.match(
      await service.call(...place('afterwards')),
      { status: 503, body: { code: 'storage_unavailable', detail: /nothing was changed/i } },
      'from then on nothing is taken',
    );
    t.match(await service.call('GET', `/v1/interactions/${id}`), { status: 200 }, 'but read');
    t.match(await service.call('GET', '/readyz'), { status: 503, body: { detail: /^store: / } });
    await service.close();
    const again = await createComposed(t, service);
    const { body } = await again.call('GET', '/v1/admin/interactions');
    const visits = (body.items as { visitId: string }[]).map((item) => item.visitId).sort();
    // Whether the other was in the same transaction is up to how fast the machine is.
    const known = isStored ? visits.filter((visit) => visit !== 'beside') : visits;
    t.strictSame(known, isStored ? ['before', visitId] : ['before']);
  });

t.test(
  'two threads have one time: neither is given an earlier moment than the other',
  async (t) => {
    let [wall, monotonic] = [1_000_000, 0];
    const memory = createClockMemory();
    const pass = (wallMs: number, passedMs: number): void => {
      wall += wallMs;
      monotonic += passedMs;
      memory.write({ held: { wall, monotonic } });
    };
    pass(0, 0);
    const source = {
      wall: () => wall,
      monotonic: () => monotonic,
      sinceBoot: () => monotonic,
    };
    const own = createClock(0, source, memory);
    const other = followClock(createClockMemory(memory.buffer));
    t.equal(other.now(), own.now());
    pass(60_000, 5);
    t.equal(other.now(), 1_000_005, 'the other one adopts nothing by itself');
    t.equal(own.now(), 1_060_000);
    t.equal(other.now(), 1_060_000, 'it follows at once');
    pass(-3_600_000, 7);
    t.equal(other.now(), 1_060_007);
    t.equal(own.now(), 1_060_007, 'a step back is not adopted');
    t.strictSame([other.ageTime(), other.agePause()], [own.ageTime(), own.agePause()]);
  },
);

/** Asks for the time as fast as it can, and answers with the moments in their order. */
const ASKING = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(({ createClockMemory, followClock }) => {
    const clock = followClock(createClockMemory(workerData.buffer));
    const turn = new Int32Array(workerData.turn);
    const seen = [];
    for (let n = 0; n < workerData.asks; n += 1) {
      while (Atomics.load(turn, 0) !== 1) Atomics.wait(turn, 0, Atomics.load(turn, 0), 1000);
      seen.push(clock.now());
      Atomics.store(turn, 0, 0);
      Atomics.notify(turn, 0);
    }
    parentPort.postMessage(seen);
  });
`;

t.test('moments of both threads, asked for by turns, never go back', async (t) => {
  const asks = 2000;
  const clock = createClock();
  const shared = new SharedArrayBuffer(4);
  const turn = new Int32Array(shared);
  const worker = new Worker(ASKING, {
    eval: true,
    workerData: {
      module: import.meta.resolve('#src/service-time.js'),
      buffer: clock.memory.buffer,
      turn: shared,
      asks,
    },
  });
  const answered = new Promise<number[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const own: number[] = [];
  for (let n = 0; n < asks; n += 1) {
    own.push(clock.now());
    Atomics.store(turn, 0, 1);
    Atomics.notify(turn, 0);
    while (Atomics.load(turn, 0) !== 0) Atomics.wait(turn, 0, 1, 1000);
  }
  const others = await answered;
  const all = own.flatMap((moment, n) => [moment, others[n] ?? 0]);
  t.ok(all.every((moment, n) => n === 0 || moment >= (all[n - 1] ?? 0)));
});

t.test('whoever closes the store waits until what was asked for is stored', async (t) => {
  const { store } = await createComposed(t);
  const stored: string[] = [];
  const storing = store.tidy({ step: 'touch' }).then(() => stored.push('touched'));
  const first = store.close();
  await store.close();
  t.strictSame(stored, ['touched'], 'the second one, too');
  await Promise.all([first, storing]);
});
