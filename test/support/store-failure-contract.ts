import type { Test } from 'tap';
import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { StoreFailed } from '#src/store/failures.js';
import type { Store } from '#src/store/store.js';
import { changing, happening, placing } from './changes.js';
import { byHand } from './objects.js';
import type { MakeStore } from './store-contract.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;
const LARGE = { text: 'x'.repeat(300_000) };

const ENDPOINT: WebhookEndpoint = {
  id: 'e',
  url: 'https://crm.example/',
  eventTypes: ['*'],
  description: '',
  enabled: true,
  disabledReason: null,
  rateLimitPerSecond: null,
  secret: 's',
  previousSecret: null,
  previousSecretExpiresAt: null,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
};

/** What a change that fails leaves behind: nothing, neither of itself nor of its neighbours. */
export function storeFailureContract(t: Test, makeStore: MakeStore): void {
  t.test('a decision that throws fails alone', async (t) => {
    const { store, seenByOthers } = makeStore(t);
    const outcomes = await Promise.allSettled([
      store.apply({}, placing({ id: 'i1' })),
      store.apply({}, () => {
        throw new Error('a bug');
      }),
      store.apply({}, placing({ id: 'i3' })),
    ]);
    t.strictSame(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    t.match(outcomes[1], { reason: { message: 'a bug' } });
    t.strictSame(seenByOthers(), ['i1', 'i3']);
  });

  t.test('a row that the schema refuses fails alone, without a trace', async (t) => {
    const { store, seenByOthers, countRows } = makeStore(t);
    await store.apply({}, placing({ id: 'i0' }));
    let told = 0;
    store.onCommit(({ interactions }) => {
      told += interactions.length;
    });
    const [, unformed, again, , doubled] = await Promise.allSettled([
      store.apply({}, placing({ id: 'i1' })),
      // Accepted, and no form.
      store.apply({ interaction: 'i0' }, (context) => {
        const { changes, result } = happening({ type: 'noengage' })(context);
        const [change] = changes?.interactions ?? [];
        if (!change) throw new Error('noengage changes it');
        const after = { ...change.after, state: 'Accepted' as const };
        return { changes: { interactions: [{ ...change, after }] }, result };
      }),
      store.apply({}, placing({ id: 'i1', visitId: 'v2' })),
      store.apply({}, changing(EXPIRATION, '45')),
      store.apply({}, (context) => {
        const { changes, result } = changing(EXPIRATION, '50')(context);
        return {
          changes: { ...changes, option: { ...result, version: 2 } },
          result,
        };
      }),
    ]);
    t.strictSame(
      [unformed, again, doubled].map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    t.equal(told, 1);
    t.strictSame(seenByOthers(), ['i0', 'i1']);
    t.equal((await store.get('i0'))?.version, 1);
    t.equal((await store.history('i0')).length, 1);
    t.equal(inForce(store.timeline()).engagementExpirationTime, 45);
    t.equal(store.lastChanges().get(EXPIRATION)?.value, '45');
    t.strictSame(withoutOldest(await store.queueCounts()), countRows());
  });

  const larger = {
    placement: (id: string, store: Store) =>
      store.apply({}, placing({ id: `${id}-large`, userData: LARGE })),
    change: (id: string, store: Store) =>
      store.apply({ interaction: id }, happening({ type: 'engage', invitation: LARGE })),
  };
  for (const [what, write] of Object.entries(larger)) {
    t.test(`a full disk, met by a ${what}, fails the whole transaction`, async (t) => {
      const made = makeStore(t);
      const { store } = made;
      for (const id of ['i0', 'i1']) await store.apply({}, placing({ id }));
      await store.apply({}, changing(EXPIRATION, '20'));
      const before = await everything(store);
      store.onCommit(() => t.fail('nothing was committed'));

      made.fillDisk();
      const outcomes = await Promise.allSettled([
        store.apply({}, changing(EXPIRATION, '45')),
        store.apply({ interaction: 'i0' }, happening({ type: 'noengage' })),
        store.apply({}, () => ({ result: 'a look' })),
        write('i1', store),
      ]);
      for (const outcome of outcomes)
        t.match(outcome, { status: 'rejected', reason: { name: StoreFailed.name } });
      t.strictSame(await everything(store), before, 'nothing is changed');

      made.freeDisk();
      await made.reopen();
      t.strictSame(await everything(made.store), before, 'nothing was changed on disk either');
    });

    t.test(
      `what comes after a ${what} that met a full disk is stored or fails whole`,
      async (t) => {
        const { store, fillDisk, seenByOthers } = makeStore(t);
        await store.apply({}, placing({ id: 'i0' }));
        fillDisk();
        const [large, small] = await Promise.allSettled([
          write('i0', store),
          store.apply({ interaction: 'i0' }, happening({ type: 'noengage' })),
        ]);
        t.match(large, { status: 'rejected', reason: { name: StoreFailed.name } });
        t.equal((await store.get('i0'))?.version, small.status === 'fulfilled' ? 2 : 1);
        t.strictSame(seenByOthers(), ['i0']);
      },
    );
  }

  t.test('objects, endpoints and rules of a failed transaction are in force nowhere', async (t) => {
    const { store, fillDisk, freeDisk } = makeStore(t);
    const inForceNow = () => [
      store.objects(),
      store.known().queues.has('Shoes'),
      store.outbox.endpoints(),
      store.engagementLogic(),
    ];
    const everyKind = () =>
      store.apply({}, ({ now, engagementLogic }) => ({
        changes: {
          objects: [
            {
              before: undefined,
              after: byHand('interaction-queues', 'Shoes', { description: '' }),
            },
          ],
          webhookEndpoint: {
            before: undefined,
            after: { ...ENDPOINT, createdAt: now, updatedAt: now },
          },
          engagementLogic: { version: engagementLogic.version + 1, rules: [], at: now, by: 'test' },
        },
        result: undefined,
      }));
    const before = inForceNow();
    fillDisk();
    for (const { status } of await Promise.allSettled([
      everyKind(),
      store.apply({}, placing({ id: 'i0', userData: LARGE })),
    ]))
      t.equal(status, 'rejected');
    t.strictSame(inForceNow(), before);
    freeDisk();
    await everyKind();
    t.match(inForceNow().slice(1), [true, [{ id: ENDPOINT.id }], { version: 2 }]);
  });

  t.test('the store works again once there is space', async (t) => {
    const made = makeStore(t);
    await made.store.apply({}, placing({ id: 'i0' }));
    made.fillDisk();
    const large = placing({ id: 'i1', userData: LARGE });
    await t.rejects(made.store.apply({}, large), StoreFailed);
    await t.rejects(made.store.apply({}, large), StoreFailed);
    made.freeDisk();
    await made.store.apply({}, large);
    await made.store.apply({ interaction: 'i0' }, happening({ type: 'noengage' }));
    await made.store.apply({}, changing(EXPIRATION, '45'));
    t.strictSame(made.seenByOthers(), ['i0', 'i1']);
    t.equal(inForce(made.store.timeline()).engagementExpirationTime, 45);
    t.strictSame(withoutOldest(await made.store.queueCounts()), made.countRows());
  });
}

/** All that a failed change could have touched. */
const everything = async (store: ReturnType<MakeStore>['store']) => ({
  interactions: (await store.list({}, { size: 100 })).items,
  history: await store.history('i0'),
  counts: await store.queueCounts(),
  values: inForce(store.timeline()),
  last: [...store.lastChanges()],
  versions: await store.optionHistory(EXPIRATION, { size: 10 }),
});

/** Counters in the form of `countRows`. */
export function withoutOldest(
  counts: Awaited<ReturnType<ReturnType<MakeStore>['store']['queueCounts']>>,
) {
  return counts
    .map(({ oldestActiveAt: _, ...count }) => count)
    .sort((a, b) => a.queue.localeCompare(b.queue));
}
