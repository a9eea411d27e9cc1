import type { Ruled, RulesOf, RulesVersion } from '../../decisions/rules.js';

/** Where the versions of each sort of rules stand. */
export const RULES_TABLES = {
  engagementLogic: 'engagement_logic',
  chatRouting: 'chat_routing',
} as const satisfies Record<Ruled, string>;

/** A row of one of those tables. */
export interface RulesRow {
  readonly version: number;
  readonly rules: string;
  readonly at: number;
  readonly actor: string;
}

/** The version of the rules that a row holds. */
export function rulesOf<R extends Ruled>({ version, rules, at, actor }: RulesRow): RulesVersion<R> {
  return { version, rules: JSON.parse(rules) as RulesOf[R], at, by: actor };
}
