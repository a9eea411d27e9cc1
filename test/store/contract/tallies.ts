import type { Change, TallyRow } from '#src/decisions/change.js';
import { LIMITS } from '#src/domain/limits.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, write } from '../decisions.js';
import { TALLIED } from '../things.js';
import { ofSettings, type Trial } from '../trial.js';
import type { Contract } from '../under-test.js';

const { minute } = TALLIED;

/** What is counted is read back. */
export const TALLY_TRIAL: Trial<'tally'> = {
  change: { kind: 'tally', rows: [TALLIED] },
  back: (store) => store.read('tallies', { series: 'shop', from: minute, to: minute + 1 }),
  found: [TALLIED],
  isSetting: false,
};

const COUNTED = { statistic: 'Shoes', series: 'Shoes#2', since: T0 };

/** Since when a statistic is counted is known again. */
export const SERIES_TRIAL: Trial<'counted_series'> = {
  change: { kind: 'counted_series', counted: COUNTED },
  back: ofSettings('countedSeries'),
  found: new Map([['Shoes', COUNTED]]),
  isSetting: true,
};

const tally = (...rows: readonly Partial<TallyRow>[]): Change => ({
  kind: 'tally',
  rows: rows.map((row) => ({ ...TALLIED, ...row })),
});

const one = { count: 1, totalMs: 100, minMs: 100, maxMs: 100 };

/** What is counted with the facts. */
export const tallies: Contract = (t, makeStore) => {
  t.test('what is counted adds up, in one commit and over many, and stays', async (t) => {
    const made = makeStore(t);
    await Promise.all([
      write(made.store, tally(TALLIED, one)),
      write(made.store, tally({ ...one, totalMs: 9000, maxMs: 9000 })),
    ]);
    await write(made.store, tally({ ...one, totalMs: 7, minMs: 7, maxMs: 7 }));
    const range = { series: 'shop', from: minute, to: minute + 1 };
    const sum = [{ ...TALLIED, count: 5, totalMs: 14_107, minMs: 7, maxMs: 9000 }];
    t.strictSame(await made.store.read('tallies', range), sum);
    await made.reopen();
    t.strictSame(await made.store.read('tallies', range), sum);
  });

  t.test(
    'of labels that strangers make up, a day has so many and one for all others',
    async (t) => {
      const made = makeStore(t);
      const day = Math.floor(minute / 1440) * 1440;
      const row = (label: string, others: string | null = 'others', more: Partial<TallyRow> = {}) =>
        tally({ label, minute: day, count: 1, bound: { series: 'shop', others }, ...more });
      const labelsOf = async (from: number) =>
        (await made.store.read('tallies', { series: 'shop', from, to: from + 1440 })).map(
          ({ label, count }) => `${label} ${count}`,
        );
      const { most } = LIMITS.tallyLabels;
      const many = Array.from({ length: most }, (_, n) => row(`made up ${n}`));
      await write(made.store, ...many, row('one more'), row('known', null), row('made up 0'));
      await made.reopen();
      await write(made.store, row('again one more'), row('made up 1'));
      const told = await labelsOf(day);
      t.equal(told.length, most + 2);
      for (const each of ['others 2', 'known 1', 'made up 0 2', 'made up 1 2'])
        t.ok(told.includes(each), each);
      await write(made.store, row('one more', 'others', { minute: day + 1440 }));
      t.strictSame(await labelsOf(day + 1440), ['one more 1'], 'the next day begins anew');
    },
  );

  t.test('counters are read by series, label and minutes, added up in steps', async (t) => {
    const { store } = makeStore(t);
    await write(
      store,
      tally(
        { minute: minute - 1 },
        { minute },
        { minute: minute + 4 },
        { minute: minute + 5 },
        { minute: minute + 9 },
        { minute: minute + 10 },
        { series: 'other' },
        { label: 'hats', bucket: 3 },
        { label: 'hats', bucket: 2 },
      ),
    );
    const range = { series: 'shop', from: minute, to: minute + 10 };
    const told = async (more: object) =>
      (await store.read('tallies', { ...range, ...more })).map(
        ({ label, minute: at, bucket, count }) => [label, at - minute, bucket, count],
      );
    const hats = [
      ['hats', 0, 2, 2],
      ['hats', 0, 3, 2],
    ];
    t.strictSame(await told({}), [...hats, ['shoes', 0, 0, 8]]);
    t.strictSame(await told({ step: 5 }), [...hats, ['shoes', 0, 0, 4], ['shoes', 5, 0, 4]]);
    t.strictSame(await told({ label: 'shoes' }), [['shoes', 0, 0, 8]]);
    t.strictSame(await told({ label: 'boots' }), []);
  });

  t.test('of a change that fails nothing is counted, of its neighbours everything', async (t) => {
    const { store } = makeStore(t);
    const { id } = await place(store);
    const stale: Change = {
      kind: 'interaction',
      before: { ...(await happen(store, id, null)), version: 9 },
      after: { ...(await happen(store, id, null)), version: 10 },
      facts: [],
      clock: null,
    };
    const [good, bad] = await Promise.allSettled([
      write(store, tally(TALLIED)),
      write(store, tally(TALLIED), stale),
      write(store, tally(TALLIED)),
    ]);
    t.strictSame([good?.status, bad?.status], ['fulfilled', 'rejected']);
    const range = { series: 'shop', from: minute, to: minute + 1 };
    t.equal((await store.read('tallies', range))[0]?.count, 4);
  });

  t.test('counters outlive what they were counted from', async (t) => {
    const { store } = makeStore(t);
    const { id } = await place(store);
    await happen(store, id, 'noengage');
    await write(store, tally(TALLIED));
    while (await store.tidy({ step: 'purge', stoppedBy: T0 + 9_000_000 }));
    await happen(store, (await place(store)).id, 'erase');
    t.equal(await store.read('interaction', id), null);
    const range = { series: 'shop', from: minute, to: minute + 1 };
    t.strictSame(await store.read('tallies', range), [TALLIED]);
  });
};
