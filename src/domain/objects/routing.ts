import { PLACEMENTS } from '../interactions/transition.js';
import { STATES, type State } from '../interactions/vocabulary.js';
import { CATALOGUE } from '../options/catalogue.js';
import { type AnyObject, type ObjectOf, ofKind } from './kinds.js';
import { CLEAN_ENDING, ENGAGED_CLEAN } from './shipped.js';

/**
 * Who decides on what is in a queue: `none` (somebody calls from outside), `builtin` (the part of
 * this service that is made for the queue), `scxml:<name>` with or without `@<version>` (a strategy
 * that was pushed), or the address of a remote one.
 */
export type StrategyName = 'none' | 'builtin' | (string & {});

/** The queue of a state as it is shipped: its view and routing serve queues without their own. */
export function defaultQueueOf(state: State): string {
  return state === 'Missed' ? 'Webengagement_Missed' : CATALOGUE[PLACEMENTS[state].queue].default;
}

const DEFAULT_QUEUES: ReadonlySet<string> = new Set(STATES.map(defaultQueueOf));

/** A strategy takes its interactions through a view; with every view of a queue disabled, none. */
function isTakenFrom(objects: readonly AnyObject[], queue: string): boolean {
  const views = ofKind(objects, 'interaction-queue-views').filter(
    ({ name, properties }) => properties.queue === queue && !name.endsWith(CLEAN_ENDING),
  );
  return views.length === 0 || views.some(({ properties }) => properties.enabled);
}

/** The Enhanced Routing object of a queue, or else that of the default queue of the state. */
export function routingOf(
  objects: readonly AnyObject[],
  queue: string,
  state?: State,
): ObjectOf<'enhanced-routing'> | undefined {
  const routing = ofKind(objects, 'enhanced-routing');
  const named = (name: string | undefined) =>
    routing.find(({ properties }) => properties.queue === name);
  return named(queue) ?? named(state && defaultQueueOf(state));
}

/**
 * The strategy of a queue: what its Enhanced Routing object says, or else that of the default queue
 * of the state. Nobody without both, and nobody while the views of that queue are disabled.
 */
export function strategyOf(
  objects: readonly AnyObject[],
  queue: string,
  state?: State,
): StrategyName {
  const found = routingOf(objects, queue, state);
  return found && isTakenFrom(objects, found.properties.queue)
    ? found.properties.annex.Application.url
    : 'none';
}

/** Who decides on a queue when its strategy does not start; null for nobody. */
export function alternateOf(
  objects: readonly AnyObject[],
  queue: string,
  state?: State,
): StrategyName | null {
  return routingOf(objects, queue, state)?.properties.annex.Application['alternate-url'] ?? null;
}

/** A view that cleaning goes by, and what it is to look at. */
export interface CleaningTarget {
  readonly view: ObjectOf<'interaction-queue-views'>;
  readonly queue: string;
  readonly state: State;
}

/**
 * What cleaning looks at, given the queues that hold something: in each queue each state by the
 * clean views of the queue, or of the state's default queue when the queue has none of its own. An
 * interaction in the default queue of another state goes by its own state.
 */
export function cleaningTargets(
  objects: readonly AnyObject[],
  queues: readonly string[],
): readonly CleaningTarget[] {
  const views = ofKind(objects, 'interaction-queue-views').filter(({ name }) =>
    name.endsWith(CLEAN_ENDING),
  );
  const of = (queue: string) => views.filter(({ properties }) => properties.queue === queue);
  return queues.flatMap((queue) =>
    STATES.flatMap((state) => {
      const standard = defaultQueueOf(state);
      const own = queue === standard || !DEFAULT_QUEUES.has(queue) ? of(queue) : [];
      return (own.length > 0 ? own : of(standard))
        .filter(({ name, properties }) => properties.enabled && name !== ENGAGED_CLEAN)
        .filter(({ properties }) => strategyOf(objects, properties.queue, state) === 'builtin')
        .map((view) => ({ view, queue, state }));
    }),
  );
}
