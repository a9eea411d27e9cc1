import { type LogicVersion, SHIPPED_LOGIC } from '../decisions/logic.js';
import { decideLogic, type LogicOutcome, type LogicWrite } from '../decisions/strategy.js';
import type { Rules } from '../domain/rules/schema.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';

/** The rules of the built-in strategy: validated, versioned, audited, effective in one commit. */
export interface EngagementLogic {
  get(): LogicVersion;
  set(rules: Rules, write: LogicWrite): Promise<LogicOutcome>;
  /** Makes the rules of an earlier version the newest. */
  rollBack(version: number, write: LogicWrite): Promise<LogicOutcome>;
  /** Newest first; the last one is the shipped version. */
  history(page: PageRequest): Promise<Page<LogicVersion>>;
}

export function createEngagementLogic(store: Store): EngagementLogic {
  const set = (rules: Rules, write: LogicWrite): Promise<LogicOutcome> =>
    store.apply({}, (context) => decideLogic(rules, write, context));

  return {
    get: () => store.engagementLogic(),
    set,
    async rollBack(version, write) {
      const target = version === 1 ? SHIPPED_LOGIC : await store.engagementLogicVersion(version);
      if (target !== undefined) return set(target.rules, write);
      const detail = `must be one of the versions 1–${store.engagementLogic().version}`;
      return { ok: false, code: 'validation_failed', misfits: [{ pointer: '#/version', detail }] };
    },
    async history(page) {
      const { items, next } = await store.engagementLogicHistory(page);
      if (next !== null) return { items, next };
      // The shipped version ends the list: one more than a page holds has a page of its own.
      return items.length === page.size
        ? { items, next: 2 }
        : { items: [...items, SHIPPED_LOGIC], next: null };
    },
  };
}
