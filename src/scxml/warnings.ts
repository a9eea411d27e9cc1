import type { Fault } from '../domain/strategies/bundle.js';
import type { Chart, State, Step } from './chart.js';

/** What is hardly meant in a chart that could run. */
export function warningsOf(chart: Chart): readonly Fault[] {
  const reached = reachable(chart);
  const at = ({ file, line }: State, detail: string): Fault => ({ file, line, column: 1, detail });
  const unreached = chart.states.filter(
    (state, index) =>
      // What is in an unreachable state needs no line of its own.
      !reached.has(index) && reached.has(state.parent) && state.kind !== 'history',
  );
  const steps = [...reached].flatMap((index) => stepsOf(chart, index));
  const [root] = chart.states;
  const isDeciding = [...steps, ...chart.scripts].some(canDecide);
  return [
    ...unreached.map((state) => at(state, `no transition leads to ${state.id}`)),
    ...(isDeciding || root === undefined
      ? []
      : [at(root, 'nothing that is reached can decide: no fetch, submit, redirect or terminate')]),
  ];
}

/** The states that could be entered if every condition held and every event came. */
function reachable(chart: Chart): ReadonlySet<number> {
  const reached = new Set<number>();
  const waiting: number[] = [0];
  const targetsOf = (number: number | null): readonly number[] =>
    (number === null ? null : chart.transitions[number]?.targets) ?? [];
  for (;;) {
    const index = waiting.pop();
    if (index === undefined) return reached;
    const state = chart.states[index];
    if (state === undefined || reached.has(index)) continue;
    reached.add(index);
    if (state.parent >= 0) waiting.push(state.parent);
    for (const number of state.transitions) waiting.push(...targetsOf(number));
    const real = state.children.filter((child) => chart.states[child]?.kind !== 'history');
    if (state.kind === 'parallel') waiting.push(...real);
    else if (state.initial !== null) waiting.push(...targetsOf(state.initial));
    else waiting.push(...real.slice(0, 1));
  }
}

function stepsOf(chart: Chart, index: number): readonly Step[] {
  const state = chart.states[index];
  if (state === undefined) return [];
  const numbers =
    state.initial === null ? state.transitions : [state.initial, ...state.transitions];
  return [
    ...state.onentry.flat(),
    ...state.onexit.flat(),
    ...numbers.flatMap((number) => chart.transitions[number]?.steps ?? []),
    ...state.invokes.flatMap(({ finalize }) => finalize),
  ];
}

/** Whether a step, or one within it, asks for something that could decide. */
function canDecide(step: Step): boolean {
  if (step.do === 'act')
    return ['fetch', 'submit', 'redirect', 'terminate'].includes(step.act.type);
  if (step.do === 'if') return step.branches.some(({ steps }) => steps.some(canDecide));
  return step.do === 'foreach' && step.steps.some(canDecide);
}
