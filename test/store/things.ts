import type { AuditEntry } from '#src/decisions/audit.js';
import type { KeptAnswer, Message, RefusalEntry, TallyRow } from '#src/decisions/change.js';
import type {
  ApiKey,
  PublishableKey,
  Session,
  SigningKey,
  StrategySecret,
  VisitorMark,
} from '#src/decisions/credentials.js';
import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import type { Lease } from '#src/domain/leases/lease.js';
import { erasureMark } from '#src/store/erasure-mark.js';
import type { EndpointRequest } from '#src/store/work.js';
import { T0 } from '../support/lifecycle.js';
import { byHand } from '../support/objects.js';
import { OPERATOR } from '../support/world.js';

/** One of each thing that is written. */

export const QUEUE = byHand('interaction-queues', 'Shoes', { description: '' });

export const TALLIED: TallyRow = {
  series: 'shop',
  label: 'shoes',
  minute: Math.floor(T0 / 60_000),
  bucket: 0,
  count: 2,
  totalMs: 5000,
  minMs: 1000,
  maxMs: 4000,
};

export const ENDPOINT: WebhookEndpoint = {
  id: 'e1',
  url: 'https://crm.example/',
  eventTypes: ['*'],
  description: '',
  enabled: true,
  disabledReason: null,
  rateLimitPerSecond: null,
  secret: 's',
  previousSecret: null,
  previousSecretExpiresAt: null,
  version: 1,
  createdAt: T0,
  updatedAt: T0,
};

export const apiKey = (id: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id,
  name: 'site',
  prefix: 'we_abc',
  hash: `${id}#`,
  scopes: ['site', 'ops'],
  createdAt: T0,
  revokedAt: null,
  ...more,
});

export const publishableKey = (id: string, more: Partial<PublishableKey> = {}): PublishableKey => ({
  id,
  name: 'shop',
  key: `pk_${id}`,
  origins: ['https://shop.example'],
  createdAt: T0,
  revokedAt: null,
  ...more,
});

export const strategySecret = (id: string, more: Partial<StrategySecret> = {}): StrategySecret => ({
  id,
  name: 'strategy',
  secret: 'whsec_AAAA',
  createdAt: T0,
  revokedAt: null,
  ...more,
});

export const signingKey = (id: string, fill = 1): SigningKey => ({
  id,
  secret: Buffer.alloc(32, fill).toString('base64url'),
  createdAt: T0,
});

export const SESSION: Session = {
  id: 'y1',
  hash: 'y1#',
  keyId: 'k1',
  createdAt: T0,
  expiresAt: T0 + 8 * 3_600_000,
};

export const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  type: 'option.changed',
  createdAt: T0,
  interactionId: null,
  sequence: null,
  endpointId: null,
  body: `{"message":"${id}"}`,
  ...more,
});

export const refusal = (more: Partial<RefusalEntry> = {}): RefusalEntry => ({
  at: T0,
  reason: 'engagement_in_progress',
  visitId: 'v1',
  interactionId: null,
  rule: null,
  ...more,
});

export const keptAnswer = (more: Partial<KeptAnswer> = {}): KeptAnswer => ({
  scope: 'k1 create',
  key: 'once',
  fingerprint: 'f1',
  at: T0,
  subjectId: 'i1',
  refusal: null,
  ...more,
});

export const auditEntry = (target: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: T0,
  ...OPERATOR,
  action: 'signing_key.created',
  target,
  before: null,
  after: null,
  ...more,
});

export const endpointRequest = (more: Partial<EndpointRequest> = {}): EndpointRequest => ({
  endpointId: ENDPOINT.id,
  leaseMs: 60_000,
  limit: 10,
  eventTypes: ENDPOINT.eventTypes,
  held: [],
  ...more,
});

/** Under what a token that carries the visitor is known, should that one be erased. */
export const erasedMark = (key: SigningKey, visitorId: string, issuedAt = T0): VisitorMark => ({
  signingKeyId: key.id,
  mark: erasureMark(Buffer.from(key.secret, 'base64url'), visitorId),
  issuedAt,
});

export const MADE = { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT } as const;
export const SENT = { kind: 'message', message: message('m1') } as const;
export const DELIVERED = {
  kind: 'delivery',
  id: 'd1',
  messageId: 'm1',
  endpointId: ENDPOINT.id,
} as const;

export const LEASE: Lease = {
  id: 'l1',
  interactionId: 'i1',
  view: 'Shoes.View',
  keyId: 'k1',
  delivery: 1,
  leasedAt: T0,
};

/** `LEASE` handed out for half a minute. */
export const LEASED = {
  kind: 'lease',
  lease: LEASE,
  before: null,
  after: { lease: LEASE.id, until: T0 + 30_000 },
} as const;
