import type { Misfit } from '../domain/problems.js';
import type { Rules } from '../domain/rules/schema.js';
import { misfitsOfRules } from '../domain/rules/validation.js';
import type { Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import type { LogicVersion } from './logic.js';

export type LogicOutcome =
  | { readonly ok: true; readonly logic: LogicVersion }
  | {
      readonly ok: false;
      readonly code: 'precondition_failed' | 'validation_failed';
      readonly misfits: readonly Misfit[];
    };

/** How ops change the rules: the writer, and the version they expect to replace. */
export interface LogicWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** Puts rules in force, as the next version; the same rules again make none. */
function decideLogic(
  { rules, operator, expectedVersion }: LogicWrite & { readonly rules: Rules },
  { settings: { engagementLogic: before }, now }: Deciding,
): Decided<LogicOutcome> {
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed', misfits: [] } };
  const misfits = misfitsOfRules(rules);
  if (misfits.length > 0) return { result: { ok: false, code: 'validation_failed', misfits } };
  if (JSON.stringify(rules) === JSON.stringify(before.rules))
    return { result: { ok: true, logic: before } };
  const logic = { version: before.version + 1, rules, at: now, by: operator.keyName };
  return {
    changes: [
      { kind: 'engagement_logic', logic },
      {
        kind: 'audit',
        entry: {
          at: now,
          ...operator,
          action: 'engagement_logic.changed',
          target: 'engagement-logic',
          before: { version: before.version, rules: before.rules },
          after: { version: logic.version, rules },
        },
      },
    ],
    result: { ok: true, logic },
  };
}

export const LOGIC_DECISIONS = {
  changeLogic: decision(NOTHING_READ, decideLogic),
};
