import type { Event } from '#src/domain/interactions/interaction.js';
import { STATES } from '#src/domain/interactions/vocabulary.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import type { QueueCounts } from '#src/store/lists.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, look, place, setOption } from '../decisions.js';
import type { Contract } from '../under-test.js';

const EVENTS: readonly Event[] = [
  { type: 'engage' },
  { type: 'engage' },
  { type: 'noengage' },
  { type: 'acceptCall' },
  { type: 'reject' },
  { type: 'clean' },
  { type: 'stop', by: 'ops' },
];

/** Counters in the form of `countRows`. */
export function withoutOldest(counts: readonly QueueCounts[]) {
  return counts
    .map(({ oldestActiveAt: _, ...count }) => count)
    .sort((a, b) => a.queue.localeCompare(b.queue));
}

/** What queues hold, and what ever entered them. */
export const queues: Contract = (t, makeStore) => {
  t.test('the provisioned queues are there from the start, one for each state', async (t) => {
    const { store } = makeStore(t);
    const names = [...(await store.settings()).known.queues];
    t.equal(names.length, 8);
    for (const state of STATES) t.ok(names.includes(`Webengagement_${state}`));
    t.strictSame((await look(store, {})).queues, names);
  });

  t.test(
    'the counters are what counting the rows gives, after any work and any failure',
    async (t) => {
      const made = makeStore(t);
      // A fixed sequence: the same work in every run.
      let seed = 11;
      const pick = (below: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      const entered = new Map<string, number>();
      for (let round = 0; round < 12; round += 1) {
        const id = `i${round}`;
        const work: Promise<unknown>[] = [place(made.store, { id, visitId: id })];
        for (let index = 0; index < 8; index += 1) {
          const event = EVENTS[pick(EVENTS.length)] ?? null;
          // Every third change is nonsense, unless it leads to a form.
          const form = { status: 'pending', fields: {}, completedAt: null } as const;
          const edit = pick(3) === 0 ? { form } : {};
          work.push(happen(made.store, `i${pick(round + 1)}`, event, edit));
        }
        if (round % 4 === 1) {
          made.fillDisk();
          work.push(place(made.store, { userData: { text: 'x'.repeat(300_000) } }));
        }
        await Promise.allSettled(work);
        made.freeDisk();
        if (round % 5 === 3) await made.reopen();
        await setOption(made.store, CATALOGUE.autoStop.name, String(round % 2 === 0));
        await made.clock.advance(10);
        const counts = withoutOldest(await made.store.read('queueCounts'));
        t.strictSame(counts, made.countRows());
        for (const { queue, entered: now } of counts) {
          t.ok(now >= (entered.get(queue) ?? 0), 'what entered never leaves');
          entered.set(queue, now);
        }
      }
      t.ok(entered.size > 3, 'several queues were entered');
    },
  );

  t.test('a placement under a new queue name is counted there, the old ones stay', async (t) => {
    const { store } = makeStore(t);
    await place(store);
    await setOption(store, CATALOGUE.queueQualified.name, 'Webengagement_Chat');
    await place(store);
    await place(store);
    t.strictSame(withoutOldest(await store.read('queueCounts')), [
      { queue: 'Webengagement_Chat', active: 2, stopped: 0, entered: 2 },
      { queue: 'Webengagement_Qualified', active: 1, stopped: 0, entered: 1 },
    ]);
  });

  t.test(
    'the active interactions of a queue are counted and named by their placement',
    async (t) => {
      const { store, clock } = makeStore(t);
      for (const id of ['i0', 'i1', 'i2', 'i3']) {
        await place(store, { id });
        await clock.advance(1000);
      }
      await happen(store, 'i0', 'engage');
      const queue = 'Webengagement_Qualified';
      t.equal(await store.read('countActiveInQueue', queue, T0 + 2000), 2);
      t.strictSame(await store.read('activeInQueue', queue, T0 + 2000, 1), ['i1']);
      t.strictSame(await store.read('activeInQueue', queue, T0, 10), []);
      const engaged = 'Webengagement_Engaged';
      t.strictSame(
        await store.read('activeInQueue', engaged, T0 + 4000, 10),
        ['i0'],
        'placed anew when it was engaged',
      );
      await happen(store, 'i0', 'reject');
      t.strictSame(
        await store.read('activeInQueue', 'Webengagement_Rejected', T0 + 9000, 10),
        [],
        'what is stopped is not active',
      );
      const counts = await store.read('queueCounts');
      t.equal(counts.find((count) => count.queue === queue)?.oldestActiveAt, T0 + 1000);
    },
  );
};
