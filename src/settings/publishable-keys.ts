import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { PublishableKey } from '../decisions/credentials.js';
import type { Idempotency } from '../decisions/once.js';
import { isGood, type Settings } from '../decisions/settings.js';
import { LIMITS } from '../domain/limits.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';
import { madeOnce } from './once.js';

/** Every publishable key starts like this. */
export const PUBLISHABLE_PREFIX = 'pk_';

/** Whether the key of that id is known and not revoked. */
export function isGoodPublishableKey({ publishableKeys }: Settings, id: string): boolean {
  return publishableKeys.some((key) => key.id === id && isGood(key));
}

/** Keys for pages: public, bound to origins, good for nothing but getting a visit. */
export interface PublishableKeys {
  /** Newest first; revoked ones included. */
  list(): readonly PublishableKey[];
  /** Makes a key, once for an idempotent request; `prefix` follows `pk_` in its text. */
  create(
    name: string,
    origins: readonly string[],
    operator: Operator,
    more?: { readonly prefix?: string; readonly idempotency?: Idempotency | undefined },
  ): Promise<PublishableKey>;
  /** The revoked key; undefined when there is none of that id. Revoking twice is a no-op. */
  revoke(id: string, operator: Operator): Promise<PublishableKey | undefined>;
}

export function createPublishableKeys(store: Store, clock: Pick<Clock, 'now'>): PublishableKeys {
  const list = (): readonly PublishableKey[] => store.lastSettings().publishableKeys;
  return {
    list,
    async create(name, origins, operator, { prefix = '', idempotency } = {}) {
      const key = PUBLISHABLE_PREFIX + prefix + createSecret(24);
      const seed = createId(clock.now());
      const draft = { name, key, origins };
      const request = { seed, draft, operator, idempotency };
      const made = await store.apply('makePublishableKey', request);
      return madeOnce(made, LIMITS.publishableKeys, (id) => list().find((each) => each.id === id));
    },
    revoke: async (id, operator) =>
      (await store.apply('revokePublishableKey', { id, operator })) ?? undefined,
  };
}
