import type { Bundle } from '../domain/strategies/bundle.js';
import { createBudget, Killed, type Watched } from './budget.js';
import type { Chart } from './chart.js';
import {
  charsOf,
  createEngine,
  type EngineEvent,
  literal,
  type OpenVm,
  type Wire,
} from './engine.js';
import type { Action, Ended, Opening, SessionEvent } from './host.js';
import { filesOf } from './include.js';
import { invokeFrom } from './invoking.js';
import { doneInvoke, type Member } from './member.js';
import { createHooks, createOutside, openingEvents } from './outside.js';
import { sendFrom } from './sending.js';
import { createSession } from './session.js';
import { createTimers, type Timing } from './timers.js';
import { createTracer } from './trace.js';

/** What a family of sessions runs on. */
export interface Ground {
  readonly open: OpenVm;
  readonly watched: Watched;
  readonly timing: Timing;
  /** Asks the world; `answer` is called once, with null for silence. */
  readonly ask: (action: Action, answer: (event: SessionEvent | null) => void) => void;
  /** Whether events may come that answer nothing. */
  readonly isListening: boolean;
}

/** A session with all that it has invoked: they share a clock and a budget, and end together. */
export interface Family {
  /** Until its end; never rejects. */
  run(): Promise<Ended>;
  /** An event from outside, for the first session. */
  send(event: SessionEvent): void;
  /** Ends it as `stopped`. */
  stop(): void;
}

/** How long a family works before others have their turn, in milliseconds. */
const TURN_MS = 8;

type Outcome = Pick<Ended, 'how' | 'limit' | 'detail'>;

/** Prepares the session of a chart; `run` begins it. */
export function createFamily(
  chart: Chart,
  bundle: Bundle,
  opening: Opening,
  ground: Ground,
): Family {
  const files = filesOf(bundle);
  const budget = createBudget(ground.watched);
  const tracer = createTracer();
  const isVirtual = opening.clock === 'virtual';
  const timers = createTimers(opening.session.now, isVirtual, ground.timing, budget);
  const members = new Map<string, Member>();
  let outcome: Outcome | null = null;
  let wake: () => void = () => {};
  let beingMade = 0;
  let drawn = 0;

  const draw = (prefix: string): string => {
    drawn += 1;
    return `${prefix}.${drawn}`;
  };
  const end = (how: Ended['how'], detail: string | null = null): void => {
    outcome ??= { how, limit: null, detail };
    wake();
  };
  /** What a timer or an answer sets off: nobody is there to catch. */
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      fall(error);
    }
    wake();
  };
  const fall = (error: unknown): void => {
    if (error instanceof Killed)
      outcome ??= { how: 'killed', limit: error.limit, detail: error.message };
    else end('failed', error instanceof Error ? error.message : String(error));
  };
  const outside = createOutside({
    budget,
    timers,
    ask: ground.ask,
    deliver: (event, member) => guarded(() => (member ?? first).deliver(event)),
    wake: () => wake(),
  });

  function addMember(
    of: Chart,
    parent: Member | null,
    invokeid: string | null,
    given: ReadonlyMap<string, Wire | undefined>,
  ): Member {
    const early: EngineEvent[] = [];
    const member: Member = {
      id: parent === null ? opening.sessionId : draw(opening.sessionId),
      parent,
      invokeid,
      session: null,
      isOver: false,
      deliver(event) {
        if (member.isOver) return;
        if (member.session === null) early.push(event);
        else member.session.deliver(event);
        wake();
      },
    };
    members.set(member.id, member);
    beingMade += 1;
    void make(member, of, given, early)
      .catch(fall)
      .finally(() => {
        beingMade -= 1;
        wake();
      });
    return member;
  }

  async function make(
    member: Member,
    of: Chart,
    given: ReadonlyMap<string, Wire | undefined>,
    early: readonly EngineEvent[],
  ): Promise<void> {
    const hooks = createHooks({ member, budget, timers, tracer, outside, draw });
    const vm = await ground.open(hooks);
    if (member.isOver || outcome !== null) return vm.dispose();
    const engine = createEngine(budget.guard(vm));
    engine.run(`__scxml.open(${literal(JSON.stringify(outside.sandbox(member, of, opening)))});`);
    const prefix = member.invokeid === null ? '' : `${member.invokeid}: `;
    const own = prefix === '' ? tracer : tracer.within(prefix);
    member.session = createSession(
      of,
      {
        tracer: own,
        given,
        stage: (raise, engineOf) => {
          const stage = {
            chart: of,
            engine: engineOf,
            tracer: own,
            raise,
            send: (send: Parameters<typeof sendFrom>[3]) =>
              sendFrom(member, stage, { timers, draw, member: (id) => members.get(id) }, send),
            cancel: (sendid: string) => timers.cancel(member, sendid),
            act: outside.act(member, engineOf, draw),
          };
          hooks.attach(stage);
          return stage;
        },
        invoke: (state, number, stage) => {
          budget.count('children');
          const invoke = of.states[state]?.invokes[number];
          const one =
            invoke === undefined
              ? null
              : invokeFrom(
                  invoke,
                  of.states[state]?.id ?? '',
                  stage,
                  { files, bundle, draw },
                  (chartOf, id, data) => addMember(chartOf, member, id, data),
                );
          if (one === null || invoke === undefined) {
            budget.count('children', -1);
            return null;
          }
          return {
            id: one.invokeid ?? '',
            finalize: invoke.finalize,
            autoforward: invoke.autoforward,
            deliver: (event) => one.deliver(event),
            cancel: () => close(one),
          };
        },
        step(begins) {
          if (begins) budget.macrostep();
          else {
            budget.count('macrostepMicrosteps');
            budget.count('microsteps');
          }
        },
        wait(event, isOver) {
          if (!isOver) budget.count('events');
          const chars = charsOf(event.data);
          if (chars > 0) budget.count('waitingChars', isOver ? -chars : chars);
        },
        note: outside.note,
      },
      engine,
    );
    for (const event of early) member.session.deliver(event);
  }

  /** Ends a member that its parent has no use for, or that is over. */
  function close(member: Member): void {
    if (member.isOver) return;
    member.isOver = true;
    members.delete(member.id);
    member.session?.cancel();
    timers.cancel(member);
    if (member.parent !== null) budget.count('children', -1);
  }

  /** Lets every member do one thing; false when all wait. */
  function turn(): boolean {
    let isBusy = false;
    for (const member of [...members.values()]) {
      const { session } = member;
      if (session === null || member.isOver || outcome !== null) continue;
      const came = session.step();
      isBusy ||= came !== 'idle';
      if (came !== 'over') continue;
      const { parent, invokeid } = member;
      close(member);
      if (parent === null) end('final');
      else if (invokeid !== null) parent.deliver(doneInvoke(invokeid, session.result()));
    }
    return isBusy;
  }

  const first: Member = addMember(chart, null, null, new Map());

  async function drive(): Promise<void> {
    for (const event of openingEvents(opening)) first.deliver(event);
    let turnBegan = ground.timing.now();
    while (outcome === null) {
      if (turn()) {
        if (ground.timing.now() - turnBegan < TURN_MS) continue;
        await nextTurn();
        turnBegan = ground.timing.now();
        continue;
      }
      if (outcome !== null) return;
      const isQuiet = beingMade === 0 && outside.awaited() === 0;
      if (isQuiet && isVirtual && timers.advance()) continue;
      if (isQuiet && !timers.any() && !ground.isListening)
        return end('stopped', 'it waits, and nothing is to come');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      turnBegan = ground.timing.now();
    }
  }

  return {
    async run() {
      try {
        await drive();
      } catch (error) {
        fall(error);
      }
      const { how, limit, detail } = outcome ?? { how: 'failed', limit: null, detail: null };
      const states = first.session?.states() ?? [];
      for (const member of [...members.values()].reverse()) discard(member);
      return { how, limit, detail, trace: tracer.lines(), states };
    },
    send: (event) => guarded(() => first.deliver(outside.received(event))),
    stop: () => end('stopped', 'from outside'),
  };

  /** A family that is over runs nothing any more, not even what its states do when they are left. */
  function discard(member: Member): void {
    member.isOver = true;
    member.session?.discard();
    timers.cancel(member);
  }
}

/** Lets messages and timers in. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
