import type { Database } from 'better-sqlite3';
import type { StrategySecret } from '../../../decisions/credentials.js';
import type { StoredSettings } from '../../../decisions/settings.js';
import { LIMITS } from '../../../domain/limits.js';
import { erasureMark } from '../../erasure-mark.js';
import {
  type ApiKeyRow,
  apiKeyOf,
  type PublishableKeyRow,
  publishableKeyOf,
  type SigningKeyRow,
  signingKeyOf,
} from '../../rows/credentials.js';
import type { WritersOf } from '../writer.js';

const TIMES = 'created_at as createdAt, revoked_at as revokedAt';

/** Every credential that is kept, newest first. */
export function loadCredentials(
  database: Database,
): Pick<StoredSettings, 'apiKeys' | 'publishableKeys' | 'signingKeys' | 'strategySecrets'> {
  const newestFirst = <Row>(columns: string, table: string): Row[] =>
    database.prepare<[], Row>(`select ${columns} from ${table} order by rowid desc`).all();
  return {
    apiKeys: newestFirst<ApiKeyRow>(
      `id, name, prefix, hash, scopes, agent, ${TIMES}`,
      'api_keys',
    ).map(apiKeyOf),
    publishableKeys: newestFirst<PublishableKeyRow>(
      `id, name, key, origins, ${TIMES}`,
      'publishable_keys',
    ).map(publishableKeyOf),
    signingKeys: newestFirst<SigningKeyRow>(
      'id, secret, created_at as createdAt',
      'signing_keys',
    ).map(signingKeyOf),
    strategySecrets: newestFirst<StrategySecret>(`id, name, secret, ${TIMES}`, 'strategy_secrets'),
  };
}

/** Forgets the revoked keys or secrets of a table, but for those made last. */
function createForgetRevoked(
  database: Database,
  table: 'api_keys' | 'publishable_keys' | 'strategy_secrets',
): () => void {
  const forget = database.prepare(
    `delete from ${table} where revoked_at is not null and rowid <= (
       select rowid from ${table} where revoked_at is not null order by rowid desc limit 1 offset ?)`,
  );
  return () => {
    forget.run(LIMITS.revokedKeys.most);
  };
}

export function createCredentialWriters(
  database: Database,
): WritersOf<
  | 'api_key'
  | 'publishable_key'
  | 'strategy_secret'
  | 'signing_key'
  | 'signing_key_removal'
  | 'erased_visitor'
> {
  const putApiKey = database.prepare(
    `insert into api_keys (id, name, prefix, hash, scopes, agent, created_at, revoked_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set revoked_at = excluded.revoked_at`,
  );
  const putPublishableKey = database.prepare(
    `insert into publishable_keys (id, name, key, origins, created_at, revoked_at)
     values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set revoked_at = excluded.revoked_at`,
  );
  const putSecret = database.prepare(
    `insert into strategy_secrets (id, name, secret, created_at, revoked_at) values (?, ?, ?, ?, ?)
     on conflict (id) do update set secret = excluded.secret, revoked_at = excluded.revoked_at`,
  );
  const forgetApiKeys = createForgetRevoked(database, 'api_keys');
  const forgetPublishableKeys = createForgetRevoked(database, 'publishable_keys');
  const forgetSecrets = createForgetRevoked(database, 'strategy_secrets');
  const insertSigningKey = database.prepare(
    'insert into signing_keys (id, secret, created_at) values (?, ?, ?)',
  );
  const removeSigningKey = database.prepare('delete from signing_keys where id = ?');
  const signingKeys = database.prepare<[], { id: string; secret: Buffer }>(
    'select id, secret from signing_keys',
  );
  const markErased = database.prepare(
    `insert into erased_visitors (signing_key, mark, erased_at) values (?, ?, ?)
     on conflict (signing_key, mark) do update set erased_at = excluded.erased_at`,
  );
  return {
    api_key({ key: { id, name, prefix, hash, scopes, agent, createdAt, revokedAt } }) {
      const words = scopes.join(' ');
      putApiKey.run(id, name, prefix, hash, words, agent ?? null, createdAt, revokedAt);
      forgetApiKeys();
    },
    publishable_key({ key: { id, name, key, origins, createdAt, revokedAt } }) {
      putPublishableKey.run(id, name, key, JSON.stringify(origins), createdAt, revokedAt);
      forgetPublishableKeys();
    },
    strategy_secret({ secret: { id, name, secret, createdAt, revokedAt } }) {
      putSecret.run(id, name, secret, createdAt, revokedAt);
      forgetSecrets();
    },
    signing_key({ key: { id, secret, createdAt } }) {
      insertSigningKey.run(id, Buffer.from(secret, 'base64url'), createdAt);
    },
    signing_key_removal({ id }) {
      removeSigningKey.run(id);
    },
    erased_visitor({ visitorId }, { now }) {
      for (const { id, secret } of signingKeys.all())
        markErased.run(id, erasureMark(secret, visitorId), now);
    },
  };
}
