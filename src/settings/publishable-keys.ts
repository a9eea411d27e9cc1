import type { AuditAction, AuditEntry, Operator } from '../decisions/audit.js';
import type { Context } from '../decisions/context.js';
import type { PublishableKey } from '../decisions/credentials.js';
import type { Idempotency } from '../decisions/interactions.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import { canonicalOrigin } from '../domain/origin.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';
import { checkRoom, makeOnce, shareUnderWay } from './once.js';

/** Every publishable key starts like this. */
export const PUBLISHABLE_PREFIX = 'pk_';

/** Keys for pages: public, bound to origins, good for nothing but getting a visit. */
export interface PublishableKeys {
  /** The key of that text, unless there is none or it is revoked. */
  find(key: string): PublishableKey | undefined;
  /** Whether the key of that id is known and not revoked. */
  isGood(id: string): boolean;
  /** Whether any good key is bound to the origin. */
  allows(origin: string): boolean;
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

/** Keys from before spellings were unified may have a default port in their origins. */
const inOneSpelling = (key: PublishableKey): PublishableKey => ({
  ...key,
  origins: key.origins.map((origin) => canonicalOrigin(origin) ?? origin),
});

/** The keys, held in memory: every browser request asks for them, and they are few. */
export async function createPublishableKeys(store: Store): Promise<PublishableKeys> {
  let keys: readonly PublishableKey[] = [];
  let good = new Map<string, PublishableKey>();
  let keyIds = new Set<string>();
  let origins = new Set<string>();

  async function load(): Promise<void> {
    keys = (await store.publishableKeys()).map(inOneSpelling);
    const current = keys.filter(({ revokedAt }) => revokedAt === null);
    good = new Map(current.map((key) => [key.key, key]));
    keyIds = new Set(current.map(({ id }) => id));
    origins = new Set(current.flatMap((key) => key.origins));
  }

  async function write(
    action: AuditAction,
    operator: Operator,
    keyAt: (now: Moment) => PublishableKey,
    idempotency?: Idempotency,
  ): Promise<PublishableKey> {
    const make = ({ now }: Context) => {
      const publishableKey = keyAt(now);
      const { id, name } = publishableKey;
      const after = { name, origins: publishableKey.origins };
      const audit: AuditEntry = { at: now, ...operator, action, target: id, before: null, after };
      return { changes: { publishableKey, audit }, result: publishableKey };
    };
    const find = async (id: string) => {
      await load();
      return keys.find((each) => each.id === id);
    };
    const key = await makeOnce(store, idempotency, make, find);
    await load();
    return key;
  }

  await load();
  return {
    find: (key) => good.get(key),
    allows: (origin) => origins.has(origin),
    isGood: (id) => keyIds.has(id),
    list: () => keys,
    create: (name, boundTo, operator, { prefix = '', idempotency } = {}) =>
      write(
        'publishable_key.created',
        operator,
        (now) => {
          checkRoom(LIMITS.publishableKeys, good.size);
          return {
            id: createId(now),
            name,
            key: PUBLISHABLE_PREFIX + prefix + createSecret(24),
            origins: boundTo,
            createdAt: now,
            revokedAt: null,
          };
        },
        idempotency,
      ),
    revoke: shareUnderWay(async (id, operator) => {
      const key = keys.find((each) => each.id === id);
      if (key === undefined || key.revokedAt !== null) return key;
      return write('publishable_key.revoked', operator, (now) => ({ ...key, revokedAt: now }));
    }),
  };
}
