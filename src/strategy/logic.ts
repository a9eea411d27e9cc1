import type { Store } from '../store/store.js';
import { type LogicVersion, SHIPPED_LOGIC } from '../store/strategy.js';
import { decideLogic, type LogicOutcome, type LogicWrite } from './decisions.js';
import type { Rules } from './schema.js';

/** The rules of the built-in strategy: validated, versioned, audited, effective in one commit. */
export interface EngagementLogic {
  get(): LogicVersion;
  set(rules: Rules, write: LogicWrite): Promise<LogicOutcome>;
  /** Makes the rules of an earlier version the newest. */
  rollBack(version: number, write: LogicWrite): Promise<LogicOutcome>;
  /** Newest first; the last one is the shipped version. */
  history(): Promise<readonly LogicVersion[]>;
}

export function createEngagementLogic(store: Store): EngagementLogic {
  const set = (rules: Rules, write: LogicWrite): Promise<LogicOutcome> =>
    store.apply({}, (context) => decideLogic(rules, write, context));

  const history = async (): Promise<readonly LogicVersion[]> => [
    ...(await store.engagementLogicHistory()),
    SHIPPED_LOGIC,
  ];

  return {
    get: () => store.engagementLogic(),
    set,
    async rollBack(version, write) {
      const versions = await history();
      const target = versions.find((each) => each.version === version);
      if (target !== undefined) return set(target.rules, write);
      const detail = `must be one of the versions 1–${versions[0]?.version ?? 1}`;
      return { ok: false, code: 'validation_failed', misfits: [{ pointer: '#/version', detail }] };
    },
    history,
  };
}
