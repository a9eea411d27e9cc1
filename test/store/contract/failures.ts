import type { Change } from '#src/decisions/change.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { StoreFailed } from '#src/store/failures.js';
import type { Store } from '#src/store/store.js';
import { happening } from '../../support/changes.js';
import { changeFrom, fail, happen, place, say, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { ENDPOINT, QUEUE } from '../things.js';
import type { Contract } from '../under-test.js';
import { withoutOldest } from './queues.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;
const LARGE = { text: 'x'.repeat(300_000) };

/** What a change that fails leaves behind: nothing, neither of itself nor of its neighbours. */
export const failures: Contract = (t, makeStore) => {
  t.test('a decision that throws fails alone', async (t) => {
    const { store, seenByOthers } = makeStore(t);
    const outcomes = await Promise.allSettled([
      place(store, { id: 'i1' }),
      fail(store),
      place(store, { id: 'i3' }),
    ]);
    t.strictSame(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    fits(t, outcomes[1], { reason: { message: 'a bug' } });
    t.strictSame(seenByOthers(), ['i1', 'i3']);
  });

  t.test('a row that the schema refuses fails alone, without a trace', async (t) => {
    const made = makeStore(t);
    const { store, seenByOthers, countRows } = made;
    const read = await place(store, { id: 'i0' });
    const failing = changeFrom(made, happening({ type: 'noengage' }), read);
    let told = 0;
    store.watch(({ tally }) => {
      told += tally?.changes ?? 0;
    });
    const option = { name: EXPIRATION, version: 2, value: '50', at: 0, by: 'ops' };
    const [, unformed, again, , doubled] = await Promise.allSettled([
      place(store, { id: 'i1' }),
      // Accepted, and no form.
      write(store, { ...failing, after: { ...failing.after, state: 'Accepted' } }),
      place(store, { id: 'i1', visitId: 'v2' }),
      setOption(store, EXPIRATION, '45'),
      write(store, { kind: 'option', option }),
    ]);
    t.strictSame(
      [unformed, again, doubled].map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    t.equal(told, 1);
    t.strictSame(seenByOthers(), ['i0', 'i1']);
    fits(t, await store.read('interaction', 'i0'), { version: 1 });
    t.equal((await store.read('history', 'i0')).length, 1);
    const settings = await store.settings();
    t.equal(inForce(settings.timeline).engagementExpirationTime, 45);
    t.equal(settings.lastChanges.get(EXPIRATION)?.value, '45');
    t.strictSame(withoutOldest(await store.read('queueCounts')), countRows());
  });

  const larger = {
    placement: (id: string, store: Store) => place(store, { id: `${id}-large`, userData: LARGE }),
    change: (id: string, store: Store) => happen(store, id, { type: 'engage', invitation: LARGE }),
  };
  for (const [what, writeLarge] of Object.entries(larger)) {
    t.test(`a full disk, met by a ${what}, fails the whole transaction`, async (t) => {
      const made = makeStore(t);
      const { store } = made;
      for (const id of ['i0', 'i1']) await place(store, { id });
      await setOption(store, EXPIRATION, '20');
      const before = await everything(store);
      store.watch(() => t.fail('nothing was committed'));

      made.fillDisk();
      const outcomes = await Promise.allSettled([
        setOption(store, EXPIRATION, '45'),
        happen(store, 'i0', 'noengage'),
        say(store, 'a look'),
        writeLarge('i1', store),
      ]);
      for (const outcome of outcomes)
        fits(t, outcome, {
          status: 'rejected',
          reason: { name: StoreFailed.name, changed: 'nothing' },
        });
      t.strictSame(await everything(store), before, 'nothing is changed');

      made.freeDisk();
      await made.reopen();
      t.strictSame(await everything(made.store), before, 'nothing was changed on disk either');
    });

    t.test(
      `what comes after a ${what} that met a full disk is stored or fails whole`,
      async (t) => {
        const { store, fillDisk, seenByOthers } = makeStore(t);
        await place(store, { id: 'i0' });
        fillDisk();
        const [large, small] = await Promise.allSettled([
          writeLarge('i0', store),
          happen(store, 'i0', 'noengage'),
        ]);
        fits(t, large, { status: 'rejected', reason: { name: StoreFailed.name } });
        fits(t, await store.read('interaction', 'i0'), {
          version: small.status === 'fulfilled' ? 2 : 1,
        });
        t.strictSame(seenByOthers(), ['i0']);
      },
    );
  }

  t.test('objects, endpoints and rules of a failed transaction are in force nowhere', async (t) => {
    const { store, fillDisk, freeDisk } = makeStore(t);
    const inForceNow = async () => {
      const { objects, known, endpoints, engagementLogic } = await store.settings();
      return [objects, known.queues.has(QUEUE.name), endpoints, engagementLogic];
    };
    const changes: readonly Change[] = [
      { kind: 'object', before: undefined, after: QUEUE },
      { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
      {
        kind: 'rules',
        of: 'engagementLogic',
        version: { version: 2, rules: [], at: 0, by: 'test' },
      },
    ];
    const before = await inForceNow();
    const { revision } = await store.settings();
    fillDisk();
    for (const { status } of await Promise.allSettled([
      write(store, ...changes),
      place(store, { id: 'i0', userData: LARGE }),
    ]))
      t.equal(status, 'rejected');
    t.strictSame(await inForceNow(), before);
    t.equal((await store.settings()).revision, revision);
    freeDisk();
    await write(store, ...changes);
    fits(t, (await inForceNow()).slice(1), [true, [{ id: ENDPOINT.id }], { version: 2 }]);
  });

  t.test('the store works again once there is space', async (t) => {
    const { store, fillDisk, freeDisk, seenByOthers, countRows } = makeStore(t);
    await place(store, { id: 'i0' });
    fillDisk();
    const large = () => place(store, { id: 'i1', userData: LARGE });
    await t.rejects(large(), StoreFailed);
    await t.rejects(large(), StoreFailed);
    freeDisk();
    await large();
    await happen(store, 'i0', 'noengage');
    await setOption(store, EXPIRATION, '45');
    t.strictSame(seenByOthers(), ['i0', 'i1']);
    t.equal(inForce((await store.settings()).timeline).engagementExpirationTime, 45);
    t.strictSame(withoutOldest(await store.read('queueCounts')), countRows());
  });
};

/** All that a failed change could have touched. */
const everything = async (store: Store) => {
  const { timeline, lastChanges } = await store.settings();
  return {
    interactions: (await store.read('interactions', {}, { size: 100 })).items,
    history: await store.read('history', 'i0'),
    counts: await store.read('queueCounts'),
    values: inForce(timeline),
    last: [...lastChanges],
    versions: await store.read('optionHistory', EXPIRATION, { size: 10 }),
  };
};
