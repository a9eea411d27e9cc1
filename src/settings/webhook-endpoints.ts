import { createWebhookSecret, ROTATION_OVERLAP_MS } from '../calls/signing.js';
import type { ActionOn, AuditEntry, Operator } from '../decisions/audit.js';
import type { Changes } from '../decisions/change.js';
import type { Context } from '../decisions/context.js';
import type { DisabledReason, WebhookEndpoint } from '../decisions/endpoint.js';
import type { Idempotency } from '../decisions/interactions.js';
import { announce, messageOf } from '../decisions/messages.js';
import { wantsOf } from '../domain/event-types.js';
import { LIMITS } from '../domain/limits.js';
import { createId } from '../ids.js';
import { afterSome } from '../store/failures.js';
import type { Delivery } from '../store/queries.js';
import type { Store } from '../store/store.js';
import { makeOnce } from './once.js';

/** Messages looked at in one step of a recovery. */
const RECOVER_STEP = 100;

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
  | { readonly ok: false; readonly refusal: EndpointRefusal; readonly version?: number };

export type TestOutcome = { readonly messageId: string } | { readonly refusal: EndpointRefusal };

/** What ops does to webhook endpoints; each change is versioned and audited in one commit. */
export interface WebhookEndpoints {
  list(): readonly WebhookEndpoint[];
  get(id: string): WebhookEndpoint | undefined;
  /** Once for an idempotent request; undefined when there are too many already. */
  create(
    settings: EndpointSettings,
    operator: Operator,
    idempotency?: Idempotency,
  ): Promise<WebhookEndpoint | undefined>;
  update(
    id: string,
    settings: Partial<EndpointSettings>,
    operator: Operator,
    expectedVersion?: number,
  ): Promise<EndpointOutcome>;
  remove(id: string, operator: Operator, expectedVersion?: number): Promise<EndpointOutcome>;
  /** A new secret signs from now on, the old one beside it for a day. */
  rotateSecret(id: string, operator: Operator, expectedVersion?: number): Promise<EndpointOutcome>;
  /** Writes a test message for this endpoint alone; resolves with its id. */
  test(id: string, operator: Operator): Promise<TestOutcome>;
  /** Sends what it missed since a moment; resolves with how many messages that are. */
  recover(
    id: string,
    since: number,
    operator: Operator,
  ): Promise<{ readonly recovered: number } | { readonly refusal: EndpointRefusal }>;
  /** Starts the schedule of a delivery again. */
  resend(delivery: Delivery, operator: Operator): Promise<void>;
  /** Sends it nothing any more, and tells the others; a no-op when it is disabled already. */
  disable(id: string, reason: DisabledReason): Promise<void>;
}

const SYSTEM: Operator = { keyId: 'system', keyName: 'system' };

/** An endpoint in the audit: everything but its secrets. */
const audited = (endpoint: WebhookEndpoint | undefined): object | null => {
  if (endpoint === undefined) return null;
  const { url, eventTypes, description, enabled, disabledReason, rateLimitPerSecond } = endpoint;
  return { url, eventTypes, description, enabled, disabledReason, rateLimitPerSecond };
};

export function createWebhookEndpoints(store: Store): WebhookEndpoints {
  const list = (): readonly WebhookEndpoint[] => store.outbox.endpoints();
  const get = (id: string): WebhookEndpoint | undefined => list().find((one) => one.id === id);

  function entry(
    action: ActionOn<'webhook_endpoint'>,
    operator: Operator,
    { now }: Context,
    before: WebhookEndpoint | undefined,
    after: WebhookEndpoint | undefined,
  ): AuditEntry {
    return {
      at: now,
      ...operator,
      action: `webhook_endpoint.${action}`,
      target: before?.id ?? after?.id ?? '',
      before: audited(before),
      after: audited(after),
    };
  }

  /** Changes an endpoint as `make` says, or refuses; undefined from `make` deletes it. */
  const change = (
    id: string,
    action: ActionOn<'webhook_endpoint'>,
    operator: Operator,
    expectedVersion: number | undefined,
    make: (before: WebhookEndpoint, context: Context) => WebhookEndpoint | undefined,
  ): Promise<EndpointOutcome> =>
    store.apply({}, (context): { changes?: Changes; result: EndpointOutcome } => {
      const before = context.endpoints.find((one) => one.id === id);
      if (before === undefined) return { result: { ok: false, refusal: 'not_found' } };
      const { version } = before;
      if (expectedVersion !== undefined && expectedVersion !== version)
        return { result: { ok: false, refusal: 'precondition_failed', version } };
      const made = make(before, context);
      if (made === before) return { result: { ok: true, endpoint: before } };
      const after = made && { ...made, version: version + 1, updatedAt: context.now };
      const changes: Changes = {
        webhookEndpoint: { before, after },
        audit: entry(action, operator, context, before, after),
      };
      return {
        changes: announce(changes, context),
        result: { ok: true, endpoint: after ?? before },
      };
    });

  const toggled = (
    before: WebhookEndpoint,
    enabled: boolean | undefined,
    reason: DisabledReason,
  ): WebhookEndpoint =>
    enabled === undefined || enabled === before.enabled
      ? before
      : { ...before, enabled, disabledReason: enabled ? null : reason };

  return {
    list,
    get,

    create: (settings, operator, idempotency) =>
      makeOnce<WebhookEndpoint | undefined>(
        store,
        idempotency,
        (context) => {
          if (context.endpoints.length >= LIMITS.webhookEndpoints.most)
            return { result: undefined };
          const endpoint: WebhookEndpoint = {
            ...settings,
            id: createId(context.now),
            disabledReason: settings.enabled ? null : 'ops',
            secret: createWebhookSecret(),
            previousSecret: null,
            previousSecretExpiresAt: null,
            version: 1,
            createdAt: context.now,
            updatedAt: context.now,
          };
          return {
            changes: {
              webhookEndpoint: { before: undefined, after: endpoint },
              audit: entry('created', operator, context, undefined, endpoint),
            },
            result: endpoint,
          };
        },
        get,
      ),

    update: (id, { enabled, ...settings }, operator, expectedVersion) =>
      change(id, 'changed', operator, expectedVersion, (before) => {
        const after = { ...toggled(before, enabled, 'ops'), ...settings };
        return JSON.stringify(after) === JSON.stringify(before) ? before : after;
      }),

    remove: (id, operator, expectedVersion) =>
      change(id, 'deleted', operator, expectedVersion, () => undefined),

    rotateSecret: (id, operator, expectedVersion) =>
      change(id, 'secret_rotated', operator, expectedVersion, (before, { now }) => ({
        ...before,
        secret: createWebhookSecret(),
        previousSecret: before.secret,
        previousSecretExpiresAt: now + ROTATION_OVERLAP_MS,
      })),

    test: (id, operator) =>
      store.apply<TestOutcome>({}, (context) => {
        const endpoint = context.endpoints.find((one) => one.id === id);
        if (endpoint === undefined) return { result: { refusal: 'not_found' } };
        if (!endpoint.enabled) return { result: { refusal: 'endpoint_disabled' } };
        const message = messageOf(
          'webhook_endpoint.tested',
          { endpointId: id, description: endpoint.description },
          context.now,
          { endpointId: id },
        );
        const audit = entry('tested', operator, context, endpoint, endpoint);
        return { changes: { messages: [message], audit }, result: { messageId: message.id } };
      }),

    async recover(id, since, operator) {
      const endpoint = get(id);
      if (endpoint === undefined) return { refusal: 'not_found' };
      if (!endpoint.enabled) return { refusal: 'endpoint_disabled' };
      const wants = wantsOf(endpoint.eventTypes);
      const note = (action: ActionOn<'webhook_endpoint'>, after: object) =>
        store.apply({}, (context) => {
          const audit = {
            ...entry(action, operator, context, endpoint, endpoint),
            before: null,
            after: { since: new Date(since).toISOString(), ...after },
          };
          return { changes: { audit, webhooks: true }, result: undefined };
        });
      // Before the first step: what is cut short by the end of the process has its line too.
      await note('recovery_started', {});
      let recovered = 0;
      try {
        let next: number | null = await store.outbox.placeBefore(since);
        while (next !== null) {
          const part = { endpointId: id, wants, after: next, limit: RECOVER_STEP };
          const step = await store.outbox.recover(part);
          recovered += step.recovered;
          next = step.next;
        }
        await note('recovered', { recovered });
      } catch (error) {
        throw recovered > 0 ? afterSome(error) : error;
      }
      return { recovered };
    },

    resend: (delivery, operator) =>
      store.apply({}, ({ now }) => {
        const { id, messageId, endpointId } = delivery;
        const audit: AuditEntry = {
          at: now,
          ...operator,
          action: 'delivery.resent',
          target: id,
          before: null,
          after: { messageId, endpointId },
        };
        return { changes: { resend: id, audit }, result: undefined };
      }),

    async disable(id, reason) {
      await change(id, 'disabled', SYSTEM, undefined, (before) => toggled(before, false, reason));
    },
  };
}
