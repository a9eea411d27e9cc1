import type { Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { StoreOverloaded } from '#src/store/failures.js';
import type { Commit } from '#src/store/store.js';
import { changeOf, changing, happening, placing } from './changes.js';
import { turn } from './clock.js';
import type { MakeStore } from './store-contract.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;

/** Which changes share a transaction, what they see of each other, and when they are answered. */
export function storeCommitContract(t: Test, makeStore: MakeStore): void {
  t.test('the changes of one turn share one commit, in their order', async (t) => {
    const { store } = makeStore(t);
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));
    const placed = await Promise.all([1, 2, 3, 4, 5].map(() => store.apply({}, placing())));
    await store.apply({}, placing());
    t.equal(commits.length, 2);
    const [first] = commits;
    t.strictSame(
      first?.interactions.map(({ after }) => after.id),
      placed.map(({ id }) => id),
    );
  });

  t.test('nobody is answered before the commit, everybody after it', async (t) => {
    const { store, seenByOthers } = makeStore(t);
    let answered = 0;
    const seen: unknown[] = [];
    store.onCommit(({ interactions }) =>
      seen.push([answered, interactions.length, seenByOthers().length]),
    );
    const placed = [1, 2, 3].map(async () => {
      await store.apply({}, placing());
      answered += 1;
      t.equal(seenByOthers().length, 3, 'durable when answered');
    });
    t.strictSame(seenByOthers(), []);
    t.equal(store.pending(), 3);
    await Promise.all(placed);
    t.strictSame(seen, [[0, 3, 3]]);
    t.equal(store.pending(), 0);
  });

  t.test('a decision sees all that was decided before it in its batch', async (t) => {
    const { store } = makeStore(t);
    const identity = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
    await Promise.all([
      store.apply(
        {},
        placing({ id: 'i1', visitId: 'v1' }, (made) => ({ ...made, identity })),
      ),
      store.apply({}, changing(EXPIRATION, '45')),
      store.apply({ interaction: 'i1', visit: 'v1' }, (context) => {
        t.equal(context.current?.state, 'Qualified');
        t.strictSame(
          context.liveAttempts.map(({ id }) => id),
          ['i1'],
        );
        t.strictSame(context.identityOf(identity), identity);
        t.equal(context.lastChange(EXPIRATION)?.version, 2);
        t.equal(inForce(context.timeline).engagementExpirationTime, 45);
        return { result: null };
      }),
      store.apply({ interaction: 'i1' }, happening({ type: 'noengage' })),
      store.apply({ interaction: 'i1', visit: 'v1' }, ({ current, liveAttempts }) => {
        t.strictSame([current?.state, current?.version, liveAttempts], ['Failed', 2, []]);
        return { result: null };
      }),
    ]);
  });

  t.test('a decision is given only what its target names', async (t) => {
    const { store } = makeStore(t);
    await store.apply({}, placing({ id: 'i1', visitId: 'v1' }));
    const look = (target: object) =>
      store.apply(target, ({ current, liveAttempts }) => ({
        result: [current?.id, ...liveAttempts.map(({ id }) => id)],
      }));
    t.strictSame(await look({}), [undefined]);
    t.strictSame(await look({ interaction: 'i1' }), ['i1']);
    t.strictSame(await look({ visit: 'v1' }), [undefined, 'i1']);
    t.strictSame(await look({ interaction: 'i2', visit: 'v2' }), [undefined]);
  });

  t.test('a decision that changes nothing is answered, and nobody is told', async (t) => {
    const { store } = makeStore(t);
    store.onCommit(() => t.fail('nothing was committed'));
    t.equal(await store.apply({}, () => ({ result: 'same' })), 'same');
    await store.touch();
  });

  t.test('who no longer listens is not told of commits', async (t) => {
    const { store } = makeStore(t);
    let told = 0;
    const forget = store.onCommit(() => {
      told += 1;
    });
    await store.apply({}, placing());
    forget();
    await store.apply({}, placing());
    t.equal(told, 1);
  });

  t.test('time is read once per decision and never runs backwards', async (t) => {
    const { store, clock } = makeStore(t);
    const now = () => store.apply({}, (context) => ({ result: context.now }));
    const before = await now();
    clock.stepWall(-60_000);
    t.equal(await now(), before);
    await clock.advance(5);
    t.equal(await now(), before + 5);
  });

  t.test('a batch has a greatest size, the rest follows in the next', async (t) => {
    const { store } = makeStore(t, { maxBatch: 2 });
    const sizes: number[] = [];
    store.onCommit(({ interactions }) => sizes.push(interactions.length));
    await Promise.all([1, 2, 3, 4, 5].map(() => store.apply({}, placing())));
    t.strictSame(sizes, [2, 2, 1]);
  });

  t.test('one change too many is refused at once, and none of it is queued', async (t) => {
    const { store } = makeStore(t, { maxPending: 3 });
    const placed = [1, 2, 3].map(() => store.apply({}, placing()));
    await t.rejects(
      store.apply({}, () => t.fail('it was decided') as never),
      StoreOverloaded,
    );
    t.equal(store.pending(), 3, 'refused before those in the queue were answered');
    t.equal((await Promise.all(placed)).length, 3);
    await store.apply({}, placing());
    t.equal((await store.list({}, { size: 10 })).items.length, 4);
  });

  t.test('a change is refused when its version is no longer the newest', async (t) => {
    const { store } = makeStore(t);
    const read = await store.apply({}, placing({ id: 'i1' }));
    const engage = { type: 'engage' } as const;
    const [, stale] = await Promise.allSettled([
      store.apply({ interaction: 'i1' }, happening(engage)),
      store.apply({}, (context) => happening(engage)({ ...context, current: read })),
    ]);
    t.equal(stale.status, 'rejected');
    t.match(stale, { reason: { message: /no longer at version 1/ } });
    t.match(await store.get('i1'), { state: 'Engaged', version: 2 });
    t.equal((await store.history('i1')).length, 2);
  });

  t.test('one decision may change several interactions, or none of them', async (t) => {
    const { store, seenByOthers } = makeStore(t);
    const two = (second: string) =>
      store.apply({}, (context) => {
        const made = ['a', second].map((id) => placing({ id })(context).result);
        const steps = made.map((interaction) => changeOf(undefined, { interaction, facts: [] }));
        return { changes: { interactions: steps }, result: made.length };
      });
    await t.rejects(two('a'), /unique/i);
    t.strictSame(seenByOthers(), []);
    t.equal(await two('b'), 2);
    t.strictSame(seenByOthers(), ['a', 'b']);
  });

  t.test('closing stores what is queued; whatever comes later is rejected', async (t) => {
    const made = makeStore(t);
    const { store } = made;
    const placed = store.apply({}, placing({ id: 'i1' }));
    await store.close();
    t.equal((await placed).id, 'i1');
    await t.rejects(store.apply({}, placing()));
    await turn();
    await made.reopen();
    t.equal((await made.store.get('i1'))?.id, 'i1');
  });
}
