import type { Database } from 'better-sqlite3';
import type { DisabledReason, WebhookEndpoint } from '../../../decisions/endpoint.js';
import type { WritersOf } from '../writer.js';

interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly event_types: string;
  readonly description: string;
  readonly enabled: number;
  readonly disabled_reason: DisabledReason | null;
  readonly rate_limit_per_second: number | null;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly previous_secret_expires_at: number | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

const endpointOf = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  eventTypes: JSON.parse(row.event_types) as string[],
  description: row.description,
  enabled: row.enabled === 1,
  disabledReason: row.disabled_reason,
  rateLimitPerSecond: row.rate_limit_per_second,
  secret: row.secret,
  previousSecret: row.previous_secret,
  previousSecretExpiresAt: row.previous_secret_expires_at,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const rowOf = (endpoint: WebhookEndpoint): EndpointRow => ({
  id: endpoint.id,
  url: endpoint.url,
  event_types: JSON.stringify(endpoint.eventTypes),
  description: endpoint.description,
  enabled: endpoint.enabled ? 1 : 0,
  disabled_reason: endpoint.disabledReason,
  rate_limit_per_second: endpoint.rateLimitPerSecond,
  secret: endpoint.secret,
  previous_secret: endpoint.previousSecret,
  previous_secret_expires_at: endpoint.previousSecretExpiresAt,
  version: endpoint.version,
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});

const COLUMNS: readonly (keyof EndpointRow)[] = [
  'id',
  'url',
  'event_types',
  'description',
  'enabled',
  'disabled_reason',
  'rate_limit_per_second',
  'secret',
  'previous_secret',
  'previous_secret_expires_at',
  'version',
  'created_at',
  'updated_at',
];

const NEWEST = "(select coalesce(max(seq), 0) from sqlite_sequence where name = 'messages')";

/** Every endpoint that is not deleted, oldest first. */
export function loadEndpoints(database: Database): readonly WebhookEndpoint[] {
  return database
    .prepare<[], EndpointRow>(
      `select ${COLUMNS.join(', ')} from webhook_endpoints where deleted_at is null order by n`,
    )
    .all()
    .map(endpointOf);
}

/** Writes a change of an endpoint; one that is new or enabled again starts with what comes next. */
export function createEndpointWriter(database: Database): WritersOf<'webhook_endpoint'> {
  const insert = database.prepare<[EndpointRow]>(
    `insert into webhook_endpoints (${COLUMNS.join(', ')}, cursor)
     values (${COLUMNS.map((column) => `@${column}`).join(', ')}, ${NEWEST})`,
  );
  const update = database.prepare<[EndpointRow], { n: number }>(
    `update webhook_endpoints set ${COLUMNS.map((column) => `${column} = @${column}`).join(', ')},
       cursor = case when enabled = 0 and @enabled = 1 then ${NEWEST} else cursor end,
       failing_since = case when enabled = @enabled and url = @url then failing_since end
     where id = @id and version = @version - 1 returning n`,
  );
  const remove = database.prepare(
    `update webhook_endpoints
     set deleted_at = ?, enabled = 0, disabled_reason = 'ops', secret = '',
       previous_secret = null, previous_secret_expires_at = null
     where id = ?`,
  );
  return {
    webhook_endpoint({ before, after }, { now }) {
      if (after === undefined) {
        if (before) remove.run(now, before.id);
      } else if (before === undefined) insert.run(rowOf(after));
      else if (update.get(rowOf(after)) === undefined)
        throw new Error(`webhook endpoint ${after.id} is no longer at version ${before.version}`);
    },
  };
}
