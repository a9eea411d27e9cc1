import { createWebhookSecret } from '../calls/signing.js';
import type { Clock } from '../clock.js';
import { type Operator, SYSTEM } from '../decisions/audit.js';
import type { Decisions } from '../decisions/decisions.js';
import type { DisabledReason, WebhookEndpoint } from '../decisions/endpoint.js';
import type { Idempotency, MakingRefusal } from '../decisions/once.js';
import type {
  EndpointOutcome,
  EndpointRefusal,
  EndpointSettings,
  TestOutcome,
} from '../decisions/webhook-endpoints.js';
import { LIMITS } from '../domain/limits.js';
import { createId } from '../ids.js';
import { afterSome } from '../store/failures.js';
import type { Delivery } from '../store/lists.js';
import type { Place } from '../store/page.js';
import type { Store } from '../store/store.js';
import { madeOnce } from './once.js';

/** Messages looked at in one step of a recovery. */
const RECOVER_STEP = 100;

/** How an endpoint is made. */
export interface EndpointCreation {
  readonly idempotency?: Idempotency | undefined;
  /** Whether its address may be called, as it was looked up; without it, it may. */
  readonly isAllowed?: boolean;
}

/** What ops does to webhook endpoints; each change is versioned and audited in one commit. */
export interface WebhookEndpoints {
  list(): readonly WebhookEndpoint[];
  get(id: string): WebhookEndpoint | undefined;
  /** Once for an idempotent request; or why not. */
  create(
    settings: EndpointSettings,
    operator: Operator,
    more?: EndpointCreation,
  ): Promise<WebhookEndpoint | MakingRefusal>;
  update(
    id: string,
    settings: Partial<EndpointSettings>,
    operator: Operator,
    expectedVersion?: number,
  ): Promise<EndpointOutcome>;
  remove(id: string, operator: Operator, expectedVersion?: number): Promise<EndpointOutcome>;
  /** A new secret signs from now on, the old one beside it for a day; once for an idempotent request. */
  rotateSecret(
    id: string,
    operator: Operator,
    more?: { readonly expectedVersion?: number | undefined } & Pick<
      EndpointCreation,
      'idempotency'
    >,
  ): Promise<EndpointOutcome>;
  /** Writes a test message for this endpoint alone; resolves with its id. */
  test(id: string, operator: Operator): Promise<TestOutcome>;
  /**
   * Sends what it missed since a moment; resolves with how many messages that are. `dryRun` only
   * counts them, and is not audited.
   */
  recover(
    id: string,
    since: number,
    operator: Operator,
    options?: { readonly dryRun?: boolean },
  ): Promise<{ readonly recovered: number } | { readonly refusal: EndpointRefusal }>;
  /** Starts the schedule of a delivery again; audited for an operator. */
  resend(delivery: Delivery, operator?: Operator): Promise<void>;
  /** Sends it nothing any more, and tells the others; a no-op when it is disabled already. */
  disable(id: string, reason: DisabledReason): Promise<void>;
}

export function createWebhookEndpoints(store: Store, clock: Pick<Clock, 'now'>): WebhookEndpoints {
  const list = (): readonly WebhookEndpoint[] => store.lastSettings().endpoints;
  const get = (id: string): WebhookEndpoint | undefined => list().find((one) => one.id === id);
  const seed = (): string => createId(clock.now());

  return {
    list,
    get,

    async create(endpoint, operator, { idempotency, isAllowed = true } = {}) {
      const secret = createWebhookSecret();
      const request = { seed: seed(), endpoint, secret, isAllowed, operator, idempotency };
      const made = await store.apply('makeEndpoint', request);
      if ('refusal' in made && made.refusal !== 'reused') return made.refusal;
      return madeOnce(made, LIMITS.webhookEndpoints, get);
    },

    update: (id, settings, operator, expectedVersion) =>
      store.apply('changeEndpoint', { seed: seed(), id, settings, operator, expectedVersion }),

    remove: (id, operator, expectedVersion) =>
      store.apply('removeEndpoint', { seed: seed(), id, operator, expectedVersion }),

    rotateSecret: (id, operator, more) =>
      store.apply('rotateEndpointSecret', {
        seed: seed(),
        id,
        secret: createWebhookSecret(),
        operator,
        ...more,
      }),

    test: (id, operator) => store.apply('testEndpoint', { seed: seed(), id, operator }),

    async recover(id, since, operator, { dryRun = false } = {}) {
      const note = (recovered: number | null) =>
        store.apply('noteRecovery', { id, since, operator, recovered });
      const endpoint = get(id);
      if (dryRun && !endpoint?.enabled)
        return { refusal: endpoint ? 'endpoint_disabled' : 'not_found' };
      // Before the first step: what is cut short by the end of the process has its line too.
      const refusal = dryRun ? null : await note(null);
      if (refusal !== null) return { refusal };
      let recovered = 0;
      try {
        let after: Place | null = await store.read('placeBefore', since);
        while (after !== null) {
          const part: Decisions['recover']['args'] = {
            seed: seed(),
            id,
            after,
            limit: RECOVER_STEP,
            dryRun,
          };
          const step: Decisions['recover']['result'] = await store.apply('recover', part);
          recovered += step.recovered;
          after = step.next;
        }
        if (!dryRun) await note(recovered);
      } catch (error) {
        throw recovered > 0 && !dryRun ? afterSome(error) : error;
      }
      return { recovered };
    },

    async resend({ id, messageId, endpointId }, operator) {
      await store.apply('resend', { id, messageId, endpointId, operator });
    },

    async disable(id, reason) {
      await store.apply('disableEndpoint', { seed: seed(), id, reason, operator: SYSTEM });
    },
  };
}
