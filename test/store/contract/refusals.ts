import { LIMITS } from '#src/domain/limits.js';
import type { RefusalFilter } from '#src/store/lists.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, place, write } from '../decisions.js';
import { refusal } from '../things.js';
import type { Contract } from '../under-test.js';

/** Why visits were not offered anything. */
export const refusals: Contract = (t, makeStore) => {
  t.test(
    'a refusal has the words of the strategy as long as the interaction has them',
    async (t) => {
      const { store } = makeStore(t);
      await place(store, { id: 'i1' });
      await happen(store, 'i1', { type: 'noengage', detail: 'it is late' });
      const decided = refusal({ reason: 'not_engaged', interactionId: 'i1', rule: 'night' });
      await write(
        store,
        { kind: 'refusal', refusal: decided },
        { kind: 'refusal', refusal: refusal({ interactionId: 'i1', at: T0 + 1 }) },
      );
      const { items } = await store.read('refusals', {}, { size: 9 });
      t.strictSame(items, [
        { ...refusal({ interactionId: 'i1', at: T0 + 1 }), detail: null },
        { ...decided, detail: 'it is late' },
      ]);
      t.strictSame((await store.read('refusalsOfVisit', 'v1', { size: 9 })).items, items);
    },
  );

  t.test('refusals are asked by visit, reason and rule, alone and together', async (t) => {
    const { store } = makeStore(t);
    const entries = [
      refusal({ rule: 'a' }),
      refusal({ rule: 'b', reason: 'not_engaged' }),
      refusal({ rule: 'c', visitId: 'v2' }),
      refusal({ rule: 'd', reason: 'unknown_category', visitId: null }),
    ];
    await write(store, ...entries.map((each) => ({ kind: 'refusal', refusal: each }) as const));
    const found = async (filter: RefusalFilter) =>
      (await store.read('refusals', filter, { size: 9 })).items.map(({ rule }) => rule).join('');
    t.equal(await found({}), 'dcba');
    t.equal(await found({ visitId: 'v1' }), 'ba');
    t.equal(await found({ reason: 'engagement_in_progress' }), 'ca');
    t.equal(await found({ rule: 'd' }), 'd');
    t.equal(await found({ visitId: 'v1', reason: 'not_engaged' }), 'b');
  });

  t.test('refusals of a visit are kept up to a number, and count beyond it', async (t) => {
    const made = makeStore(t);
    const most = LIMITS.refusalsPerVisit.most;
    const many = Array.from({ length: most + 3 }, (_, index) => refusal({ at: T0 + index }));
    await write(
      made.store,
      { kind: 'refusal', refusal: refusal({ visitId: 'v2', rule: 'x', reason: 'not_engaged' }) },
      ...many.map((each) => ({ kind: 'refusal', refusal: each }) as const),
    );
    await made.reopen();
    const { items } = await made.store.read('refusals', {}, { size: most + 9 });
    t.equal(items.length, most + 1, 'those of another visit stay');
    t.equal(items.at(-2)?.at, T0 + 3);
    const reason = 'engagement_in_progress';
    t.strictSame(await made.store.read('refusalCounts', null), [
      { reason, rule: null, total: most + 3 },
      { reason: 'not_engaged', rule: 'x', total: 1 },
    ]);
    t.strictSame(await made.store.read('refusalCounts', 'v1'), [
      { reason, rule: null, total: most },
    ]);
    t.strictSame(await made.store.read('refusalCounts', 'v3'), []);
  });

  t.test('of all refusals only so many are kept, those made last', async (t) => {
    const { store } = makeStore(t);
    const most = LIMITS.refusals.most;
    const many = Array.from({ length: most + 1 }, (_, n) =>
      refusal({ visitId: null, rule: `${n}` }),
    );
    await write(store, ...many.map((each) => ({ kind: 'refusal', refusal: each }) as const));
    const kept = async (rule: string) =>
      (await store.read('refusals', { rule }, { size: 9 })).items.length;
    t.strictSame([await kept('0'), await kept('1'), await kept(`${most}`)], [0, 1, 1]);
  });
};
