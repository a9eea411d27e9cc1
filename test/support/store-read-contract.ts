import type { Test } from 'tap';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import type { InteractionFilter } from '#src/store/queries.js';
import type { Store } from '#src/store/store.js';
import { happening, placing } from './changes.js';
import { T0 } from './lifecycle.js';
import type { MakeStore } from './store-contract.js';
import { OPERATOR } from './world.js';

const ids = (interactions: readonly { readonly id: string }[]): string[] =>
  interactions.map(({ id }) => id);

/** Every page of a list, asked for one after the other; `between` runs after each. */
async function pages(
  store: Store,
  filter: InteractionFilter,
  size: number,
  between: () => Promise<unknown> = async () => {},
): Promise<Interaction[]> {
  const found: Interaction[] = [];
  let after: number | undefined;
  do {
    const { items, next } = await store.list(filter, { size, after });
    found.push(...items);
    after = next ?? undefined;
    await between();
  } while (after !== undefined);
  return found;
}

/** What is read is what was written, found by its index, its filter or its page. */
export function storeReadContract(t: Test, makeStore: MakeStore): void {
  t.test('an interaction reads back as it was written, at every step of its life', async (t) => {
    const { store, clock } = makeStore(t);
    const identity = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
    const place = placing(
      {
        id: 'i1',
        visitorId: 'p1',
        pageId: 'g1',
        pageUrl: 'https://shop.example/?q=a%20b',
        category: 'Cart',
        channel: 'proactiveCallback',
        caseData: { 'WebEngagement.CurrentWebPage': 'https://shop.example/' },
        userData: { 'quoted"key': "it's – ünïcode \u0000 and 🙂", empty: '' },
      },
      (made) => ({ ...made, identity }),
    );
    const steps = [
      { type: 'engage', invitation: { subject: 'May we help?' } },
      { type: 'displayed' },
      { type: 'acceptCall' },
      { type: 'formCompleted', fields: { PhoneNumber: '+44', toString: 'own' } },
      { type: 'stop', by: 'ops' },
      { type: 'erase' },
    ] as const;
    t.strictSame(await store.get('i1'), undefined);
    const made = await store.apply({}, place);
    t.strictSame(await store.get('i1'), made);
    for (const event of steps) {
      await clock.advance(1000);
      const after = await store.apply({ interaction: 'i1' }, happening(event));
      t.strictSame(await store.get('i1'), after, event.type);
    }
  });

  t.test('a list answers each filter, alone and together', async (t) => {
    const { store, clock } = makeStore(t);
    const all: Interaction[] = [];
    for (let index = 0; index < 12; index += 1) {
      const id = `i${index}`;
      const visitId = `v${index % 4}`;
      await store.apply(
        {},
        placing({
          id,
          visitId,
          visitorId: index % 3 ? `p${index % 3}` : null,
          visitorIdClaimed: index % 6 === 4,
        }),
      );
      const event = { type: (['engage', 'noengage', 'clean'] as const)[index % 3] ?? 'engage' };
      const after = await store.apply(
        { interaction: id },
        happening(index < 3 ? null : event, (made) =>
          index % 2 ? made : { ...made, stoppedAt: null },
        ),
      );
      all.unshift(after);
      await clock.advance(1000);
    }
    const filters: readonly (readonly [InteractionFilter, (one: Interaction) => boolean])[] = [
      [{}, () => true],
      [{ state: 'Engaged' }, ({ state }) => state === 'Engaged'],
      [{ queue: 'Webengagement_Failed' }, ({ state }) => state === 'Failed'],
      [{ status: 'active' }, ({ stoppedAt }) => stoppedAt === null],
      [{ status: 'stopped' }, ({ stoppedAt }) => stoppedAt !== null],
      [{ visitId: 'v1' }, ({ visitId }) => visitId === 'v1'],
      [{ visitorId: 'p1' }, ({ visitorId }) => visitorId === 'p1'],
      [{ visitorIdClaimed: true }, ({ visitorIdClaimed }) => visitorIdClaimed],
      [{ visitorIdClaimed: false }, ({ visitorIdClaimed }) => !visitorIdClaimed],
      [{ reason: 'cleaned' }, ({ reason }) => reason === 'cleaned'],
      [{ createdAfter: T0 + 4000 }, ({ createdAt }) => createdAt > T0 + 4000],
      [{ createdBefore: T0 + 4000 }, ({ createdAt }) => createdAt < T0 + 4000],
    ];
    for (const [filter, holds] of filters)
      for (const [other, holdsToo] of filters) {
        const expected = all.filter((one) => holds(one) && holdsToo(one));
        const both = { ...other, ...filter };
        if (Object.keys(both).length < Object.keys(filter).length + Object.keys(other).length)
          continue;
        t.strictSame(ids(await pages(store, both, 5)), ids(expected), JSON.stringify(both));
      }
  });

  t.test('pages are stable while new interactions come in', async (t) => {
    const { store } = makeStore(t);
    const place = async () => (await store.apply({}, placing())).id;
    const before: string[] = [];
    for (let index = 0; index < 7; index += 1) before.unshift(await place());
    t.strictSame(ids(await pages(store, {}, 3, place)), before);
    const exact = await store.list({}, { size: 10 });
    t.equal(exact.items.length, 10, 'a page is as long as asked for');
    t.equal(exact.next, null, 'and nothing follows the last one');
  });

  t.test('live attempts are those of the visit with a running clock, oldest first', async (t) => {
    const { store } = makeStore(t);
    for (const id of ['i3', 'i1', 'i2', 'i4']) await store.apply({}, placing({ id }));
    await store.apply({}, placing({ id: 'other', visitId: 'v2' }));
    await store.apply({ interaction: 'i1' }, happening({ type: 'noengage' }));
    t.strictSame(ids(await store.liveAttempts('v1')), ['i3', 'i2', 'i4']);
    t.strictSame(await store.liveAttempts('v3'), []);
  });

  t.test('what is due is found from the earliest on, each clock on its own', async (t) => {
    const { store, clock } = makeStore(t);
    t.equal(await store.earliest('engagement'), undefined);
    for (const id of ['i0', 'i1', 'i2', 'i3']) {
      await store.apply({}, placing({ id }));
      await clock.advance(1000);
    }
    t.equal(await store.earliest('engagement'), T0);
    t.strictSame(await store.due('engagement', T0 - 1, 10), []);
    t.strictSame(await store.due('engagement', T0 + 2000, 10), ['i0', 'i1', 'i2']);
    t.strictSame(await store.due('engagement', T0 + 9000, 2), ['i0', 'i1']);
    for (const type of ['engage', 'displayed'] as const)
      await store.apply({ interaction: 'i0' }, happening({ type }));
    await store.apply({ interaction: 'i1' }, happening({ type: 'engage' }));
    await store.apply({ interaction: 'i1' }, happening({ type: 'acceptCall' }));
    t.equal(await store.earliest('engagement'), T0 + 2000);
    t.equal(await store.earliest('abandoned'), T0 + 4000);
    t.strictSame(await store.due('registrationForm', T0 + 4000, 10), ['i1']);
    t.strictSame(await store.due('abandoned', T0 + 4000, 10), ['i0']);
  });

  t.test(
    'the active interactions of a queue are counted and named by their placement',
    async (t) => {
      const { store, clock } = makeStore(t);
      for (const id of ['i0', 'i1', 'i2', 'i3']) {
        await store.apply({}, placing({ id }));
        await clock.advance(1000);
      }
      await store.apply({ interaction: 'i0' }, happening({ type: 'engage' }));
      const queue = 'Webengagement_Qualified';
      t.equal(await store.countActiveInQueue(queue, T0 + 2000), 2);
      t.strictSame(await store.activeInQueue(queue, T0 + 2000, 1), ['i1']);
      t.strictSame(await store.activeInQueue(queue, T0, 10), []);
      const engaged = await store.activeInQueue('Webengagement_Engaged', T0 + 4000, 10);
      t.strictSame(engaged, ['i0'], 'placed anew when it was engaged');
      await store.apply({ interaction: 'i0' }, happening({ type: 'reject' }));
      const rejected = await store.activeInQueue('Webengagement_Rejected', T0 + 9000, 10);
      t.strictSame(rejected, [], 'what is stopped is not active');
      t.equal(
        (await store.queueCounts()).find((count) => count.queue === queue)?.oldestActiveAt,
        T0 + 1000,
      );
    },
  );

  t.test('e-mail addresses are found without case, other values with it', async (t) => {
    const { store } = makeStore(t);
    const mail = { id: 'c1', key: 'EmailAddress', value: 'Ada@Example.com' };
    const number = { id: 'c2', key: 'Customer', value: 'aB1' };
    for (const identity of [mail, number])
      await store.apply(
        {},
        placing({}, (made) => ({ ...made, identity })),
      );
    const find = (key: string, value: string) =>
      store.apply({}, ({ identityOf }) => ({ result: identityOf({ key, value }) }));
    t.strictSame(await find('EmailAddress', 'aDA@eXAMPLE.COM'), mail, 'written as the first time');
    t.strictSame(await find('Customer', 'aB1'), number);
    t.strictSame(await find('Customer', 'ab1'), undefined);
    t.strictSame(await find('Customer', 'Ada@Example.com'), undefined, 'keys are kept apart');
  });

  t.test('a revoked API key stays listed as such', async (t) => {
    const made = makeStore(t);
    const key = { name: 'site', prefix: 'we_abc', scopes: ['site', 'ops'], createdAt: T0 };
    const [first, second] = ['k1', 'k2'].map((id) => ({
      ...key,
      id,
      hash: `${id}#`,
      revokedAt: null,
    }));
    if (!first || !second) throw new Error('two keys');
    for (const apiKey of [first, second])
      await made.store.apply({}, () => ({ changes: { apiKey }, result: null }));
    t.strictSame(await made.store.apiKeys(), [second, first]);
    const revoked = { ...first, revokedAt: T0 + 1 };
    await made.store.apply({}, () => ({ changes: { apiKey: revoked }, result: null }));
    await made.reopen();
    t.strictSame(await made.store.apiKeys(), [second, revoked]);
  });

  t.test('signing keys and the audit are kept, newest first', async (t) => {
    const made = makeStore(t);
    const apply = made.store.apply;
    for (const number of [1, 2, 3]) {
      const signingKey = { id: `s${number}`, secret: Buffer.alloc(32, number), createdAt: T0 };
      const entry = { at: T0, target: `s${number}`, before: null };
      const action = 'signing_key.created' as const;
      const audit = { ...entry, ...OPERATOR, action, after: { number } };
      await apply({}, () => ({ changes: { signingKey, audit }, result: null }));
    }
    await made.reopen();
    t.strictSame(ids(await made.store.signingKeys()), ['s3', 's2', 's1']);
    t.equal((await made.store.signingKeys())[0]?.secret.at(-1), 3);
    const first = await made.store.audit({}, { size: 2 });
    t.match(first.items, [
      { target: 's3', after: { number: 3 }, before: null, ...OPERATOR },
      { target: 's2' },
    ]);
    const rest = await made.store.audit({}, { size: 2, after: first.next ?? undefined });
    t.match(rest, { items: [{ target: 's1' }], next: null });
  });
}
