import { LIMITS } from '../domain/limits.js';
import type { ActionOn, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import type { DisabledReason, WebhookEndpoint } from './endpoint.js';
import { announce, messageOf } from './messages.js';
import { decideOnce, type Idempotency, type Made, makeOnce } from './once.js';

/** How long the secret before a rotation goes on signing, in milliseconds. */
export const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000;

/** What ops say of an endpoint. */
export interface EndpointSettings {
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description: string;
  readonly rateLimitPerSecond: number | null;
  readonly enabled: boolean;
}

export type EndpointRefusal = 'not_found' | 'precondition_failed' | 'endpoint_disabled';

export type EndpointOutcome =
  | { readonly ok: true; readonly endpoint: WebhookEndpoint }
  | { readonly ok: false; readonly refusal: EndpointRefusal; readonly version?: number }
  /** Another request came with the key of this one. */
  | { readonly ok: false; readonly refusal: 'reused' };

export type TestOutcome = { readonly messageId: string } | { readonly refusal: EndpointRefusal };

/** Which endpoint, by whom, and at which version (undefined: any). */
export interface OnEndpoint {
  readonly seed: string;
  readonly id: string;
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** An endpoint in the audit: everything but its secrets. */
const audited = (endpoint: WebhookEndpoint | undefined): object | null => {
  if (endpoint === undefined) return null;
  const { url, eventTypes, description, enabled, disabledReason, rateLimitPerSecond } = endpoint;
  return { url, eventTypes, description, enabled, disabledReason, rateLimitPerSecond };
};

function audit(
  action: ActionOn<'webhook_endpoint'>,
  operator: Operator,
  at: number,
  before: WebhookEndpoint | undefined,
  after: WebhookEndpoint | undefined,
): Change {
  return {
    kind: 'audit',
    entry: {
      at,
      ...operator,
      action: `webhook_endpoint.${action}`,
      target: before?.id ?? after?.id ?? '',
      before: audited(before),
      after: audited(after),
    },
  };
}

/** Makes an endpoint at an address that may be called; only so many are there at a time. */
function decideMaking(
  args: {
    readonly seed: string;
    readonly endpoint: EndpointSettings;
    readonly secret: string;
    readonly isAllowed: boolean;
    readonly operator: Operator;
    readonly idempotency?: Idempotency | undefined;
  },
  context: Deciding,
): Decided<Made<WebhookEndpoint>> {
  const { now, settings } = context;
  const isFull = settings.endpoints.length >= LIMITS.webhookEndpoints.most;
  const tooMany = isFull ? 'too_many' : null;
  const against = args.isAllowed ? tooMany : 'address_not_allowed';
  return makeOnce(args.idempotency, context, against, () => {
    const after: WebhookEndpoint = {
      ...args.endpoint,
      id: context.newId(),
      disabledReason: args.endpoint.enabled ? null : 'ops',
      secret: args.secret,
      previousSecret: null,
      previousSecretExpiresAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    return {
      changes: [
        { kind: 'webhook_endpoint', before: undefined, after },
        audit('created', args.operator, now, undefined, after),
      ],
      result: after,
    };
  });
}

/** Changes an endpoint as `make` says, or refuses; undefined from `make` deletes it. */
function change(
  { id, operator, expectedVersion }: Omit<OnEndpoint, 'seed'>,
  action: ActionOn<'webhook_endpoint'>,
  context: Deciding,
  make: (before: WebhookEndpoint) => WebhookEndpoint | undefined,
): Decided<EndpointOutcome> {
  const { settings, now } = context;
  const before = settings.endpoints.find((one) => one.id === id);
  if (before === undefined) return { result: { ok: false, refusal: 'not_found' } };
  const { version } = before;
  if (expectedVersion !== undefined && expectedVersion !== version)
    return { result: { ok: false, refusal: 'precondition_failed', version } };
  const made = make(before);
  if (made === before) return { result: { ok: true, endpoint: before } };
  const after = made && { ...made, version: version + 1, updatedAt: now };
  const changes: Change[] = [
    { kind: 'webhook_endpoint', before, after },
    audit(action, operator, now, before, after),
  ];
  return { changes: announce(changes, context), result: { ok: true, endpoint: after ?? before } };
}

const toggled = (
  before: WebhookEndpoint,
  enabled: boolean | undefined,
  reason: DisabledReason,
): WebhookEndpoint =>
  enabled === undefined || enabled === before.enabled
    ? before
    : { ...before, enabled, disabledReason: enabled ? null : reason };

/** Changes what ops say of it; the same again changes nothing. */
function decideChanging(
  { settings: wanted, ...on }: OnEndpoint & { readonly settings: Partial<EndpointSettings> },
  context: Deciding,
): Decided<EndpointOutcome> {
  const { enabled, ...settings } = wanted;
  return change(on, 'changed', context, (before) => {
    const after = { ...toggled(before, enabled, 'ops'), ...settings };
    return JSON.stringify(after) === JSON.stringify(before) ? before : after;
  });
}

/** A new secret to make, once for an idempotent request. */
export interface SecretRotation extends OnEndpoint {
  readonly secret: string;
  readonly idempotency?: Idempotency | undefined;
}

/** A new secret signs from now on, the old one beside it for a day. */
const decideRotating = (
  { secret, idempotency, ...on }: SecretRotation,
  context: Deciding,
): Decided<EndpointOutcome> =>
  decideOnce<EndpointOutcome>(idempotency, context, {
    reused: { ok: false, refusal: 'reused' },
    again({ subjectId, refusal }) {
      if (subjectId === null) return refusal as EndpointOutcome;
      const endpoint = context.settings.endpoints.find(({ id }) => id === subjectId);
      return endpoint ? { ok: true, endpoint } : { ok: false, refusal: 'not_found' };
    },
    decide: () =>
      change(on, 'secret_rotated', context, (before) => ({
        ...before,
        secret,
        previousSecret: before.secret,
        previousSecretExpiresAt: context.now + ROTATION_OVERLAP_MS,
      })),
    keep: (outcome) => ({
      subjectId: outcome.ok ? on.id : null,
      refusal: outcome.ok ? null : outcome,
    }),
  });

/** The endpoint, or why nothing is sent to it. */
export function usable(
  { id }: { readonly id: string },
  { settings }: Deciding,
): WebhookEndpoint | EndpointRefusal {
  const endpoint = settings.endpoints.find((one) => one.id === id);
  if (endpoint === undefined) return 'not_found';
  return endpoint.enabled ? endpoint : 'endpoint_disabled';
}

/** Writes a test message for this endpoint alone. */
function decideTesting(on: OnEndpoint, context: Deciding): Decided<TestOutcome> {
  const endpoint = usable(on, context);
  if (typeof endpoint === 'string') return { result: { refusal: endpoint } };
  const { id, description } = endpoint;
  const data = { endpointId: id, description };
  const message = messageOf('webhook_endpoint.tested', data, context, { endpointId: id });
  return {
    changes: [
      { kind: 'message', message },
      audit('tested', on.operator, context.now, endpoint, endpoint),
    ],
    result: { messageId: message.id },
  };
}

const answerRead = ({ idempotency }: { readonly idempotency?: Idempotency | undefined }) => ({
  answer: idempotency,
});

export const WEBHOOK_DECISIONS = {
  makeEndpoint: decision(answerRead, decideMaking),
  changeEndpoint: decision(NOTHING_READ, decideChanging),
  removeEndpoint: decision(NOTHING_READ, (on: OnEndpoint, context) =>
    change(on, 'deleted', context, () => undefined),
  ),
  rotateEndpointSecret: decision(answerRead, decideRotating),
  /** Sends it nothing any more, and tells the others; a no-op when it is disabled already. */
  disableEndpoint: decision(
    NOTHING_READ,
    ({ reason, ...on }: OnEndpoint & { readonly reason: DisabledReason }, context) =>
      change(on, 'disabled', context, (before) => toggled(before, false, reason)),
  ),
  testEndpoint: decision(NOTHING_READ, decideTesting),
};
