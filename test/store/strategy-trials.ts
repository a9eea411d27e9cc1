import type { StrategyRequest } from '#src/decisions/strategies.js';
import type { StrategyVersion } from '#src/domain/strategies/version.js';
import { T0 } from '../support/lifecycle.js';
import type { Trial } from './trial.js';

/** A strategy to be pushed, told apart by its text. */
export const strategyOf = (text: string, name = 'logic'): StrategyRequest['strategy'] => ({
  name,
  sha256: `${text}#`,
  main: 'main.scxml',
  files: 1,
  bytes: text.length,
  warnings: [{ file: 'main.scxml', line: 2, column: 1, detail: 'No way leads there.' }],
  bundle: { main: 'main.scxml', files: { 'main.scxml': text } },
});

/** The same as a version that is stored. */
export const versionOf = (
  text: string,
  version = 1,
  more: Partial<StrategyVersion> = {},
): StrategyVersion => ({ ...strategyOf(text), version, at: T0, by: 'ops', ...more });

export const PUSHED = { kind: 'strategy', version: versionOf('a') } as const;

/** The changes of strategies, and where they are found again. */
export const STRATEGY_TRIALS = {
  strategy: {
    change: PUSHED,
    back: (store) => store.read('strategyVersion', 'logic', 1),
    found: PUSHED.version,
    isSetting: true,
  },
  strategy_removal: {
    first: [PUSHED],
    change: { kind: 'strategy_removal', name: 'logic' },
    back: async (store) => [
      (await store.settings()).strategies.get('logic'),
      await store.read('strategies'),
      await store.read('strategyVersion', 'logic', 1),
    ],
    found: [{ version: 1, sha256: null }, [], null],
    isSetting: true,
  },
} as const satisfies {
  readonly [K in 'strategy' | 'strategy_removal']: Trial<K>;
};
