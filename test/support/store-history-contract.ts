import type { Test } from 'tap';
import { deadline } from '#src/domain/interactions/clocks.js';
import type { Event } from '#src/domain/interactions/interaction.js';
import { STATES } from '#src/domain/interactions/vocabulary.js';
import { CATALOGUE, OPTION_KEYS } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { changing, happening, placing } from './changes.js';
import { T0 } from './lifecycle.js';
import type { MakeStore } from './store-contract.js';
import { withoutOldest } from './store-failure-contract.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;
const EVENTS: readonly Event[] = [
  { type: 'engage' },
  { type: 'engage' },
  { type: 'noengage' },
  { type: 'acceptCall' },
  { type: 'reject' },
  { type: 'clean' },
  { type: 'stop', by: 'ops' },
];

/** What adds up over time: histories, counters, options, the newest moment. */
export function storeHistoryContract(t: Test, makeStore: MakeStore): void {
  t.test('a history is every fact in its order, without gaps', async (t) => {
    const made = makeStore(t);
    await made.store.apply({}, placing({ id: 'i1' }));
    for (const type of ['engage', 'acceptCall'] as const) {
      await made.clock.advance(1000);
      await made.store.apply({ interaction: 'i1' }, happening({ type }));
    }
    await made.reopen();
    const history = await made.store.history('i1');
    t.strictSame(
      history.map(({ sequence, type, at, by, from, to }) => [
        sequence,
        type,
        at - T0,
        by,
        from,
        to,
      ]),
      [
        [1, 'interaction.created', 0, 'site', null, 'Qualified'],
        [2, 'interaction.engaged', 1000, 'strategy', 'Qualified', 'Engaged'],
        [3, 'interaction.displayed', 2000, 'browser', 'Engaged', 'Engaged'],
        [4, 'interaction.accepted', 2000, 'browser', 'Engaged', 'Accepted'],
        [5, 'interaction.stopped', 2000, 'system', 'Accepted', 'Accepted'],
      ],
    );
    t.equal((await made.store.get('i1'))?.sequence, 5);
    t.strictSame(await made.store.history('i2'), []);
  });

  t.test(
    'the counters are what counting the rows gives, after any work and any failure',
    async (t) => {
      const made = makeStore(t);
      // A fixed sequence: the same work in every run.
      let seed = 7;
      const pick = (below: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      const entered = new Map<string, number>();
      for (let round = 0; round < 12; round += 1) {
        const id = `i${round}`;
        const work = [made.store.apply({}, placing({ id, visitId: id }))];
        for (let index = 0; index < 8; index += 1) {
          const event = EVENTS[pick(EVENTS.length)] ?? null;
          // Every third change is nonsense: it has a form before it was accepted.
          const form = { status: 'pending', fields: {}, completedAt: null } as const;
          const decide = happening(event, (after) =>
            pick(3) === 0 && after.state !== 'Accepted' ? { ...after, form } : after,
          );
          work.push(made.store.apply({ interaction: `i${pick(round + 1)}` }, decide));
        }
        if (round % 4 === 1) {
          made.fillDisk();
          work.push(made.store.apply({}, placing({ userData: { text: 'x'.repeat(300_000) } })));
        }
        await Promise.allSettled(work);
        made.freeDisk();
        if (round % 5 === 3) await made.reopen();
        await made.store.apply({}, changing(CATALOGUE.autoStop.name, String(round % 2 === 0)));
        await made.clock.advance(10);
        const counts = withoutOldest(await made.store.queueCounts());
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
    const made = makeStore(t);
    await made.store.apply({}, placing());
    await made.store.apply({}, changing(CATALOGUE.queueQualified.name, 'Webengagement_Chat'));
    await made.store.apply({}, placing());
    await made.store.apply({}, placing());
    t.strictSame(withoutOldest(await made.store.queueCounts()), [
      { queue: 'Webengagement_Chat', active: 2, stopped: 0, entered: 2 },
      { queue: 'Webengagement_Qualified', active: 1, stopped: 0, entered: 1 },
    ]);
  });

  t.test('the versions of an option are kept, and the last one is in force', async (t) => {
    const made = makeStore(t);
    for (const value of ['20', '40', '50']) {
      await made.store.apply({}, changing(EXPIRATION, value));
      await made.clock.advance(1000);
    }
    const check = async (): Promise<void> => {
      const { items, next } = await made.store.optionHistory(EXPIRATION, { size: 3 });
      t.equal(next, null);
      t.strictSame(
        items.map(({ version, value, at }) => [version, value, at - T0]),
        [
          [4, '50', 2000],
          [3, '40', 1000],
          [2, '20', 0],
        ],
      );
      t.strictSame([...made.store.lastChanges()], [[EXPIRATION, items[0]]]);
      t.equal(inForce(made.store.timeline()).engagementExpirationTime, 50);
    };
    await check();
    await made.reopen();
    await check();
    const { items, next } = await made.store.optionHistory(EXPIRATION, { size: 2 });
    t.strictSame([items.map(({ version }) => version), next], [[4, 3], 3]);
    t.match(await made.store.optionHistory(EXPIRATION, { size: 2, after: 3 }), {
      items: [{ version: 2 }],
      next: null,
    });
    t.match(await made.store.optionVersion(EXPIRATION, 3), { version: 3, value: '40' });
    t.equal(await made.store.optionVersion(EXPIRATION, 5), undefined);
    t.strictSame((await made.store.optionHistory('unknown', { size: 1 })).items, []);
  });

  t.test('every option comes back with its value after a restart', async (t) => {
    const made = makeStore(t);
    const other = (key: (typeof OPTION_KEYS)[number]): string => {
      const { kind, default: fallback } = CATALOGUE[key];
      const values = ['11', '61', 'false', 'true', 'Webengagement_Chat', 'proactiveChat', 'Key'];
      return values.find((text) => text !== fallback && kind.parse(text).ok) ?? fallback;
    };
    await Promise.all(
      OPTION_KEYS.map((key) => made.store.apply({}, changing(CATALOGUE[key].name, other(key)))),
    );
    const before = inForce(made.store.timeline());
    await made.reopen();
    t.strictSame(inForce(made.store.timeline()), before);
    t.equal(made.store.lastChanges().size, OPTION_KEYS.length);
  });

  t.test('deadlines of running clocks are the same after a restart', async (t) => {
    const made = makeStore(t);
    const { clock } = made;
    const deadlines = async () =>
      (await made.store.list({}, { size: 100 })).items.map((one) => {
        const end = deadline(one, made.store.timeline());
        return end && [one.id, end.at, end.options];
      });
    await made.store.apply({}, changing(EXPIRATION, '60'));
    for (const [round, value] of ['60', '20', '60', '11', '45', '10', '33'].entries()) {
      await made.store.apply({}, placing({ visitId: `v${round}` }));
      await clock.advance(4000);
      await made.store.apply({}, changing(EXPIRATION, value));
      await made.store.apply({}, changing(CATALOGUE.abandonedTime.name, `${60 + round}`));
    }
    const before = await deadlines();
    t.equal(new Set(before.map((end) => end?.[1])).size > 3, true);
    await made.reopen();
    t.strictSame(await deadlines(), before);
  });

  t.test('the timeline forgets values under which no running clock was due', async (t) => {
    const made = makeStore(t);
    const change = (value: string) => made.store.apply({}, changing(EXPIRATION, value));
    await made.store.apply({}, placing({ id: 'i1' }));
    for (const value of ['20', '40', '20']) {
      await made.clock.advance(1000);
      await change(value);
    }
    t.equal(made.store.timeline().length, 1, 'it runs, and was never due');
    await made.clock.advance(17_000);
    for (const value of ['40', '20', '40']) await change(value);
    t.equal(made.store.timeline().length, 4, 'it was due, and nobody has noticed');
    await made.store.apply({ interaction: 'i1' }, happening(null));
    await change('20');
    t.equal(made.store.timeline().length, 1);
  });

  t.test('after a restart time is not earlier than anything stored', async (t) => {
    const made = makeStore(t);
    await made.clock.advance(3_600_000);
    await made.store.apply({}, placing());
    made.clock.stepWall(-7_200_000);
    await made.reopen();
    t.equal(made.clock.now(), T0 + 3_600_000);
    t.equal(made.clock.aheadMs(), 7_200_000);
    const { createdAt } = await made.store.apply({}, placing());
    t.equal(createdAt, T0 + 3_600_000);
  });

  t.test('the provisioned queues are there from the start, one for each state', async (t) => {
    const { store } = makeStore(t);
    const names = await store.queueNames();
    t.equal(names.length, 8);
    for (const state of STATES) t.ok(names.includes(`Webengagement_${state}`));
    const known = await store.apply({}, (context) => ({ result: [...context.known.queues] }));
    t.strictSame(known, names);
  });
}
