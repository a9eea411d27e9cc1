import { AGENT_STANDING_DECISIONS } from './agent-standing.js';
import { AGENT_DECISIONS } from './agents.js';
import { ASIDE_DECISIONS } from './aside.js';
import { BACKUP_DECISIONS } from './backups.js';
import { BULK_DECISIONS } from './bulk.js';
import { CHAT_INSTRUCTION_DECISIONS } from './chat-instructions.js';
import { CHAT_LEASE_DECISIONS } from './chat-leases.js';
import { CHAT_REQUEST_DECISIONS } from './chat-requests.js';
import { CHAT_DECISIONS } from './chats.js';
import { CONVERSATION_DECISIONS } from './conversation.js';
import type { NamedDecision } from './decision.js';
import { ERASURE_DECISIONS } from './erasure.js';
import { INTERACTION_DECISIONS } from './interactions.js';
import { KEY_DECISIONS } from './keys.js';
import { LEASE_DECISIONS } from './leases.js';
import { OBJECT_DECISIONS } from './objects.js';
import { OPTION_DECISIONS } from './options.js';
import { PACING_DECISIONS } from './pacing.js';
import { PROVISIONING_DECISIONS } from './provisioning.js';
import { RECOUNTING_DECISIONS } from './recounting.js';
import { ROUTING_DECISIONS } from './routing.js';
import { RULES_DECISIONS } from './rules.js';
import { SESSION_DECISIONS } from './sessions.js';
import { SIGNING_KEY_DECISIONS } from './signing-keys.js';
import { STORED_STRATEGY_DECISIONS } from './strategies.js';
import { STRATEGY_DECISIONS } from './strategy.js';
import { USER_DATA_DECISIONS } from './user-data.js';
import { WEBHOOK_DECISIONS } from './webhook-endpoints.js';
import { WEBHOOK_RECOVERY_DECISIONS } from './webhook-recovery.js';

/**
 * Everything that can be decided, by name: what a store's one write is asked for. Arguments and
 * results are plain data, so that a decision may run wherever a driver likes.
 */
export const DECISIONS = {
  ...INTERACTION_DECISIONS,
  ...ERASURE_DECISIONS,
  ...STRATEGY_DECISIONS,
  ...LEASE_DECISIONS,
  ...PACING_DECISIONS,
  ...OPTION_DECISIONS,
  ...OBJECT_DECISIONS,
  ...PROVISIONING_DECISIONS,
  ...RULES_DECISIONS,
  ...STORED_STRATEGY_DECISIONS,
  ...USER_DATA_DECISIONS,
  ...KEY_DECISIONS,
  ...SIGNING_KEY_DECISIONS,
  ...SESSION_DECISIONS,
  ...WEBHOOK_DECISIONS,
  ...WEBHOOK_RECOVERY_DECISIONS,
  ...AGENT_DECISIONS,
  ...AGENT_STANDING_DECISIONS,
  ...CHAT_REQUEST_DECISIONS,
  ...CHAT_LEASE_DECISIONS,
  ...CHAT_DECISIONS,
  ...CONVERSATION_DECISIONS,
  ...ROUTING_DECISIONS,
  ...CHAT_INSTRUCTION_DECISIONS,
  ...BACKUP_DECISIONS,
  ...BULK_DECISIONS,
  ...RECOUNTING_DECISIONS,
  ...ASIDE_DECISIONS,
};
export type DecisionName = keyof typeof DECISIONS;

/** What each decision is given, and what it comes to. */
export type Decisions = {
  readonly [D in DecisionName]: (typeof DECISIONS)[D] extends NamedDecision<infer A, infer R>
    ? { readonly args: A; readonly result: R }
    : never;
};

/** How a driver of the store knows them. */
export type DecisionTable = {
  readonly [D in DecisionName]: NamedDecision<Decisions[D]['args'], Decisions[D]['result']>;
};
