import type { StrategyReference } from '../domain/strategies/reference.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { Store } from '../store/store.js';

/** Texts that are kept at hand: of each of them many sessions begin. */
const MOST_KEPT = 16;

/** The texts of strategies, read once and kept: a version never changes. */
export interface StrategyTexts {
  /** The version that a reference names now; null for one that is not there. */
  get(reference: StrategyReference): Promise<StrategyVersion | null>;
}

export function createStrategyTexts(store: Pick<Store, 'read' | 'lastSettings'>): StrategyTexts {
  const kept = new Map<string, StrategyVersion>();
  return {
    async get({ name, version }) {
      const known = store.lastSettings().strategies.get(name);
      if (!known || known.sha256 === null) return null;
      const number = version ?? known.version;
      const key = `${name}@${number}`;
      const found = kept.get(key) ?? (await store.read('strategyVersion', name, number));
      if (found === null) return null;
      // The one that was asked for last goes last.
      kept.delete(key);
      kept.set(key, found);
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
      return found;
    },
  };
}
