import { T0 } from '../../support/lifecycle.js';
import { OPERATOR } from '../../support/world.js';
import { write } from '../decisions.js';
import { fits } from '../fits.js';
import { auditEntry } from '../things.js';
import type { Contract } from '../under-test.js';

/** What operators did, by whom it was, and on what. */
export const audit: Contract = (t, makeStore) => {
  t.test('the audit is kept, the newest entry first', async (t) => {
    const made = makeStore(t);
    for (const number of [1, 2, 3])
      await write(made.store, {
        kind: 'audit',
        entry: auditEntry(`s${number}`, { after: { number } }),
      });
    await made.reopen();
    const first = await made.store.read('audit', {}, { size: 2 });
    fits(t, first.items, [
      { target: 's3', after: { number: 3 }, before: null, ...OPERATOR },
      { target: 's2' },
    ]);
    const rest = await made.store.read('audit', {}, { size: 2, after: first.next ?? '' });
    fits(t, rest, { items: [{ target: 's1' }], next: null });
  });

  t.test('the audit is asked by action, target, key and time, alone and together', async (t) => {
    const { store } = makeStore(t);
    const entries = [
      auditEntry('s1'),
      auditEntry('interaction-queues/Shoes', { action: 'object.created', at: T0 + 1000 }),
      auditEntry('s1', {
        action: 'signing_key.deleted',
        keyId: 'k2',
        keyName: 'night',
        at: T0 + 2000,
      }),
    ];
    await write(store, ...entries.map((entry) => ({ kind: 'audit', entry }) as const));
    const found = async (filter: object) =>
      (await store.read('audit', filter, { size: 9 })).items.map(({ at }) => (at - T0) / 1000);
    t.strictSame(await found({}), [2, 1, 0]);
    t.strictSame(await found({ action: 'object.created' }), [1]);
    t.strictSame(await found({ target: 's1' }), [2, 0]);
    t.strictSame(await found({ target: 'interaction-queues/Shoes' }), [1]);
    t.strictSame(await found({ target: 'Shoes' }), [1], 'an object by its name alone');
    t.strictSame(await found({ key: OPERATOR.keyName }), [1, 0]);
    t.strictSame(await found({ key: 'k2' }), [2], 'a key by its id');
    t.strictSame(await found({ after: T0, before: T0 + 2000 }), [1]);
    t.strictSame(await found({ target: 's1', key: 'night' }), [2]);
  });
};
