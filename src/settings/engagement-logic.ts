import type { LogicOutcome, LogicWrite } from '../decisions/engagement-logic.js';
import { type LogicVersion, SHIPPED_LOGIC } from '../decisions/logic.js';
import type { Rules } from '../domain/rules/schema.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';
import { withShipped } from './history.js';

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
  const get = (): LogicVersion => store.lastSettings().engagementLogic;
  const set = (rules: Rules, write: LogicWrite): Promise<LogicOutcome> =>
    store.apply('changeLogic', { rules, ...write });

  return {
    get,
    set,
    async rollBack(version, write) {
      const target = version === 1 ? SHIPPED_LOGIC : await store.read('logicVersion', version);
      if (target !== null) return set(target.rules, write);
      const detail = `must be one of the versions 1–${get().version}`;
      return { ok: false, code: 'validation_failed', misfits: [{ pointer: '#/version', detail }] };
    },
    history: async (page) =>
      withShipped(await store.read('logicHistory', page), page.size, SHIPPED_LOGIC),
  };
}
