import type { Interaction } from '#src/domain/interactions/interaction.js';
import type { InteractionFilter } from '#src/store/lists.js';
import type { Page, PageRequest } from '#src/store/page.js';
import type { Store } from '#src/store/store.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, setOption, write } from '../decisions.js';
import { auditEntry, ENDPOINT, message, refusal } from '../things.js';
import type { Contract } from '../under-test.js';

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

/** Every item of a list, page after page; `between` runs after each. */
async function pages<T>(
  list: (page: PageRequest) => Promise<Page<T>>,
  size: number,
  between: () => Promise<unknown> = async () => {},
): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await list({ size, ...(after !== undefined && { after }) });
    found.push(...items);
    after = next ?? undefined;
    await between();
  } while (after !== undefined);
  return found;
}

const listing = (store: Store, filter: InteractionFilter) => (page: PageRequest) =>
  store.read('interactions', filter, page);

/** Lists page by opaque places, each item once, whatever is written meanwhile. */
export const pagesOfLists: Contract = (t, makeStore) => {
  t.test('a list answers each filter, alone and together', async (t) => {
    const { store, clock } = makeStore(t);
    const all: Interaction[] = [];
    for (let index = 0; index < 12; index += 1) {
      const id = `i${index}`;
      await place(store, {
        id,
        visitId: `v${index % 4}`,
        visitorId: index % 3 ? `p${index % 3}` : null,
        visitorIdClaimed: index % 6 === 4,
      });
      const type = (['engage', 'noengage', 'clean'] as const)[index % 3] ?? 'engage';
      const edit = index % 2 ? {} : { stoppedAt: null };
      all.unshift(await happen(store, id, index < 3 ? null : type, edit));
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
        const found = await pages(listing(store, both), 5);
        t.strictSame(ids(found), ids(expected), JSON.stringify(both));
      }
  });

  t.test('a place that no list gave is refused by each of them', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1', visitId: 'v1' });
    const lists: readonly ((page: PageRequest) => Promise<unknown>)[] = [
      (page) => store.read('undecided', page),
      (page) => store.read('refusalsOfVisit', 'v1', page),
      (page) => store.read('interactions', {}, page),
      (page) => store.read('audit', {}, page),
      (page) => store.read('optionHistory', 'x', page),
      (page) => store.read('rulesHistory', 'engagementLogic', page),
      (page) => store.read('refusals', {}, page),
      (page) => store.read('deliveries', {}, page),
      (page) => store.read('events', {}, page),
      (page) => store.read('records', { kind: 'visitor', id: 'p1' }, page),
    ];
    for (const list of lists)
      for (const after of ['', 'x', '-1', 'NaN', '1e3', '1.x', '9'.repeat(20)])
        await t.rejects(list({ size: 9, after }), { name: 'PlaceUnreadable' }, `${list} ${after}`);
  });

  t.test('pages are stable while new interactions come in', async (t) => {
    const { store } = makeStore(t);
    const before: string[] = [];
    for (let index = 0; index < 7; index += 1) before.unshift((await place(store)).id);
    t.strictSame(ids(await pages(listing(store, {}), 3, () => place(store))), before);
    const exact = await store.read('interactions', {}, { size: 10 });
    t.equal(exact.items.length, 10, 'a page is as long as asked for');
    t.equal(exact.next, null, 'and nothing follows the last one');
  });

  t.test('every list comes in pages, each item once, in its order', async (t) => {
    const { store, clock } = makeStore(t);
    await write(store, { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT });
    const five = [1, 2, 3, 4, 5];
    for (const n of five) {
      await write(
        store,
        { kind: 'audit', entry: auditEntry(String(n)) },
        { kind: 'refusal', refusal: refusal({ rule: String(n) }) },
        { kind: 'message', message: message(String(n)) },
        { kind: 'delivery', id: String(n), messageId: String(n), endpointId: ENDPOINT.id },
        {
          kind: 'rules',
          of: 'engagementLogic',
          version: { version: n + 1, rules: [], at: T0, by: 'ops' },
        },
      );
      await setOption(store, 'autoStop', String(n));
      // Two that wait since one moment.
      await place(store, { id: `a${n}`, visitorId: 'p1', visitId: `v${n}` });
      await place(store, { id: `b${n}`, visitId: `v${n}` });
      await clock.advance(n % 2 ? 1000 : 0);
    }
    const newestFirst = ['5', '4', '3', '2', '1'];
    const lists: Record<string, [(page: PageRequest) => Promise<Page<unknown>>, unknown[]]> = {
      audit: [
        async (page) => mapped(await store.read('audit', {}, page), ({ target }) => target),
        newestFirst,
      ],
      refusals: [
        async (page) => mapped(await store.read('refusals', {}, page), ({ rule }) => rule),
        newestFirst,
      ],
      refusalsOfVisit: [
        async (page) => mapped(await store.read('refusalsOfVisit', 'v1', page), (one) => one.rule),
        newestFirst,
      ],
      deliveries: [
        async (page) => mapped(await store.read('deliveries', {}, page), ({ id }) => id),
        newestFirst,
      ],
      events: [
        async (page) => mapped(await store.read('events', {}, page), ({ id }) => id),
        five.map(String),
      ],
      optionHistory: [
        async (page) =>
          mapped(await store.read('optionHistory', 'autoStop', page), ({ value }) => value),
        newestFirst,
      ],
      rulesHistory: [
        async (page) =>
          mapped(
            await store.read('rulesHistory', 'engagementLogic', page),
            ({ version }) => version,
          ),
        [6, 5, 4, 3, 2],
      ],
      records: [
        async (page) =>
          mapped(
            await store.read('records', { kind: 'visitor', id: 'p1' }, page),
            ({ interaction }) => interaction.id,
          ),
        ['a5', 'a4', 'a3', 'a2', 'a1'],
      ],
      undecided: [(page) => store.read('undecided', page), five.flatMap((n) => [`a${n}`, `b${n}`])],
    };
    for (const [name, [list, expected]] of Object.entries(lists))
      for (const size of [1, 2, 100]) t.strictSame(await pages(list, size), expected, name);
  });
};

const mapped = <T, R>({ items, next }: Page<T>, pick: (item: T) => R): Page<R> => ({
  items: items.map(pick),
  next,
});
