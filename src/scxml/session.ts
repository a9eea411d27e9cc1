import {
  enabledBy,
  entryOf,
  exitsOf,
  isDone,
  remembered,
  stateOf,
  transitionOf,
} from './algorithm.js';
import type { Chart, Data, Step, Transition } from './chart.js';
import {
  type EngineEvent,
  inside,
  literal,
  type ScriptEngine,
  ScriptFault,
  type Wire,
} from './engine.js';
import { fail, holds, perform, type Stage } from './steps.js';
import type { Tracer } from './trace.js';
import { dataOfPayload, wireOf } from './values.js';

/** An invoked session, seen from the one that invoked it. */
export interface Invoked {
  readonly id: string;
  readonly finalize: readonly Step[];
  readonly autoforward: boolean;
  deliver(event: EngineEvent): void;
  cancel(): void;
}

/** What surrounds a session. */
export interface Surroundings {
  readonly tracer: Tracer;
  /** What an invoker says of data by their ids, instead of what the document says. */
  readonly given: ReadonlyMap<string, Wire | undefined>;
  /** What content works on, once the internal queue is there. */
  stage(raise: Stage['raise'], engine: ScriptEngine): Stage;
  /** Starts what an `<invoke>` names; null, with an error raised, when it cannot. */
  invoke(state: number, number: number, stage: Stage): Invoked | null;
  /** Counts a microstep; `true` begins a macrostep. */
  step(begins: boolean): void;
  /** Counts an event that begins to wait, or that waits no longer. */
  wait(event: EngineEvent, isOver: boolean): void;
  /** Before scripts see an event from outside. */
  note(event: EngineEvent, engine: ScriptEngine): void;
}

/** One session of a chart: the interpretation algorithm, one step at a time. */
export interface Session {
  readonly chart: Chart;
  /** An event from outside. */
  deliver(event: EngineEvent): void;
  /** Does the next thing: `idle` when it waits for an event, `over` when it has ended. */
  step(): 'more' | 'idle' | 'over';
  /** Leaves all states, as when the invoking session has no use for it any more. */
  cancel(): void;
  /** Ends it as it is: nothing runs any more. */
  discard(): void;
  /** What it ended with. */
  result(): Wire | undefined;
  /** The active invocation of that id. */
  invoked(id: string): Invoked | undefined;
  /** Ids of the active states, in document order; after the end those it ended in. */
  states(): readonly string[];
}

/** A session that has not begun: its first step enters the initial states. */
export function createSession(chart: Chart, around: Surroundings, engine: ScriptEngine): Session {
  const { tracer } = around;
  const active = new Set<number>();
  const history = new Map<number, readonly number[]>();
  const internal: EngineEvent[] = [];
  const external: EngineEvent[] = [];
  const toInvoke = new Set<number>();
  /** States that were entered once: data that are bound late have their values. */
  const known = new Set<number>();
  const invocations = new Map<number, Invoked[]>();
  let phase: 'new' | 'running' | 'over' = 'new';
  let isDoneNow = false;
  let isSettled = false;
  let result: Wire | undefined;
  let last: readonly string[] = [];

  const stage = around.stage((event) => {
    around.wait(event, false);
    internal.push(event);
  }, engine);

  const idsOf = (states: Iterable<number>): readonly string[] =>
    [...states].map((state) => stateOf(chart, state).id);
  const inOrder = (): readonly number[] => [...active].sort((a, b) => a - b);
  const holding = (transition: Transition): boolean =>
    transition.cond === null || holds(transition.cond, stage, transition);

  /** Does something for a datum; what goes wrong is an event. */
  function forDatum(datum: Data, act: (location: string) => void): void {
    try {
      act(chart.mode === 'ors' ? `_data[${literal(datum.id)}]` : datum.id);
    } catch (error) {
      if (!(error instanceof ScriptFault)) throw error;
      fail(stage, error, datum);
    }
  }

  const declare = (datum: Data): void =>
    forDatum(datum, (location) =>
      engine.run(chart.mode === 'ors' ? `${location} = undefined;` : `var ${location};`),
    );

  const initialise = (datum: Data, isTop: boolean): void =>
    forDatum(datum, (location) => {
      const { content } = datum;
      if (isTop && around.given.has(datum.id)) engine.set(location, around.given.get(datum.id));
      else if (content !== null && 'expr' in content)
        engine.run(`${location} = ${inside(content.expr)};`);
      else if (content !== null) engine.set(location, wireOf(engine, content));
    });

  function begin(): void {
    phase = 'running';
    for (const { data } of chart.states) data.forEach(declare);
    for (const [index, { data }] of chart.states.entries())
      if (index === 0 || !chart.isLate) for (const datum of data) initialise(datum, index === 0);
    perform(chart.scripts, stage);
    enter(null, null, []);
  }

  function leave(exits: readonly number[]): void {
    for (const index of exits) {
      toInvoke.delete(index);
      for (const [state, memory] of remembered(chart, active, index)) history.set(state, memory);
    }
    for (const index of exits) {
      for (const block of stateOf(chart, index).onexit) perform(block, stage);
      for (const one of invocations.get(index) ?? []) one.cancel();
      invocations.delete(index);
      active.delete(index);
    }
  }

  function enter(
    transitions: readonly number[] | null,
    event: string | null,
    exits: readonly number[],
  ): void {
    const entry = entryOf(chart, history, transitions);
    if (entry.byDefault.has(0)) performInitial(0);
    for (const index of entry.states) {
      const state = stateOf(chart, index);
      active.add(index);
      toInvoke.add(index);
      if (chart.isLate && !known.has(index))
        for (const datum of state.data) initialise(datum, false);
      known.add(index);
      for (const block of state.onentry) perform(block, stage);
      if (entry.byDefault.has(index)) performInitial(index);
      const remembering = entry.histories.get(index);
      if (remembering !== undefined) perform(transitionOf(chart, remembering).steps, stage);
      if (state.kind === 'final') finish(index);
    }
    tracer.line({
      event,
      exited: idsOf(exits),
      entered: idsOf(entry.states),
      transitions: (transitions ?? []).map((number) => {
        const { file, line } = transitionOf(chart, number);
        return { file, line };
      }),
    });
  }

  function performInitial(index: number): void {
    const { initial } = stateOf(chart, index);
    if (initial !== null) perform(transitionOf(chart, initial).steps, stage);
  }

  /** A final state was entered: its parent is done, and every parallel state that is done with it. */
  function finish(index: number): void {
    const { parent, done } = stateOf(chart, index);
    const data =
      done === null
        ? undefined
        : dataOfPayload(engine, done, [], (fault) => fail(stage, fault, stateOf(chart, index)));
    if (parent === 0) {
      isDoneNow = true;
      result = data;
      return;
    }
    const tell = (state: number, carried: Wire | undefined): void =>
      stage.raise({
        name: `done.state.${stateOf(chart, state).id}`,
        type: 'platform',
        data: carried,
      });
    tell(parent, data);
    for (
      let above = stateOf(chart, parent).parent;
      above > 0 && stateOf(chart, above).kind === 'parallel' && isDone(chart, active, above);
      above = stateOf(chart, above).parent
    )
      tell(above, undefined);
  }

  function take(transitions: readonly number[], event: string | null): void {
    around.step(false);
    const exits = exitsOf(chart, active, history, transitions);
    leave(exits);
    for (const number of transitions) perform(transitionOf(chart, number).steps, stage);
    enter(transitions, event, exits);
  }

  const enabled = (event: string | null): readonly number[] =>
    enabledBy(chart, active, history, event, holding);

  /** The rest of a macrostep, one microstep at a time; false when it is through. */
  function settle(): boolean {
    const eventless = enabled(null);
    if (eventless.length > 0) {
      take(eventless, null);
      return true;
    }
    const event = internal.shift();
    if (event === undefined) return false;
    around.wait(event, true);
    engine.setEvent(event);
    const chosen = enabled(event.name);
    if (chosen.length > 0) take(chosen, event.name);
    return true;
  }

  function startInvocations(): void {
    for (const index of [...toInvoke].sort((a, b) => a - b)) {
      const started = stateOf(chart, index).invokes.flatMap(
        (_, number) => around.invoke(index, number, stage) ?? [],
      );
      if (started.length > 0) invocations.set(index, started);
    }
    toInvoke.clear();
  }

  function takeExternal(event: EngineEvent): void {
    around.wait(event, true);
    around.step(true);
    around.note(event, engine);
    engine.setEvent(event);
    for (const one of [...invocations.values()].flat()) {
      if (one.id === event.invokeid) perform(one.finalize, stage);
      if (one.autoforward) one.deliver(event);
    }
    const chosen = enabled(event.name);
    if (chosen.length > 0) take(chosen, event.name);
    isSettled = false;
  }

  function end(): void {
    phase = 'over';
    last = idsOf(inOrder());
    leave([...inOrder()].reverse());
    for (const event of [...internal, ...external]) around.wait(event, true);
    engine.dispose();
  }

  return {
    chart,
    deliver(event) {
      if (phase === 'over') return;
      around.wait(event, false);
      external.push(event);
    },
    step() {
      if (phase === 'over') return 'over';
      if (phase === 'new') begin();
      else if (isSettled) {
        const event = external.shift();
        if (event === undefined) return 'idle';
        takeExternal(event);
      } else if (!settle()) {
        startInvocations();
        isSettled = internal.length === 0;
      }
      if (isDoneNow) end();
      return isDoneNow ? 'over' : 'more';
    },
    cancel() {
      if (phase !== 'over') end();
    },
    discard() {
      if (phase === 'over') return;
      last = idsOf(inOrder());
      phase = 'over';
      engine.dispose();
    },
    result: () => result,
    invoked: (id) => [...invocations.values()].flat().find((one) => one.id === id),
    states: () => (phase === 'over' ? last : idsOf(inOrder())),
  };
}
