import type { Chart, State, Transition } from './chart.js';

/*
 * The parts of the interpretation algorithm (Appendix D of the SCXML Recommendation of 2015) that are
 * questions of the chart alone. States and transitions are numbers; document order is their order.
 */

/** States that are active: always with all their ancestors. */
export type Configuration = ReadonlySet<number>;

/** For a history: the states that were active when its parent was left last. */
export type History = ReadonlyMap<number, readonly number[]>;

export interface Entry {
  /** In document order, as they are entered. */
  readonly states: readonly number[];
  /** Of them, those entered by their initial transition. */
  readonly byDefault: ReadonlySet<number>;
  /** By the parent of a history without a memory: the history's transition. */
  readonly histories: ReadonlyMap<number, number>;
}

/** The state of a number; the numbers of a chart are its own. */
export function stateOf(chart: Chart, index: number): State {
  const state = chart.states[index];
  if (state === undefined) throw new Error(`no state ${index}`);
  return state;
}

/** The transition of a number. */
export function transitionOf(chart: Chart, number: number): Transition {
  const transition = chart.transitions[number];
  if (transition === undefined) throw new Error(`no transition ${number}`);
  return transition;
}

const isWithin = (chart: Chart, state: number, ancestor: number): boolean =>
  state > ancestor && state <= stateOf(chart, ancestor).last;

/** Children that can be active. */
const childrenOf = (chart: Chart, index: number): readonly number[] =>
  stateOf(chart, index).children.filter((child) => stateOf(chart, child).kind !== 'history');

const isCompound = (chart: Chart, index: number): boolean =>
  ['state', 'root'].includes(stateOf(chart, index).kind) && childrenOf(chart, index).length > 0;

const isAtomic = (chart: Chart, index: number): boolean => childrenOf(chart, index).length === 0;

/** From the parent up to the root. */
function ancestorsOf(chart: Chart, index: number): readonly number[] {
  const found: number[] = [];
  for (let at = stateOf(chart, index).parent; at >= 0; at = stateOf(chart, at).parent)
    found.push(at);
  return found;
}

/** Whether a transition's descriptors take an event's name; null asks for a transition without. */
function takes(transition: Transition, name: readonly string[] | null): boolean {
  if (name === null) return transition.events === null;
  return (
    transition.events?.some((descriptor) => descriptor.every((part, at) => part === name[at])) ??
    false
  );
}

/**
 * The transitions that an event enables, or, with null, those without an event; without those that a
 * transition deeper inside or earlier in the document pre-empts. `holds` judges a condition.
 */
export function enabledBy(
  chart: Chart,
  active: Configuration,
  history: History,
  event: string | null,
  holds: (transition: Transition) => boolean,
): readonly number[] {
  const name = event === null ? null : event.split('.');
  const enabled = new Set<number>();
  for (const atomic of [...active].filter((state) => isAtomic(chart, state)).sort(ascending)) {
    const found = [atomic, ...ancestorsOf(chart, atomic)]
      .flatMap((state) => stateOf(chart, state).transitions)
      .find((number) => {
        const transition = transitionOf(chart, number);
        return takes(transition, name) && (transition.cond === null || holds(transition));
      });
    if (found !== undefined) enabled.add(found);
  }
  return withoutConflicts(chart, active, history, [...enabled]);
}

const ascending = (a: number, b: number): number => a - b;

/** Of two transitions that would leave a common state, the one whose source is deeper, else the first. */
function withoutConflicts(
  chart: Chart,
  active: Configuration,
  history: History,
  enabled: readonly number[],
): readonly number[] {
  let kept: number[] = [];
  for (const number of enabled) {
    const exits = new Set(exitsOf(chart, active, history, [number]));
    const { source } = transitionOf(chart, number);
    const conflicting = kept.filter((other) =>
      exitsOf(chart, active, history, [other]).some((state) => exits.has(state)),
    );
    if (!conflicting.every((other) => isWithin(chart, source, transitionOf(chart, other).source)))
      continue;
    kept = [...kept.filter((other) => !conflicting.includes(other)), number];
  }
  return kept;
}

/** The targets of a transition, a history's memory or default in the place of the history. */
function targetsOf(chart: Chart, history: History, number: number): readonly number[] {
  const targets = (transitionOf(chart, number).targets ?? []).flatMap((target) => {
    const { kind, initial } = stateOf(chart, target);
    if (kind !== 'history') return target;
    return history.get(target) ?? (initial === null ? [] : targetsOf(chart, history, initial));
  });
  return [...new Set(targets)];
}

/** The state that stays active while the transition leaves and enters; null for one without a target. */
function domainOf(chart: Chart, history: History, number: number): number | null {
  const { source, isInternal } = transitionOf(chart, number);
  const targets = targetsOf(chart, history, number);
  if (targets.length === 0) return null;
  const allWithin = (ancestor: number): boolean =>
    targets.every((target) => isWithin(chart, target, ancestor));
  if (isInternal && isCompound(chart, source) && allWithin(source)) return source;
  const common = ancestorsOf(chart, source).find(
    (state) => (isCompound(chart, state) || state === 0) && allWithin(state),
  );
  return common ?? 0;
}

/** What the transitions leave, in the order of leaving. */
export function exitsOf(
  chart: Chart,
  active: Configuration,
  history: History,
  transitions: readonly number[],
): readonly number[] {
  const left = new Set<number>();
  for (const number of transitions) {
    const domain = domainOf(chart, history, number);
    if (domain === null) continue;
    for (const state of active) if (isWithin(chart, state, domain)) left.add(state);
  }
  return [...left].sort((a, b) => b - a);
}

/** What a history remembers when its parent is left. */
export function remembered(
  chart: Chart,
  active: Configuration,
  index: number,
): readonly (readonly [number, readonly number[]])[] {
  return stateOf(chart, index)
    .children.filter((child) => stateOf(chart, child).kind === 'history')
    .map((child) => [
      child,
      [...active].filter((state) =>
        stateOf(chart, child).isDeep
          ? isAtomic(chart, state) && isWithin(chart, state, index)
          : stateOf(chart, state).parent === index,
      ),
    ]);
}

/** What the transitions enter; with null, what a session begins in. */
export function entryOf(
  chart: Chart,
  history: History,
  transitions: readonly number[] | null,
): Entry {
  const states = new Set<number>();
  const byDefault = new Set<number>();
  const histories = new Map<number, number>();

  function addAll(targets: readonly number[], ancestor: number): void {
    for (const target of targets) addWithin(target);
    for (const target of targets) addAncestors(target, ancestor);
  }

  function addWithin(index: number): void {
    const state = stateOf(chart, index);
    if (state.kind === 'history') {
      const memory = history.get(index);
      if (memory !== undefined) addAll(memory, state.parent);
      else if (state.initial !== null) {
        histories.set(state.parent, state.initial);
        addAll(transitionOf(chart, state.initial).targets ?? [], state.parent);
      }
      return;
    }
    states.add(index);
    if (isCompound(chart, index)) {
      byDefault.add(index);
      const targets =
        state.initial === null
          ? childrenOf(chart, index).slice(0, 1)
          : (transitionOf(chart, state.initial).targets ?? []);
      addAll(targets, index);
    } else if (state.kind === 'parallel') addRegions(index);
  }

  function addRegions(index: number): void {
    for (const child of childrenOf(chart, index))
      if (![...states].some((state) => isWithin(chart, state, child) || state === child))
        addWithin(child);
  }

  function addAncestors(index: number, ancestor: number): void {
    for (const above of ancestorsOf(chart, index)) {
      if (above <= ancestor) return;
      states.add(above);
      if (stateOf(chart, above).kind === 'parallel') addRegions(above);
    }
  }

  if (transitions === null) addWithin(0);
  for (const number of transitions ?? []) {
    const { targets } = transitionOf(chart, number);
    if (targets === null) continue;
    for (const target of targets) addWithin(target);
    const domain = domainOf(chart, history, number) ?? 0;
    for (const target of targetsOf(chart, history, number)) addAncestors(target, domain);
  }
  states.delete(0);
  return { states: [...states].sort(ascending), byDefault, histories };
}

/** Whether a state is done: a compound one in a final child, a parallel one in all of its children. */
export function isDone(chart: Chart, active: Configuration, index: number): boolean {
  const children = childrenOf(chart, index);
  if (stateOf(chart, index).kind === 'parallel')
    return children.every((child) => isDone(chart, active, child));
  return children.some((child) => active.has(child) && stateOf(chart, child).kind === 'final');
}
