import type { DisabledReason, WebhookEndpoint } from '../../decisions/endpoint.js';

/** A row of `webhook_endpoints`, as far as operators set it. */
export interface EndpointRow {
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

/** The endpoint that a row holds. */
export const endpointOf = (row: EndpointRow): WebhookEndpoint => ({
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

/** The row that an endpoint leaves behind. */
export const endpointRowOf = (endpoint: WebhookEndpoint): EndpointRow => ({
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

/** What a change writes. */
export const ENDPOINT_COLUMNS: readonly (keyof EndpointRow)[] = [
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
