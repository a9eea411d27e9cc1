import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import type { ClaimedDelivery, FinishedAttempt } from '#src/store/work.js';
import { Lane, type Road } from '#src/webhooks/lane.js';

/** A moment. */
export const NOW = 1_000_000;

/** An endpoint without a limit. */
export const endpoint = (id: string): WebhookEndpoint => ({
  id,
  url: 'https://crm.example/',
  eventTypes: ['*'],
  description: '',
  enabled: true,
  disabledReason: null,
  rateLimitPerSecond: null,
  secret: '',
  previousSecret: null,
  previousSecretExpiresAt: null,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
});

let deliveries = 0;

/** A claim of its own delivery, about something or about nothing; a retry unless it is its first attempt. */
export function claimOf(subject: string | null = null, number = 1): ClaimedDelivery {
  deliveries += 1;
  const claim = { delivery: `${deliveries}`, messageId: `${deliveries}`, body: '{}', step: 1 };
  return { ...claim, subject, number };
}

/** Claims that nothing holds up. */
export const freshClaims = (count: number): readonly ClaimedDelivery[] =>
  Array.from({ length: count }, () => claimOf());

/** What an attempt came to: success unless told. */
export const resultOf = (
  { delivery, number }: ClaimedDelivery,
  next: FinishedAttempt['next'] = 'succeeded',
): FinishedAttempt => ({
  delivery,
  number,
  at: NOW,
  status: next === 'succeeded' ? 200 : 500,
  error: null,
  durationMs: 1,
  excerpt: null,
  next,
});

/** A lane with so much to begin that it never waits for claims. */
export function laneOn(road: Road, id = 'e'): Lane {
  const lane = new Lane(endpoint(id), road);
  lane.add(freshClaims(200));
  return lane;
}

/** Begins whatever may begin at a moment; returns how that ended. */
export function beginAll(lane: Lane, now = NOW): readonly ((succeeded: boolean) => void)[] {
  const ends: ((succeeded: boolean) => void)[] = [];
  for (let at = lane.readyAt(false); at !== null && at <= now; at = lane.readyAt(false)) {
    const claim = lane.begin(now);
    ends.push((succeeded) =>
      lane.end(claim, resultOf(claim, succeeded ? 'succeeded' : now + 5000), now),
    );
  }
  return ends;
}

/** Lets it fail until it counts as failing. */
export const fail = (lane: Lane): void => {
  while (!lane.isFailing) for (const end of beginAll(lane)) end(false);
};

/** Lets it succeed once: from then on it may have all its attempts. */
export const prove = (lane: Lane): Lane => {
  for (const end of beginAll(lane)) end(true);
  return lane;
};
