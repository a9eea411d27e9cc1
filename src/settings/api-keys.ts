import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { type Operator, SYSTEM } from '../decisions/audit.js';
import type { ApiKey } from '../decisions/credentials.js';
import { ADMIN } from '../decisions/keys.js';
import type { Idempotency } from '../decisions/once.js';
import { isGood, type Settings } from '../decisions/settings.js';
import { LIMITS } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import { SCOPES, type Scope } from '../domain/scopes.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';
import { madeOnce } from './once.js';

const PREFIX = 'wek_';
/** Names that the audit keeps for the process itself. */
export const RESERVED_NAMES: readonly string[] = [ADMIN, SYSTEM.keyName];

const hashOf = (key: string): string => hash('sha256', key, 'hex');

/** The key behind a credential, unless there is none or it is revoked. */
export function apiKeyOf({ apiKeyByHash }: Settings, credential: string): ApiKey | undefined {
  return apiKeyByHash.get(hashOf(credential));
}

/** The one key that is never revoked but by its successor. */
export function adminKeyOf({ apiKeys }: Settings): ApiKey | undefined {
  return apiKeys.find((key) => key.name === ADMIN && isGood(key));
}

/** API keys: stored hashed, shown once, revocable. */
export interface ApiKeys {
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
   * at the first start; nobody else's key is touched. Throws `PresetTaken` when the preset one is
   * somebody else's.
   */
  ensureAdmin(preset: string | undefined, directory: string | null): Promise<AdminKey>;
}

/** What became of the admin key at a start. */
export interface AdminKey {
  /** The file a new one was written to. */
  readonly writtenTo?: string;
  /** The beginnings of those that are void from now on. */
  readonly replaced: readonly string[];
}

/** The preset admin key is an API key of somebody; the message says whose, not what it is. */
export class PresetTaken extends Error {
  override readonly name = 'PresetTaken';
}

/** There is no admin key, and no directory of this process alone to write one into. */
export class PresetMissing extends Error {
  override readonly name = 'PresetMissing';
}

export function createApiKeys(store: Store, clock: Pick<Clock, 'now'>): ApiKeys {
  const list = (): readonly ApiKey[] => store.lastSettings().apiKeys;
  const find = (id: string): ApiKey | undefined => list().find((each) => each.id === id);

  async function insert(
    name: string,
    key: string,
    scopes: readonly Scope[],
    operator: Operator,
    idempotency?: Idempotency,
  ): Promise<ApiKey> {
    const prefix = key.slice(0, key.startsWith(PREFIX) ? 8 : 4);
    const draft = { name, prefix, hash: hashOf(key), scopes };
    const request = { seed: createId(clock.now()), draft, operator, idempotency };
    const made = await store.apply('makeApiKey', request);
    return madeOnce(made, LIMITS.apiKeys, find);
  }

  const revoke = async (id: string, operator: Operator): Promise<ApiKey | undefined> =>
    (await store.apply('revokeApiKey', { id, operator })) ?? undefined;

  /** The file first: a key that is good but known to nobody would lock everybody out. */
  async function makeAdmin(directory: string): Promise<AdminKey> {
    const key = PREFIX + createSecret(32);
    const path = join(directory, 'admin.key');
    writeFileSync(path, `${key}\n`, { mode: 0o600 });
    await insert(ADMIN, key, SCOPES, SYSTEM);
    return { writtenTo: path, replaced: [] };
  }

  /** Of several processes that start at once, one makes it. */
  async function presetAdmin(preset: string): Promise<void> {
    try {
      await insert(ADMIN, preset, SCOPES, SYSTEM);
    } catch (error) {
      const { apiKeyByHash } = await store.settings();
      if (!apiKeyByHash.has(hashOf(preset))) throw error;
    }
  }

  return {
    list,
    async create(name, scopes, operator, idempotency) {
      const key = PREFIX + createSecret(32);
      const apiKey = await insert(name, key, scopes, operator, idempotency);
      return { apiKey, key: apiKey.hash === hashOf(key) ? key : null };
    },

    async revoke(id, operator) {
      const apiKey = find(id);
      if (apiKey?.name === ADMIN && isGood(apiKey))
        throw new Problem(
          'forbidden',
          'The admin key is never revoked: start the service with another one in ADMIN_KEY.',
        );
      return revoke(id, operator);
    },

    async ensureAdmin(preset, directory) {
      const admins = list().filter((key) => key.name === ADMIN && isGood(key));
      if (preset === undefined) {
        if (admins.length > 0) return { replaced: [] };
        if (directory === null) throw new PresetMissing();
        return makeAdmin(directory);
      }
      const presetHash = hashOf(preset);
      const known = list().find((key) => key.hash === presetHash);
      // It would become admin, or would be good again though somebody revoked it.
      if (known && known.name !== ADMIN)
        throw new PresetTaken(`the API key ${JSON.stringify(known.name)} (${known.id})`);
      // Of several processes old and new ones would void each other's keys in turns.
      const old = directory === null ? [] : admins.filter(({ hash }) => hash !== presetHash);
      for (const { id } of old) await revoke(id, SYSTEM);
      if (known === undefined) await presetAdmin(preset);
      else if (!isGood(known))
        await store.apply('restoreApiKey', { id: known.id, operator: SYSTEM });
      return { replaced: old.map(({ prefix }) => prefix) };
    },
  };
}
