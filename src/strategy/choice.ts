import type { Config } from '../config.js';
import type { Engine } from '../engine.js';
import { PLACEMENTS } from '../lifecycle/transition.js';
import { CATALOGUE } from '../options/catalogue.js';
import { inForce } from '../options/timeline.js';
import type { Store } from '../store/store.js';

/** Who decides on Qualified interactions: a word, or the URL of a remote strategy. */
export type StrategyName = 'none' | 'builtin' | (string & {});

/**
 * Who decides now: the setting; without one, the Enhanced Routing object of the Qualified queue, or
 * of that state's default queue; without one too, the built-in strategy.
 */
export function createStrategyChoice(
  setting: Config['strategy'],
  engine: Engine,
  store: Store,
): () => StrategyName {
  if (setting !== undefined) return () => setting;
  const option = PLACEMENTS.Qualified.queue;
  return () =>
    store.strategyOf(inForce(engine.timeline())[option]) ??
    store.strategyOf(CATALOGUE[option].default) ??
    'builtin';
}
