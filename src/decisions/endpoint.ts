import type { Moment } from '../domain/interactions/interaction.js';
/** Why an endpoint is sent nothing. */
export const DISABLED_REASONS = ['ops', 'gone', 'failing'] as const;

export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** Where messages are sent, and which. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** Types, `prefix.*` and `*`. */
  readonly eventTypes: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  /** Null while it is enabled. */
  readonly disabledReason: DisabledReason | null;
  /** Deliveries a second at most; null for as many as it takes. */
  readonly rateLimitPerSecond: number | null;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousSecretExpiresAt: Moment | null;
  readonly version: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

/** What a change of an endpoint writes; without `after` it is deleted. */
export interface WebhookEndpointChange {
  readonly before: WebhookEndpoint | undefined;
  readonly after: WebhookEndpoint | undefined;
}
