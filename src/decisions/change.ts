import type { RunningClock } from '../domain/interactions/clocks.js';
import type { Fact, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { ObjectChange } from '../domain/objects/kinds.js';
import type { AuditEntry } from './audit.js';
import type { ApiKey, PublishableKey, SigningKey, StrategySecret } from './credentials.js';
import type { WebhookEndpointChange } from './endpoint.js';
import type { LogicVersion } from './logic.js';
/** Everything one decision writes. An identity that nothing is bound to any more goes by itself. */
export interface Changes extends StrategyChanges {
  readonly interactions?: readonly InteractionChange[];
  readonly option?: OptionChange;
  readonly objects?: readonly ObjectChange[];
  readonly apiKey?: ApiKey;
  readonly publishableKey?: PublishableKey;
  readonly keptAnswer?: KeptAnswer;
  readonly signingKey?: SigningKey;
  /** Ids; what was marked with them goes too. */
  readonly removedSigningKeys?: readonly string[];
  /** Ids; a mark is kept of each, by which tokens are known that carry one. */
  readonly erasedVisitors?: readonly string[];
  readonly webhookEndpoint?: WebhookEndpointChange;
  /** A delivery, by its id, that starts its schedule again. */
  readonly resend?: string;
  /** Whether there is something new to dispatch besides. */
  readonly webhooks?: true;
  /** Written with what they tell of. */
  readonly messages?: readonly Message[];
  readonly audit?: AuditEntry | readonly AuditEntry[];
}

export interface InteractionChange {
  /** Undefined for a new interaction. */
  readonly before: Interaction | undefined;
  readonly after: Interaction;
  readonly facts: readonly Fact[];
  readonly clock: RunningClock | null;
}

/** One version of an option. Version 1 is the shipped default and is not stored. */
export interface OptionChange {
  readonly name: string;
  readonly version: number;
  /** The text form; empty for not set. */
  readonly value: string;
  readonly at: Moment;
  /** The name of the key that made the change. */
  readonly by: string;
}

/** How an idempotent request was answered: with an interaction, or a refusal. */
export interface KeptAnswer {
  /** The credential and the operation. */
  readonly scope: string;
  readonly key: string;
  /** Of the payload; the same key with another payload is refused. */
  readonly fingerprint: string;
  readonly at: Moment;
  /** The id of what was made or changed; null for a refusal. */
  readonly subjectId: string | null;
  /** Anonymous: no personal data. */
  readonly refusal: unknown;
}

/** One thing to tell subscribers, rendered once. */
export interface Message {
  /** The same over all attempts and endpoints. */
  readonly id: string;
  readonly type: string;
  readonly createdAt: Moment;
  readonly interactionId: string | null;
  /** Of the fact, in the history of its interaction. */
  readonly sequence: number | null;
  /** When it is for one endpoint only. */
  readonly endpointId: string | null;
  readonly body: string;
}

/** Why a visit was not offered anything. */
export const REFUSAL_REASONS = [
  /** The creation was refused: the visit has a live attempt. */
  'engagement_in_progress',
  /** The creation was refused: no such category. */
  'unknown_category',
  /** A strategy decided against it. */
  'not_engaged',
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A creation that was refused, or a decision against an engagement. */
export interface RefusalEntry {
  readonly at: Moment;
  readonly reason: RefusalReason;
  readonly visitId: string | null;
  /** The live attempt in the way, or the one that was decided against. */
  readonly interactionId: string | null;
  /** The rule of the built-in strategy that decided. */
  readonly rule: string | null;
}

/** What decisions of strategies write. */
export interface StrategyChanges {
  readonly engagementLogic?: LogicVersion & { readonly at: Moment; readonly by: string };
  readonly strategySecret?: StrategySecret;
  readonly refusals?: readonly RefusalEntry[];
}
