import type { Moment } from '../domain/interactions/interaction.js';
import type { Misfit } from '../domain/problems.js';
import { type ChatRoutingRules, misfitsOfChatRules } from '../domain/rules/chat-routing.js';
import type { Rules } from '../domain/rules/schema.js';
import { misfitsOfRules } from '../domain/rules/validation.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';

/** The rules that operators set, by what is decided with them. */
export interface RulesOf {
  /** Who is engaged, by the built-in strategy. */
  readonly engagementLogic: Rules;
  /** Where chats go. */
  readonly chatRouting: ChatRoutingRules;
}
export type Ruled = keyof RulesOf;

/** One version of such rules. Version 1, without rules, is not stored. */
export interface RulesVersion<R extends Ruled = Ruled> {
  readonly version: number;
  readonly rules: RulesOf[R];
  /** Null for the shipped version. */
  readonly at: Moment | null;
  /** The name of the key that made it. */
  readonly by: string | null;
}

/** A version that somebody made. */
export type WrittenRules = RulesVersion & { readonly at: Moment; readonly by: string };

export interface RulesChange {
  readonly kind: 'rules';
  readonly of: Ruled;
  readonly version: WrittenRules;
}

/** The rules in force, of each sort. */
export type RulesInForce = { readonly [R in Ruled]: RulesVersion<R> };

/** The shipped rules: none, so that every visitor is engaged and every chat goes to the default group. */
export const SHIPPED_RULES = { version: 1, rules: [], at: null, by: null } as const;

export type RulesOutcome<R extends Ruled = Ruled> =
  | { readonly ok: true; readonly inForce: RulesVersion<R> }
  | {
      readonly ok: false;
      readonly code: 'precondition_failed' | 'validation_failed';
      readonly misfits: readonly Misfit[];
    };

/** How operators change rules: the writer, and the version they expect to replace. */
export interface RulesWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

const SORTS: {
  readonly [R in Ruled]: {
    readonly misfitsOf: (rules: RulesOf[R]) => readonly Misfit[];
    readonly audit: Pick<AuditEntry, 'action' | 'target'>;
  };
} = {
  engagementLogic: {
    misfitsOf: misfitsOfRules,
    audit: { action: 'engagement_logic.changed', target: 'engagement-logic' },
  },
  chatRouting: {
    misfitsOf: misfitsOfChatRules,
    audit: { action: 'chat_routing.changed', target: 'chat-routing' },
  },
};

/** Rules of a sort, to be put in force. */
export interface RulesRequest<R extends Ruled> extends RulesWrite {
  readonly of: R;
  readonly rules: RulesOf[R];
}

/** Puts rules in force, as the next version; the same rules again make none. */
function decideRules<R extends Ruled>(
  { of, rules, operator, expectedVersion }: RulesRequest<R>,
  { settings, now }: Deciding,
): Decided<RulesOutcome<R>> {
  const { misfitsOf, audit } = SORTS[of];
  const inForce: RulesInForce = settings;
  const before: RulesVersion<R> = inForce[of];
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed', misfits: [] } };
  const misfits = misfitsOf(rules);
  if (misfits.length > 0) return { result: { ok: false, code: 'validation_failed', misfits } };
  if (JSON.stringify(rules) === JSON.stringify(before.rules))
    return { result: { ok: true, inForce: before } };
  const version = { version: before.version + 1, rules, at: now, by: operator.keyName };
  const entry = {
    at: now,
    ...operator,
    ...audit,
    before: { version: before.version, rules: before.rules },
    after: { version: version.version, rules },
  };
  return {
    changes: [
      { kind: 'rules', of, version },
      { kind: 'audit', entry },
    ],
    result: { ok: true, inForce: version },
  };
}

export const RULES_DECISIONS = {
  changeRules: decision<RulesRequest<Ruled>, RulesOutcome>(NOTHING_READ, decideRules),
};
