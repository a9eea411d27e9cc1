import { deadline } from '#src/domain/interactions/clocks.js';
import { CATALOGUE, OPTION_KEYS } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, setOption } from '../decisions.js';
import { fits } from '../fits.js';
import type { Contract } from '../under-test.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;

/** Every value that an option had, as far as it is asked for or still decides a deadline. */
export const options: Contract = (t, makeStore) => {
  t.test('the versions of an option are kept, and the last one is in force', async (t) => {
    const made = makeStore(t);
    for (const value of ['20', '40', '50']) {
      await setOption(made.store, EXPIRATION, value);
      await made.clock.advance(1000);
    }
    const check = async (): Promise<void> => {
      const { items, next } = await made.store.read('optionHistory', EXPIRATION, { size: 3 });
      t.equal(next, null);
      t.strictSame(
        items.map(({ version, value, at }) => [version, value, at - T0]),
        [
          [4, '50', 2000],
          [3, '40', 1000],
          [2, '20', 0],
        ],
      );
      const { lastChanges, timeline } = await made.store.settings();
      t.strictSame([...lastChanges], [[EXPIRATION, items[0]]]);
      t.equal(inForce(timeline).engagementExpirationTime, 50);
    };
    await check();
    await made.reopen();
    await check();
    const { store } = made;
    const { items, next } = await store.read('optionHistory', EXPIRATION, { size: 2 });
    t.strictSame([items.map(({ version }) => version), next], [[4, 3], '3']);
    fits(t, await store.read('optionHistory', EXPIRATION, { size: 2, after: '3' }), {
      items: [{ version: 2 }],
      next: null,
    });
    fits(t, await store.read('optionVersion', EXPIRATION, 3), { version: 3, value: '40' });
    t.equal(await store.read('optionVersion', EXPIRATION, 5), null);
    t.strictSame((await store.read('optionHistory', 'unknown', { size: 1 })).items, []);
  });

  t.test('every option comes back with its value after a restart', async (t) => {
    const made = makeStore(t);
    const other = (key: (typeof OPTION_KEYS)[number]): string => {
      const { kind, default: fallback } = CATALOGUE[key];
      const values = ['11', '61', 'false', 'true', 'Webengagement_Chat', 'proactiveChat', 'Key'];
      return values.find((text) => text !== fallback && kind.parse(text).ok) ?? fallback;
    };
    await Promise.all(
      OPTION_KEYS.map((key) => setOption(made.store, CATALOGUE[key].name, other(key))),
    );
    const before = inForce((await made.store.settings()).timeline);
    await made.reopen();
    const { timeline, lastChanges } = await made.store.settings();
    t.strictSame(inForce(timeline), before);
    t.equal(lastChanges.size, OPTION_KEYS.length);
  });

  t.test('deadlines of running clocks are the same after a restart', async (t) => {
    const made = makeStore(t);
    const deadlines = async () => {
      const { timeline } = await made.store.settings();
      return (await made.store.read('interactions', {}, { size: 100 })).items.map((one) => {
        const end = deadline(one, timeline);
        return end && [one.id, end.at, end.options];
      });
    };
    await setOption(made.store, EXPIRATION, '60');
    for (const [round, value] of ['60', '20', '60', '11', '45', '10', '33'].entries()) {
      await place(made.store, { visitId: `v${round}` });
      await made.clock.advance(4000);
      await setOption(made.store, EXPIRATION, value);
      await setOption(made.store, CATALOGUE.abandonedTime.name, `${60 + round}`);
    }
    const before = await deadlines();
    t.equal(new Set(before.map((end) => end?.[1])).size > 3, true);
    await made.reopen();
    t.strictSame(await deadlines(), before);
  });

  t.test('the timeline forgets values under which no running clock was due', async (t) => {
    const { store, clock } = makeStore(t);
    const change = (value: string) => setOption(store, EXPIRATION, value);
    const remembered = async () => (await store.settings()).timeline.length;
    await place(store, { id: 'i1' });
    for (const value of ['20', '40', '20']) {
      await clock.advance(1000);
      await change(value);
    }
    t.equal(await remembered(), 1, 'it runs, and was never due');
    await clock.advance(17_000);
    for (const value of ['40', '20', '40']) await change(value);
    t.equal(await remembered(), 4, 'it was due, and nobody has noticed');
    await happen(store, 'i1', null);
    await change('20');
    t.equal(await remembered(), 1);
  });
};
