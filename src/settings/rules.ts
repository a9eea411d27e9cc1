import {
  type Ruled,
  type RulesInForce,
  type RulesOf,
  type RulesOutcome,
  type RulesVersion,
  type RulesWrite,
  SHIPPED_RULES,
} from '../decisions/rules.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';
import { withShipped } from './history.js';

/** Rules of one sort: validated, versioned, audited, effective in one commit. */
export interface RuleBook<R extends Ruled> {
  get(settings: RulesInForce): RulesVersion<R>;
  set(rules: RulesOf[R], write: RulesWrite): Promise<RulesOutcome<R>>;
  /** Makes the rules of an earlier version the newest. */
  rollBack(version: number, write: RulesWrite): Promise<RulesOutcome<R>>;
  /** Newest first; the last one is the shipped version. */
  history(page: PageRequest): Promise<Page<RulesVersion<R>>>;
}

export function createRuleBook<R extends Ruled>(store: Store, of: R): RuleBook<R> {
  // The store answers with the rules that it was asked for.
  const set = (rules: RulesOf[R], write: RulesWrite) =>
    store.apply('changeRules', { of, rules, ...write }) as Promise<RulesOutcome<R>>;
  const stored = (version: number) =>
    store.read('rulesVersion', of, version) as Promise<RulesVersion<R> | null>;
  const listed = (page: PageRequest) =>
    store.read('rulesHistory', of, page) as Promise<Page<RulesVersion<R>>>;

  return {
    get: (settings) => settings[of],
    set,
    async rollBack(version, write) {
      const target = version === SHIPPED_RULES.version ? SHIPPED_RULES : await stored(version);
      if (target !== null) return set(target.rules, write);
      const newest = store.lastSettings()[of].version;
      const detail = `must be one of the versions 1–${newest}`;
      return { ok: false, code: 'validation_failed', misfits: [{ pointer: '#/version', detail }] };
    },
    history: async (page) => withShipped(await listed(page), page.size, SHIPPED_RULES),
  };
}
