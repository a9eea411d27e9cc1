import { byHand } from '../../support/objects.js';
import { look, write } from '../decisions.js';
import { QUEUE } from '../things.js';
import type { Contract } from '../under-test.js';

const CATEGORIES = byHand('business-attributes', 'Category', {
  values: { Cart: { displayName: 'Cart' } },
} as never);

/** What was provisioned, and the names in it that decisions look up. */
export const objects: Contract = (t, makeStore) => {
  t.test('objects come in the order in which they were made, at their version', async (t) => {
    const made = makeStore(t);
    const shipped = (await made.store.settings()).objects.length;
    const changed = { ...QUEUE, version: 2, provisioned: true };
    await write(
      made.store,
      { kind: 'object', before: undefined, after: QUEUE },
      { kind: 'object', before: undefined, after: CATEGORIES },
      { kind: 'object', before: QUEUE, after: changed },
    );
    const added = async () => (await made.store.settings()).objects.slice(shipped);
    t.strictSame(await added(), [changed, CATEGORIES]);
    await made.reopen();
    t.strictSame(await added(), [changed, CATEGORIES]);
  });

  t.test('what decisions look up follows every change of an object', async (t) => {
    const { store } = makeStore(t);
    const known = async () => (await look(store, {})).queues.includes(QUEUE.name);
    t.equal(await known(), false);
    await write(store, { kind: 'object', before: undefined, after: QUEUE });
    t.equal(await known(), true);
    t.equal((await store.settings()).known.queues.has(QUEUE.name), true);
    await write(store, { kind: 'object', before: QUEUE, after: undefined });
    t.equal(await known(), false);
  });
};
