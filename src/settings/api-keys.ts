import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigInvalid } from '../config/settings.js';
import type { AuditAction, AuditEntry, Operator } from '../decisions/audit.js';
import type { Context, Decision } from '../decisions/context.js';
import type { ApiKey } from '../decisions/credentials.js';
import type { Idempotency } from '../decisions/interactions.js';
import { LIMITS } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import { SCOPES, type Scope } from '../domain/scopes.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';
import { checkRoom, makeOnce, shareUnderWay } from './once.js';

export { SCOPES, type Scope };

const PREFIX = 'wek_';
/** The name of the key that the operator of the process holds; no other may have it. */
export const ADMIN = 'admin';

const hashOf = (key: string): string => hash('sha256', key, 'hex');

/** API keys: stored hashed, shown once, revocable. */
export interface ApiKeys {
  /** The key behind a credential, unless there is none or it is revoked. */
  authenticate(credential: string): ApiKey | undefined;
  /** Newest first; revoked ones included. */
  list(): readonly ApiKey[];
  /**
   * Makes a key, once for an idempotent request; `key` is the only time its text is known, so it
   * is null when the key was made by the same request before.
   */
  create(
    name: string,
    scopes: readonly Scope[],
    operator: Operator,
    idempotency?: Idempotency,
  ): Promise<{ readonly apiKey: ApiKey; readonly key: string | null }>;
  /**
   * The revoked key; undefined when there is none of that id. Revoking twice is a no-op, and the
   * admin key is never revoked but by its successor.
   */
  revoke(id: string, operator: Operator): Promise<ApiKey | undefined>;
  /**
   * Sees to it that exactly one admin key is good: the preset one, or else the one that was made
   * at the first start; nobody else's key is touched. Throws `ConfigInvalid` when the preset one is
   * somebody else's.
   */
  ensureAdmin(preset: string | undefined, directory: string): Promise<AdminKey>;
}

/** What became of the admin key at a start. */
export interface AdminKey {
  /** The file a new one was written to. */
  readonly writtenTo?: string;
  /** The beginnings of those that are void from now on. */
  readonly replaced: readonly string[];
}

const SYSTEM: Operator = { keyId: 'system', keyName: 'system' };
/** Names that the audit keeps for the process itself. */
export const RESERVED_NAMES: readonly string[] = [ADMIN, SYSTEM.keyName];

/** The keys, held in memory: every request of a back end asks for one, and they are few. */
export async function createApiKeys(store: Store): Promise<ApiKeys> {
  let keys: readonly ApiKey[] = [];
  let good = new Map<string, ApiKey>();

  async function load(): Promise<void> {
    keys = await store.apiKeys();
    const current = keys.filter(({ revokedAt }) => revokedAt === null);
    good = new Map(current.map((key) => [key.hash, key]));
  }

  /** Writes a key; it is good, or no longer, as soon as that is durable. */
  async function write<R>(decide: (context: Context) => Decision<R>): Promise<R> {
    const result = await store.apply({}, decide);
    await load();
    return result;
  }

  const audited = (
    apiKey: ApiKey,
    action: AuditAction,
    operator: Operator,
    at: number,
  ): AuditEntry => ({
    at,
    ...operator,
    action,
    target: apiKey.id,
    before: null,
    after: { name: apiKey.name, prefix: apiKey.prefix, scopes: apiKey.scopes },
  });

  async function insert(
    name: string,
    key: string,
    scopes: readonly Scope[],
    operator: Operator,
    idempotency?: Idempotency,
  ): Promise<ApiKey> {
    const make = ({ now }: Context) => {
      if (name !== ADMIN) checkRoom(LIMITS.apiKeys, good.size);
      const apiKey: ApiKey = {
        id: createId(now),
        name,
        prefix: key.slice(0, key.startsWith(PREFIX) ? 8 : 4),
        hash: hashOf(key),
        scopes,
        createdAt: now,
        revokedAt: null,
      };
      const audit = audited(apiKey, 'api_key.created', operator, now);
      return { changes: { apiKey, audit }, result: apiKey };
    };
    const find = async (id: string) => {
      await load();
      return keys.find((each) => each.id === id);
    };
    const made = await makeOnce(store, idempotency, make, find);
    await load();
    return made;
  }

  const revoke = (apiKey: ApiKey, operator: Operator) =>
    write(({ now }) => {
      const revoked = { ...apiKey, revokedAt: now };
      const audit = audited(apiKey, 'api_key.revoked', operator, now);
      return { changes: { apiKey: revoked, audit }, result: revoked };
    });

  /** A preset key that was replaced and is preset again. */
  const restore = (apiKey: ApiKey) =>
    write(({ now }) => {
      const audit = audited(apiKey, 'api_key.restored', SYSTEM, now);
      return { changes: { apiKey: { ...apiKey, revokedAt: null }, audit }, result: undefined };
    });

  await load();
  return {
    authenticate: (credential) => good.get(hashOf(credential)),
    list: () => keys,
    async create(name, scopes, operator, idempotency) {
      const key = PREFIX + createSecret(32);
      const apiKey = await insert(name, key, scopes, operator, idempotency);
      return { apiKey, key: apiKey.hash === hashOf(key) ? key : null };
    },

    revoke: shareUnderWay(async (id, operator) => {
      const apiKey = keys.find((key) => key.id === id);
      if (apiKey === undefined || apiKey.revokedAt !== null) return apiKey;
      if (apiKey.name === ADMIN)
        throw new Problem(
          'forbidden',
          'The admin key is never revoked: start the service with another one in ADMIN_KEY.',
        );
      return revoke(apiKey, operator);
    }),

    async ensureAdmin(preset, directory) {
      const admins = [...good.values()].filter(({ name }) => name === ADMIN);
      if (preset === undefined) {
        if (admins.length > 0) return { replaced: [] };
        const key = PREFIX + createSecret(32);
        const path = join(directory, 'admin.key');
        // The file first: a key that is good but known to nobody would lock everybody out.
        writeFileSync(path, `${key}\n`, { mode: 0o600 });
        await insert(ADMIN, key, SCOPES, SYSTEM);
        return { writtenTo: path, replaced: [] };
      }
      const presetHash = hashOf(preset);
      const known = keys.find((key) => key.hash === presetHash);
      // It would become admin, or would be good again though somebody revoked it.
      if (known && known.name !== ADMIN)
        throw new ConfigInvalid(
          `ADMIN_KEY must be a key of its own; it is the API key ${JSON.stringify(known.name)} (${known.id})`,
        );
      const old = admins.filter(({ hash }) => hash !== presetHash);
      for (const admin of old) await revoke(admin, SYSTEM);
      if (known === undefined) await insert(ADMIN, preset, SCOPES, SYSTEM);
      else if (known.revokedAt !== null) await restore(known);
      return { replaced: old.map(({ prefix }) => prefix) };
    },
  };
}
