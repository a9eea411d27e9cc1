import type { Change } from '#src/decisions/change.js';
import { LIMITS } from '#src/domain/limits.js';
import { T0 } from '../../support/lifecycle.js';
import { write } from '../decisions.js';
import { fits } from '../fits.js';
import { apiKey, publishableKey, signingKey, strategySecret } from '../things.js';
import type { Contract } from '../under-test.js';

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);
const REVOKED = { revokedAt: T0 + 1 };

/** What revokes itself stays listed, up to a number: each kind of them. */
const REVOCABLE = {
  apiKeys: (id, more) => ({ kind: 'api_key', key: apiKey(id, more) }),
  publishableKeys: (id, more) => ({ kind: 'publishable_key', key: publishableKey(id, more) }),
  strategySecrets: (id, more) => ({
    kind: 'strategy_secret',
    secret: strategySecret(id, { ...more, ...(more.revokedAt && { secret: null }) }),
  }),
} as const satisfies Record<
  string,
  (id: string, more: { readonly revokedAt?: number | null }) => Change
>;
type Revocable = keyof typeof REVOCABLE;

/** Keys and secrets, the newest first. */
export const credentials: Contract = (t, makeStore) => {
  for (const kind of Object.keys(REVOCABLE) as Revocable[]) {
    const change = REVOCABLE[kind];
    t.test(`of ${kind} a revoked one stays listed as such`, async (t) => {
      const made = makeStore(t);
      const listed = async () => (await made.store.settings())[kind];
      for (const id of ['k1', 'k2']) await write(made.store, change(id, {}));
      t.strictSame(ids(await listed()), ['k2', 'k1']);
      await write(made.store, change('k1', REVOKED));
      const before = await listed();
      fits(t, before, [
        { id: 'k2', revokedAt: null },
        { id: 'k1', ...REVOKED },
      ]);
      await made.reopen();
      t.strictSame(await listed(), before);
      await write(made.store, change('k1', { revokedAt: null }));
      fits(
        t,
        await listed(),
        [{ id: 'k2' }, { id: 'k1', revokedAt: null }],
        'restored in its place',
      );
    });

    t.test(`of revoked ${kind} only so many are kept, those made last`, async (t) => {
      const made = makeStore(t);
      const listed = async () => (await made.store.settings())[kind];
      const most = LIMITS.revokedKeys.most;
      const many = Array.from({ length: most }, (_, index) => change(`k${index}`, REVOKED));
      await write(made.store, change('good', {}), ...many);
      t.equal((await listed()).length, most + 1);
      await write(made.store, change('last', {}));
      await write(made.store, change('last', REVOKED));
      const before = await listed();
      t.equal(before.length, most + 1);
      t.strictSame(ids(before.slice(0, 2)), ['last', `k${most - 1}`]);
      t.strictSame(ids(before.slice(-2)), ['k1', 'good'], 'good ones do not count');
      await made.reopen();
      t.strictSame(await listed(), before);
    });
  }

  t.test('only good keys are known by their secret', async (t) => {
    const { store } = makeStore(t);
    await write(
      store,
      REVOCABLE.apiKeys('k1', {}),
      REVOCABLE.apiKeys('k2', REVOKED),
      REVOCABLE.publishableKeys('p1', {}),
      REVOCABLE.publishableKeys('p2', REVOKED),
    );
    const { apiKeyByHash, publishableKeyByText, origins } = await store.settings();
    t.strictSame([...apiKeyByHash.keys()], ['k1#']);
    t.strictSame([...publishableKeyByText.keys()], ['pk_p1']);
    t.strictSame([...origins], ['https://shop.example']);
  });

  t.test('signing keys are kept with every byte of their secret, the newest first', async (t) => {
    const made = makeStore(t);
    const keys = [1, 2, 255].map((fill) => signingKey(`s${fill}`, fill));
    for (const key of keys) await write(made.store, { kind: 'signing_key', key });
    t.strictSame((await made.store.settings()).signingKeys, keys.toReversed());
    await write(made.store, { kind: 'signing_key_removal', id: 's2' });
    await made.reopen();
    t.strictSame((await made.store.settings()).signingKeys, [keys[2], keys[0]]);
  });
};
