import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { StoreOverloaded } from '#src/store/failures.js';
import type { Signal } from '#src/store/signal.js';
import { happening, placing } from '../../support/changes.js';
import { turn } from '../../support/clock.js';
import { ask, changeFrom, fail, happen, look, place, say, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import type { Contract } from '../under-test.js';
import { withoutOldest } from './queues.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;
const IDENTITY = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

/** Which changes share a transaction, what they see of each other, and when they are answered. */
export const commits: Contract = (t, makeStore) => {
  t.test('the changes of one turn share one commit, in their order', async (t) => {
    const { store } = makeStore(t);
    const signals: Signal[] = [];
    store.watch((signal) => signals.push(signal));
    const placed = await Promise.all([1, 2, 3, 4, 5].map(() => place(store)));
    await place(store);
    t.strictSame(
      signals.map(({ tally }) => tally?.changes),
      [5, 1],
    );
    t.strictSame(signals[0]?.created, ids(placed));
  });

  t.test('nobody is answered before the commit, everybody after it', async (t) => {
    const { store, seenByOthers } = makeStore(t);
    const seen: unknown[] = [];
    store.watch(({ tally }) => seen.push([tally?.changes, seenByOthers().length]));
    const placed = [1, 2, 3].map(async () => {
      await place(store);
      t.equal(seenByOthers().length, 3, 'durable when answered');
    });
    t.strictSame(seenByOthers(), []);
    const waiting = store.health();
    await Promise.all(placed);
    t.strictSame(seen, [[3, 3]], 'and told of when it is durable');
    t.equal((await waiting).pendingChanges, 3);
    t.equal((await store.health()).pendingChanges, 0);
  });

  t.test('a decision sees all that was decided before it in its batch', async (t) => {
    const { store } = makeStore(t);
    const [, , first, known, , second] = await Promise.all([
      place(store, { id: 'i1', visitId: 'v1' }, { identity: IDENTITY }),
      setOption(store, EXPIRATION, '45'),
      look(store, { interaction: 'i1', visit: 'v1' }),
      ask(store, [{ kind: 'identity', of: IDENTITY }]),
      happen(store, 'i1', 'noengage'),
      look(store, { interaction: 'i1', visit: 'v1' }),
    ]);
    t.equal(first.current?.state, 'Qualified');
    t.strictSame(ids(first.liveAttempts), ['i1']);
    fits(t, first.lastChanges, [{ name: EXPIRATION, version: 2 }]);
    t.equal(first.options.engagementExpirationTime, 45);
    fits(t, known, [{ answer: IDENTITY }]);
    fits(t, second, { current: { state: 'Failed', version: 2 }, liveAttempts: [] });
  });

  t.test('a decision is given only what its target names', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1', visitId: 'v1' });
    const found = async (target: object) => {
      const { current, liveAttempts } = await look(store, target);
      return [current?.id, ...ids(liveAttempts)];
    };
    t.strictSame(await found({}), [undefined]);
    t.strictSame(await found({ interaction: 'i1' }), ['i1']);
    t.strictSame(await found({ visit: 'v1' }), [undefined, 'i1']);
    t.strictSame(await found({ interaction: 'i2', visit: 'v2' }), [undefined]);
    const nothing = await look(store, {});
    fits(t, nothing, { current: null, ofPerson: [], keptAnswer: null, answers: [] });
    t.strictSame(nothing.missed, { messages: [], next: null });
  });

  t.test('a decision that changes nothing is answered, and nobody is told', async (t) => {
    const { store } = makeStore(t);
    store.watch(() => t.fail('nothing was committed'));
    t.equal(await say(store, 'same'), 'same');
    t.equal(await say(store, null), null);
    await store.tidy({ step: 'touch' });
  });

  t.test('time is read once per decision and never runs backwards', async (t) => {
    const { store, clock } = makeStore(t);
    const now = async () => (await look(store, {})).now;
    const before = await now();
    clock.stepWall(-60_000);
    t.equal(await now(), before);
    await clock.advance(5);
    t.equal(await now(), before + 5);
  });

  t.test('a batch has a greatest size, the rest follows in the next', async (t) => {
    const { store } = makeStore(t, { maxBatch: 2 });
    const sizes: unknown[] = [];
    store.watch(({ tally }) => sizes.push(tally?.changes));
    await Promise.all([1, 2, 3, 4, 5].map(() => place(store)));
    t.strictSame(sizes, [2, 2, 1]);
  });

  t.test('one change too many is refused at once, and none of it is queued', async (t) => {
    const { store } = makeStore(t, { maxPending: 3 });
    const placed = [1, 2, 3].map(() => place(store));
    await t.rejects(fail(store), StoreOverloaded, 'and not decided');
    t.equal((await Promise.all(placed)).length, 3);
    await place(store);
    t.equal((await store.read('interactions', {}, { size: 10 })).items.length, 4);
  });

  t.test('a change is refused when its version is no longer the newest', async (t) => {
    const made = makeStore(t);
    const { store } = made;
    const read = await place(store, { id: 'i1' });
    const engaging = changeFrom(made, happening({ type: 'engage' }), read);
    const [, stale] = await Promise.allSettled([
      happen(store, 'i1', 'engage'),
      write(store, engaging),
    ]);
    fits(t, stale, { status: 'rejected', reason: { message: /no longer at version 1/ } });
    fits(t, await store.read('interaction', 'i1'), { state: 'Engaged', version: 2 });
    t.equal((await store.read('history', 'i1')).length, 2);
  });

  t.test('one decision may change several interactions, or none of them', async (t) => {
    const made = makeStore(t);
    const { store, seenByOthers, countRows } = made;
    const two = (second: string) =>
      write(store, ...['a', second].map((id) => changeFrom(made, placing({ id }))));
    await t.rejects(two('a'), /unique/i);
    t.strictSame(seenByOthers(), []);
    await two('b');
    t.strictSame(seenByOthers(), ['a', 'b']);
    t.strictSame(withoutOldest(await store.read('queueCounts')), countRows(), 'each counted once');
  });

  t.test('closing stores what is queued; whatever comes later is rejected', async (t) => {
    const made = makeStore(t);
    const { store } = made;
    const placed = place(store, { id: 'i1' });
    await store.close();
    t.equal((await placed).id, 'i1');
    await t.rejects(place(store));
    await t.rejects(store.read('interaction', 'i1'));
    await t.rejects(store.read('interactions', {}, { size: 1 }));
    await turn();
    await made.reopen();
    fits(t, await made.store.read('interaction', 'i1'), { id: 'i1' });
  });
};
