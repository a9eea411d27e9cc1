import { createHash } from 'node:crypto';
import type {
  RemovalOutcome,
  StrategyOutcome,
  StrategyRequest,
  StrategyWrite,
} from '../decisions/strategies.js';
import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import type { StrategySummary, StrategyVersion } from '../domain/strategies/version.js';
import type { Interpreters } from '../scxml/interpreters.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';

/** What is wrong with a bundle, and what its author should look at again. */
export interface Faults {
  /** None for a bundle that can be run. */
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** A bundle that was looked at, as it would be stored. */
export interface Checked extends Faults {
  readonly strategy: StrategyRequest['strategy'];
}

/** What came of a push; null for a bundle with errors. */
export interface Pushed extends Checked {
  readonly outcome: StrategyOutcome | null;
}

/** SCXML strategies: checked, versioned, audited by their hash. */
export interface Strategies {
  /** The newest version of each, by its name. */
  list(): Promise<readonly StrategySummary[]>;
  /** One version with its text, the newest unless it is said; null for what is not there. */
  get(name: string, version?: number): Promise<StrategyVersion | null>;
  /** Newest first. */
  history(name: string, page: PageRequest): Promise<Page<StrategySummary>>;
  /** Looks at a bundle and stores nothing. */
  check(name: string, bundle: Bundle): Promise<Checked>;
  /** Makes a bundle without errors the newest version. */
  push(name: string, bundle: Bundle, write: StrategyWrite): Promise<Pushed>;
  /** Makes the text of an earlier version the newest; null when there is no such version. */
  rollBack(name: string, version: number, write: StrategyWrite): Promise<StrategyOutcome | null>;
  remove(name: string, write: StrategyWrite): Promise<RemovalOutcome>;
}

export interface StrategiesDependencies {
  readonly store: Store;
  readonly interpreters: Pick<Interpreters, 'check'>;
  /** Who decides on what is Qualified by the configuration of the process. */
  readonly setting: string | undefined;
}

/** The hash by which a text is known: of its main path, then each path with its document, by path. */
function hashOf({ main, files }: Bundle): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([main, sorted]))
    .digest('hex');
}

const bytesOf = ({ files }: Bundle): number =>
  Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);

export function createStrategies({
  store,
  interpreters,
  setting,
}: StrategiesDependencies): Strategies {
  async function check(name: string, bundle: Bundle): Promise<Checked> {
    const { errors, warnings } = await interpreters.check(bundle);
    const { main, files } = bundle;
    const strategy = {
      name,
      sha256: hashOf(bundle),
      main,
      files: Object.keys(files).length,
      bytes: bytesOf(bundle),
      warnings,
      bundle,
    };
    return { errors, warnings, strategy };
  }

  async function get(name: string, version?: number): Promise<StrategyVersion | null> {
    const { strategies } = await store.settings();
    const known = strategies.get(name);
    if (!known || known.sha256 === null) return null;
    return store.read('strategyVersion', name, version ?? known.version);
  }

  return {
    list: () => store.read('strategies'),
    get,
    history: (name, page) => store.read('strategyHistory', name, page),
    check,
    async push(name, bundle, write) {
      const checked = await check(name, bundle);
      const { errors, strategy } = checked;
      const outcome =
        errors.length > 0 ? null : await store.apply('putStrategy', { strategy, ...write });
      return { ...checked, outcome };
    },
    async rollBack(name, version, write) {
      const stored = await get(name, version);
      if (stored === null) return null;
      const { version: _version, at: _at, by: _by, ...strategy } = stored;
      return store.apply('putStrategy', { strategy, ...write });
    },
    remove: (name, write) => store.apply('removeStrategy', { name, setting, ...write }),
  };
}
