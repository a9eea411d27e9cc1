import type { Agent, AgentFact, AgentStatus } from '../domain/agents/agent.js';
import type { Chat, ChatFact, ChatMessage } from '../domain/chats/chat.js';
import type { ChatLease } from '../domain/chats/sight.js';
import type { RunningInteractionClock } from '../domain/interactions/clocks.js';
import type { Fact, Hold, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { Lease } from '../domain/leases/lease.js';
import type { ObjectChange } from '../domain/objects/kinds.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { AuditEntry } from './audit.js';
import type { ApiKey, PublishableKey, Session, SigningKey, StrategySecret } from './credentials.js';
import type { WebhookEndpointChange } from './endpoint.js';
import type { RulesChange } from './rules.js';

/**
 * One thing that a decision writes, as plain data. A driver of the store has a writer for each kind:
 * one that is missing does not compile. They are written in their order, in one transaction.
 */
export type Change =
  | InteractionChange
  | { readonly kind: 'option'; readonly option: OptionChange }
  | ({ readonly kind: 'object' } & ObjectChange)
  | RulesChange
  /** A version of a strategy; its text is stored once, however many versions have it. */
  | { readonly kind: 'strategy'; readonly version: StrategyVersion }
  /** Every version of a strategy goes, with the texts that no other one has. */
  | { readonly kind: 'strategy_removal'; readonly name: string }
  /** An agent as operators set them up; with an agent goes what is known of where they stand. */
  | {
      readonly kind: 'agent';
      readonly before: Agent | undefined;
      readonly after: Agent | undefined;
    }
  | {
      readonly kind: 'agent_status';
      readonly before: AgentStatus;
      readonly after: AgentStatus;
      readonly facts: readonly AgentFact[];
    }
  /** An agent was offered something, or is free again. */
  | { readonly kind: 'agent_idle'; readonly name: string; readonly at: Moment }
  | {
      readonly kind: 'chat';
      /** Undefined for a new chat. */
      readonly before: Chat | undefined;
      readonly after: Chat;
      readonly facts: readonly ChatFact[];
    }
  | { readonly kind: 'chat_message'; readonly chatId: string; readonly message: ChatMessage }
  /** How long a chat took an agent's place. */
  | {
      readonly kind: 'handling';
      readonly group: string;
      readonly durationMs: number;
      readonly at: Moment;
    }
  /** A visit asked for a chat by itself, whatever came of it. */
  | {
      readonly kind: 'reactive_request';
      readonly group: string;
      readonly visitId: string;
      readonly at: Moment;
    }
  | { readonly kind: 'api_key'; readonly key: ApiKey }
  | { readonly kind: 'publishable_key'; readonly key: PublishableKey }
  | { readonly kind: 'signing_key'; readonly key: SigningKey }
  /** What was marked with it goes too. */
  | { readonly kind: 'signing_key_removal'; readonly id: string }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'session_removal'; readonly id: string }
  | { readonly kind: 'strategy_secret'; readonly secret: StrategySecret }
  | ({ readonly kind: 'webhook_endpoint' } & WebhookEndpointChange)
  /** A mark is kept of the visitor, by which tokens are known that carry one. */
  | { readonly kind: 'erased_visitor'; readonly visitorId: string }
  | { readonly kind: 'kept_answer'; readonly answer: KeptAnswer }
  | LeaseChange
  /** A chat was handed out: that it is held stands in the chat. */
  | { readonly kind: 'chat_lease'; readonly lease: ChatLease }
  | {
      readonly kind: 'refusal';
      readonly refusal: RefusalEntry;
      /** Of a refused creation: it is counted, not listed. */
      readonly category?: string | null;
    }
  | { readonly kind: 'message'; readonly message: Message }
  /** What the changes of the same decision add to the counters. */
  | { readonly kind: 'tally'; readonly rows: readonly TallyRow[] }
  /** A statistic is counted anew, or from another moment on. */
  | { readonly kind: 'counted_series'; readonly counted: CountedSeries }
  /** A message that an endpoint never got, as a new delivery. */
  | {
      readonly kind: 'delivery';
      readonly id: string;
      readonly messageId: string;
      readonly endpointId: string;
    }
  /** A delivery that starts its schedule again. */
  | { readonly kind: 'redelivery'; readonly id: string }
  | { readonly kind: 'audit'; readonly entry: AuditEntry };

/** An identity that nothing is bound to any more goes by itself. */
export interface InteractionChange {
  readonly kind: 'interaction';
  /** Undefined for a new interaction. */
  readonly before: Interaction | undefined;
  readonly after: Interaction;
  readonly facts: readonly Fact[];
  readonly clock: RunningInteractionClock | null;
}

/** What is handed out, extended or given back; the lease is new unless it held already. */
export interface LeaseChange {
  readonly kind: 'lease';
  readonly lease: Lease;
  readonly before: Hold | null;
  readonly after: Hold | null;
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

/** How an idempotent request was answered: with what it made or changed, or a refusal. */
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
  readonly chatId?: string | null;
  /** Of the fact, in the history of its interaction. */
  readonly sequence: number | null;
  /** When it is for one endpoint only. */
  readonly endpointId: string | null;
  readonly body: string;
}

/** How often something happened, and how long it took; added to what was counted before. */
export interface TallyRow {
  /** What is counted. */
  readonly series: string;
  /** Of what; never personal. */
  readonly label: string;
  /** Minutes since the Unix epoch, of the moment of the fact that is counted. */
  readonly minute: number;
  /** Which part of a histogram; 0 where there is none. */
  readonly bucket: number;
  readonly count: number;
  readonly totalMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Of labels that strangers can make up. */
  readonly bound?: TallyBound;
}

/** Where a day has as many labels in a series as it may (`LIMITS.tallyLabels`), one more is `others`. */
export interface TallyBound {
  /** Has one row of each label for a day. */
  readonly series: string;
  /** Null for a label that has its place however many there are. */
  readonly others: string | null;
}

/** In which series a statistic is counted, and what it has counted: everything since a moment. */
export interface CountedSeries {
  readonly statistic: string;
  readonly series: string;
  readonly since: Moment;
}

/** Why a visit was not offered anything. */
export const REFUSAL_REASONS = [
  /** The creation was refused: the visit has a live attempt. */
  'engagement_in_progress',
  /** The creation was refused: the visit has an open chat. */
  'chat_in_progress',
  /** The creation was refused: no such category. */
  'unknown_category',
  /** A strategy decided against it. */
  'not_engaged',
  /** The built-in strategy would have engaged, and no agent would have had room for the chat. */
  'no_capacity',
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
