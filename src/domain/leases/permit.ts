import { PLACEMENTS } from '../interactions/transition.js';
import { STATES, type State } from '../interactions/vocabulary.js';
import { type AnyObject, type ObjectOf, ofKind } from '../objects/kinds.js';
import { defaultQueueOf, routingOf, type StrategyName, strategyOf } from '../objects/routing.js';
import { CLEAN_ENDING } from '../objects/shipped.js';
import type { OptionValues } from '../options/catalogue.js';

/** Who may be deciding: what operators set, and what the process was started with. */
export interface Deciders {
  readonly objects: readonly AnyObject[];
  readonly options: OptionValues;
  /** Who decides on what is Qualified, whatever the objects say; undefined when they do. */
  readonly setting: string | undefined;
}

/** Why nothing is pulled through a view. */
export type PullRefusal =
  | { readonly code: 'not_found'; readonly views: readonly string[] }
  | { readonly code: 'view_disabled' }
  | {
      readonly code: 'not_allowed';
      readonly queue: string;
      readonly decider: 'builtin' | 'remote';
      /** The Enhanced Routing object that says so; null when the process configuration does. */
      readonly routing: string | null;
    };

/** A view that may be pulled through, and the states that it gives away; null for all. */
export interface Permit {
  readonly view: ObjectOf<'interaction-queue-views'>;
  readonly states: readonly State[] | null;
}

/** Who decides on what is in a state in a queue. */
function deciderOf(queue: string, state: State, { objects, options, setting }: Deciders) {
  // Qualified ones have one strategy, wherever they were placed before the option was changed.
  return state === 'Qualified'
    ? (setting ?? strategyOf(objects, options.queueQualified, 'Qualified'))
    : strategyOf(objects, queue, state);
}

/** `state` is what waits there; undefined in a queue that no state has by option. */
function refusalOf(
  queue: string,
  state: State | undefined,
  decider: StrategyName,
  { objects, options, setting }: Deciders,
): PullRefusal {
  const isQualified = state === 'Qualified';
  const routing = routingOf(objects, isQualified ? options.queueQualified : queue, state);
  return {
    code: 'not_allowed',
    queue,
    decider: decider === 'builtin' ? 'builtin' : 'remote',
    routing: isQualified && setting !== undefined ? null : (routing?.name ?? null),
  };
}

/**
 * Whether a view may be pulled through: as long as nobody else decides on what is in its queue, and
 * always through a clean view.
 */
export function permitOf(
  name: string,
  deciders: Deciders,
): Permit | { readonly refusal: PullRefusal } {
  const views = ofKind(deciders.objects, 'interaction-queue-views');
  const view = views.find((each) => each.name === name);
  if (view === undefined)
    return { refusal: { code: 'not_found', views: views.map((each) => each.name) } };
  const { queue, enabled } = view.properties;
  if (!enabled) return { refusal: { code: 'view_disabled' } };
  if (name.endsWith(CLEAN_ENDING)) return { view, states: null };

  const isFree = (state: State): boolean => deciderOf(queue, state, deciders) === 'none';
  const placed = STATES.filter(
    (state) =>
      deciders.options[PLACEMENTS[state].queue] === queue || defaultQueueOf(state) === queue,
  );
  const own = strategyOf(deciders.objects, queue);
  if (placed.length === 0 && own !== 'none')
    return { refusal: refusalOf(queue, undefined, own, deciders) };
  const expected = placed.length > 0 ? placed : STATES;
  const taken = expected.find((state) => !isFree(state));
  if (taken !== undefined && !expected.some(isFree))
    return { refusal: refusalOf(queue, taken, deciderOf(queue, taken, deciders), deciders) };
  return { view, states: STATES.filter(isFree) };
}
