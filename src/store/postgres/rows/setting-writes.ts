import { LIMITS } from '../../../domain/limits.js';
import type { AnyObject } from '../../../domain/objects/kinds.js';
import { ENDPOINT_COLUMNS, endpointRowOf } from '../../rows/endpoints.js';
import { RULES_TABLES } from '../../rows/versions.js';
import { columnsOf, insertInto, setAll, type WritersOf, type Writing } from '../writing.js';

/** Forgets the revoked keys or secrets of a table, but for those made last. */
function forgetRevoked(
  writing: Writing,
  table: 'api_keys' | 'publishable_keys' | 'strategy_secrets',
): void {
  writing.run(
    `delete from ${table} where revoked_at is not null and n <= (
       select n from ${table} where revoked_at is not null order by n desc limit 1 offset ?)`,
    LIMITS.revokedKeys.most,
  );
}

function putObject(writing: Writing, before: AnyObject | undefined, after: AnyObject): void {
  const { kind, name, version, provisioned } = after;
  const properties = JSON.stringify(after.properties);
  const values = [version, Number(provisioned), properties] as const;
  if (before === undefined)
    writing.run(
      'insert into objects (kind, name, version, provisioned, properties) values (?, ?, ?, ?, ?)',
      ...[kind, name, ...values],
    );
  else
    writing.must(
      `object ${name} is no longer at its version`,
      `update objects set version = ?, provisioned = ?, properties = ?
       where kind = ? and name = ? and version = ?`,
      ...[...values, kind, name, before.version],
    );
}

const NEWEST_MESSAGE = '(select newest from message_numbers)';

/** Writers of what operators set. */
export const SETTING_WRITERS: WritersOf<
  | 'option'
  | 'rules'
  | 'object'
  | 'counted_series'
  | 'agent'
  | 'agent_status'
  | 'agent_idle'
  | 'api_key'
  | 'publishable_key'
  | 'strategy_secret'
  | 'signing_key'
  | 'signing_key_removal'
  | 'session'
  | 'session_removal'
  | 'webhook_endpoint'
> = {
  option(writing, { option: { name, version, value, at, by } }) {
    writing.run(
      'insert into option_changes (name, version, value, at, actor) values (?, ?, ?, ?, ?)',
      ...[name, version, value, at, by],
    );
  },
  rules(writing, { of, version: { version, rules, at, by } }) {
    writing.run(
      `insert into ${RULES_TABLES[of]} (version, rules, at, actor) values (?, ?, ?, ?)`,
      ...[version, JSON.stringify(rules), at, by],
    );
  },
  object(writing, { before, after }) {
    if (after) putObject(writing, before, after);
    else if (before)
      writing.must(
        `object ${before.name} is no longer at its version`,
        'delete from objects where kind = ? and name = ? and version = ?',
        ...[before.kind, before.name, before.version],
      );
  },
  counted_series(writing, { counted: { statistic, series, since } }) {
    writing.run(
      `insert into counted_series (statistic, series, since) values (?, ?, ?)
       on conflict (statistic) do update set series = excluded.series, since = excluded.since`,
      ...[statistic, series, since],
    );
  },
  agent(writing, { before, after }) {
    if (after === undefined) {
      if (before) writing.run('delete from agents where name = ?', before.name);
      return;
    }
    const { name, displayName, capacity, version, createdAt } = after;
    const skills = JSON.stringify(after.skills);
    if (before === undefined)
      writing.run(
        `insert into agents
           (name, display_name, capacity, skills, created_at, version, state, idle_since, sequence)
         values (?, ?, ?, ?, ?, ?, 'LoggedOut', 0, 0)`,
        ...[name, displayName, capacity, skills, createdAt, version],
      );
    else
      writing.must(
        `agent ${name} is no longer at version ${before.version}`,
        `update agents set display_name = ?, capacity = ?, skills = ?, version = ?
         where name = ? and version = ?`,
        ...[displayName, capacity, skills, version, name, before.version],
      );
  },
  agent_status(writing, { before, after, facts }) {
    const { name, state, reason, by, since, sequence } = after;
    const seenAt = state === 'LoggedOut' ? null : after.seenAt;
    writing.must(
      `agent ${name} has moved on meanwhile`,
      `update agents set state = ?, reason = ?, actor = ?, since = ?, seen_at = ?, sequence = ?
       where name = ? and sequence = ?`,
      ...[state, reason, by, since, seenAt, sequence, name, before.sequence],
    );
    for (const fact of facts)
      writing.run(
        `insert into agent_history (agent, sequence, type, at, actor, reason)
         values (?, ?, ?, ?, ?, ?)`,
        ...[name, fact.sequence, fact.type, fact.at, fact.by, fact.reason],
      );
  },
  agent_idle(writing, { name, at }) {
    writing.run(
      'update agents set idle_since = greatest(idle_since, ?) where name = ?',
      ...[at, name],
    );
  },
  api_key(writing, { key: { id, name, prefix, hash, scopes, agent, createdAt, revokedAt } }) {
    writing.run(
      `insert into api_keys (id, name, prefix, hash, scopes, agent, created_at, revoked_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id) do update set revoked_at = excluded.revoked_at`,
      ...[id, name, prefix, hash, scopes.join(' '), agent ?? null, createdAt, revokedAt],
    );
    forgetRevoked(writing, 'api_keys');
  },
  publishable_key(writing, { key: { id, name, key, origins, createdAt, revokedAt } }) {
    writing.run(
      `insert into publishable_keys (id, name, key, origins, created_at, revoked_at)
       values (?, ?, ?, ?, ?, ?)
       on conflict (id) do update set revoked_at = excluded.revoked_at`,
      ...[id, name, key, JSON.stringify(origins), createdAt, revokedAt],
    );
    forgetRevoked(writing, 'publishable_keys');
  },
  strategy_secret(writing, { secret: { id, name, secret, createdAt, revokedAt } }) {
    writing.run(
      `insert into strategy_secrets (id, name, secret, created_at, revoked_at)
       values (?, ?, ?, ?, ?)
       on conflict (id) do update set secret = excluded.secret, revoked_at = excluded.revoked_at`,
      ...[id, name, secret, createdAt, revokedAt],
    );
    forgetRevoked(writing, 'strategy_secrets');
  },
  signing_key(writing, { key: { id, secret, createdAt } }) {
    writing.run(
      'insert into signing_keys (id, secret, created_at) values (?, ?, ?)',
      ...[id, Buffer.from(secret, 'base64url'), createdAt],
    );
  },
  signing_key_removal(writing, { id }) {
    writing.run('delete from signing_keys where id = ?', id);
  },
  session(writing, { session: { id, hash, keyId, createdAt, expiresAt } }) {
    writing.run(
      'insert into sessions (id, hash, key_id, created_at, expires_at) values (?, ?, ?, ?, ?)',
      ...[id, hash, keyId, createdAt, expiresAt],
    );
  },
  session_removal(writing, { id }) {
    writing.run('delete from sessions where id = ?', id);
  },
  /** One that is new or enabled again starts with what comes next. */
  webhook_endpoint(writing, { before, after }, { now }) {
    if (after === undefined) {
      if (before)
        writing.run(
          `update webhook_endpoints
           set deleted_at = ?, enabled = 0, disabled_reason = 'ops', secret = '',
             previous_secret = null, previous_secret_expires_at = null
           where id = ?`,
          ...[now, before.id],
        );
      return;
    }
    const row = endpointRowOf(after);
    const { names, values } = columnsOf(row);
    if (before === undefined) {
      const insert = insertInto('webhook_endpoints', names);
      writing.run(
        insert.replace(') values', ', cursor) values').replace(/\)$/, `, ${NEWEST_MESSAGE})`),
        ...values,
      );
      return;
    }
    writing.must(
      `webhook endpoint ${after.id} is no longer at version ${before.version}`,
      `update webhook_endpoints set ${setAll(ENDPOINT_COLUMNS)},
         cursor = case when enabled = 0 and ?::bigint = 1 then ${NEWEST_MESSAGE} else cursor end,
         failing_since = case when enabled = ? and url = ? then failing_since end
       where id = ? and version = ? - 1`,
      ...ENDPOINT_COLUMNS.map((column) => row[column]),
      ...[row.enabled, row.enabled, row.url, row.id, row.version],
    );
  },
};
