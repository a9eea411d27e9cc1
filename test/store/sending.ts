import type { Change, Message } from '#src/decisions/change.js';
import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import type { Store } from '#src/store/store.js';
import type {
  ClaimedDelivery,
  EndpointClaim,
  EndpointRequest,
  FinishedAttempt,
} from '#src/store/work.js';
import { T0 } from '../support/lifecycle.js';
import { write } from './decisions.js';
import { ENDPOINT, endpointRequest } from './things.js';

/** Claims an endpoint that nobody else has. */
export const claimEndpoint = async (
  store: Store,
  request: Partial<EndpointRequest> = {},
): Promise<EndpointClaim> => {
  const claimed = await store.claim('endpoint', endpointRequest(request));
  if (!('held' in claimed)) throw new Error(`somebody else has it until ${claimed.until}`);
  return claimed.held;
};

export const sent = ({ deliveries }: EndpointClaim): string[] =>
  deliveries.map(({ messageId }) => messageId);

/** How an attempt of a claimed delivery ended. */
export function attempt(
  claimed: ClaimedDelivery | undefined,
  next: FinishedAttempt['next'],
): FinishedAttempt {
  if (claimed === undefined) throw new Error('nothing was claimed');
  const { delivery, number } = claimed;
  return {
    delivery,
    number,
    at: T0,
    status: next === 'succeeded' ? 200 : 500,
    error: next === 'succeeded' ? null : 'no',
    durationMs: 5,
    excerpt: null,
    next,
  };
}

/** Ends every delivery of a claim in the same way. */
export const finishAll = (store: Store, claim: EndpointClaim, next: FinishedAttempt['next']) =>
  store.finish(
    claim,
    claim.deliveries.map((one) => attempt(one, next)),
  );

export const made = (after: WebhookEndpoint = ENDPOINT): Change => ({
  kind: 'webhook_endpoint',
  before: undefined,
  after,
});

export const post = (store: Store, ...messages: readonly Message[]) =>
  write(store, ...messages.map((one) => ({ kind: 'message', message: one }) as const));

/** The newest attempts of a message at the endpoint, and how it stands. */
export const deliveryOf = async (store: Store, messageId: string) => {
  const { items } = await store.read('deliveries', {}, { size: 100 });
  return items.find((delivery) => delivery.messageId === messageId);
};
