import type { StoreHealth } from '#src/store/store.js';
import { place } from '../decisions.js';
import { fits } from '../fits.js';
import type { Contract } from '../under-test.js';

/** What is observed of a store that is well, and at work on three changes. */
const WELL = {
  pendingChanges: (count) => count === 3,
  schemaVersion: (number) => number > 0,
  logBytes: (bytes) => bytes >= 0,
  roomBytes: (bytes) => bytes > 0,
  readFailure: (failure) => failure === null,
} as const satisfies { readonly [K in keyof StoreHealth]: (value: StoreHealth[K]) => boolean };

/** How a store does is told without disturbing it. */
export const health: Contract = (t, makeStore) => {
  t.test('the health of a store says all there is to know, while it works', async (t) => {
    const { store } = makeStore(t);
    const work = [1, 2, 3].map((n) => place(store, { visitId: `v${n}` }));
    const told = await store.health();
    for (const [name, holds] of Object.entries(WELL))
      t.ok((holds as (value: unknown) => boolean)(told[name as keyof StoreHealth]), name);
    await Promise.all(work);
    fits(t, await store.health(), { pendingChanges: 0, readFailure: null });
  });
};
