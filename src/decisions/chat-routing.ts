import type { Moment } from '../domain/interactions/interaction.js';
import type { Misfit } from '../domain/problems.js';
import { type ChatRoutingRules, misfitsOfChatRules } from '../domain/rules/chat-routing.js';
import type { Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';

/** One version of the rules of Chat Routing. Version 1, without rules, is not stored. */
export interface ChatRoutingVersion {
  readonly version: number;
  readonly rules: ChatRoutingRules;
  /** Null for the shipped version. */
  readonly at: Moment | null;
  /** The name of the key that made it. */
  readonly by: string | null;
}

/** A version that somebody made. */
export type WrittenChatRouting = ChatRoutingVersion & { readonly at: Moment; readonly by: string };

/** The shipped rules: none, so that every chat goes to the default group. */
export const SHIPPED_CHAT_ROUTING: ChatRoutingVersion = {
  version: 1,
  rules: [],
  at: null,
  by: null,
};

export type ChatRoutingOutcome =
  | { readonly ok: true; readonly routing: ChatRoutingVersion }
  | {
      readonly ok: false;
      readonly code: 'precondition_failed' | 'validation_failed';
      readonly misfits: readonly Misfit[];
    };

/** How ops change the rules: the writer, and the version they expect to replace. */
export interface ChatRoutingWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** Puts rules in force, as the next version; the same rules again make none. */
function decideRouting(
  { rules, operator, expectedVersion }: ChatRoutingWrite & { readonly rules: ChatRoutingRules },
  { settings: { chatRouting: before }, now }: Deciding,
): Decided<ChatRoutingOutcome> {
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed', misfits: [] } };
  const misfits = misfitsOfChatRules(rules);
  if (misfits.length > 0) return { result: { ok: false, code: 'validation_failed', misfits } };
  if (JSON.stringify(rules) === JSON.stringify(before.rules))
    return { result: { ok: true, routing: before } };
  const routing = { version: before.version + 1, rules, at: now, by: operator.keyName };
  const entry = {
    at: now,
    ...operator,
    action: 'chat_routing.changed',
    target: 'chat-routing',
    before: { version: before.version, rules: before.rules },
    after: { version: routing.version, rules },
  } as const;
  return {
    changes: [
      { kind: 'chat_routing', routing },
      { kind: 'audit', entry },
    ],
    result: { ok: true, routing },
  };
}

export const CHAT_ROUTING_DECISIONS = {
  changeChatRouting: decision(NOTHING_READ, decideRouting),
};
