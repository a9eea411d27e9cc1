import type { Clock } from '../clock.js';
import { PLACEMENTS } from '../domain/interactions/transition.js';
import { alternateOf, type StrategyName, strategyOf } from '../domain/objects/routing.js';
import { inForce } from '../domain/options/timeline.js';
import type { Engine } from '../engine/engine.js';
import type { Store } from '../store/store.js';
import { watchSettings } from '../store/watching.js';
import { decideInTurn, type Everybody } from './in-turn.js';
import type { Decider } from './worker.js';

/**
 * Who decides now: the setting; without one, the Enhanced Routing object of the Qualified queue, or
 * of that state's default queue; without one too, nobody.
 */
export function createStrategyChoice(
  setting: string | undefined,
  store: Pick<Store, 'lastSettings'>,
): () => StrategyName {
  if (setting !== undefined) return () => setting;
  return () => {
    const { objects, timeline } = store.lastSettings();
    return strategyOf(objects, inForce(timeline)[PLACEMENTS.Qualified.queue], 'Qualified');
  };
}

/** Who decides when that one does not start: what the same Enhanced Routing object says, or nobody. */
export function createAlternate(
  setting: string | undefined,
  store: Pick<Store, 'lastSettings'>,
): () => StrategyName | null {
  if (setting !== undefined) return () => null;
  return () => {
    const { objects, timeline } = store.lastSettings();
    return alternateOf(objects, inForce(timeline)[PLACEMENTS.Qualified.queue], 'Qualified');
  };
}

/**
 * Calls `takeUp` when somebody else decides from a commit on, for what nobody decided before; returns
 * what ends that.
 */
export function onNewChoice(
  store: Store,
  clock: Clock,
  choose: () => string,
  takeUp: () => void,
): () => void {
  let chosen = choose();
  return watchSettings(store, clock, () => {
    const before = chosen;
    chosen = choose();
    if (chosen !== before) takeUp();
  });
}

/** Decisions of the built-in strategy that may wait for one transaction. */
const BUILT_IN_CONCURRENCY = 256;
/** How many things a remote strategy is asked about at a time. */
export const REMOTE_CONCURRENCY = 64;

/** How what the choice names decides, with those who do when it does not start. */
export function createDeciders(
  engine: Engine,
  others: Omit<Everybody, 'builtIn'>,
  choose: () => StrategyName,
  instead: () => readonly (StrategyName | null | undefined)[],
): () => Decider | null {
  const builtIn: Decider = {
    concurrency: BUILT_IN_CONCURRENCY,
    decide: async (id) => void (await engine.decide(id)),
  };
  const everybody = { ...others, builtIn: builtIn.decide };
  return () => {
    const name = choose();
    if (name === 'none') return null;
    if (name === 'builtin') return builtIn;
    return {
      concurrency: REMOTE_CONCURRENCY,
      isAsking: true,
      decide: (id) => decideInTurn(id, [name, ...instead()], everybody),
    };
  };
}
