import { actionOf, answerTo, type Head, leaving } from './actions.js';
import type { Budget } from './budget.js';
import type { Act, At, Chart } from './chart.js';
import { type EngineEvent, type Hooks, literal, type ScriptEngine } from './engine.js';
import type { Action, Opening, OpeningInteraction, SessionEvent } from './host.js';
import type { Member } from './member.js';
import { type Stage, store } from './steps.js';
import type { Timers } from './timers.js';
import type { Tracer } from './trace.js';
import { inZone } from './zones.js';

/** The world outside of a family, as its sessions meet it. */
export interface Outside {
  /** How many actions wait for their answers. */
  awaited(): number;
  /** Performs the elements that ask something. */
  act(member: Member, engine: ScriptEngine, draw: (prefix: string) => string): Stage['act'];
  /** What a script asks by a function. */
  ask(json: string, at: At): void;
  /** Counts an event that somebody outside sends. */
  received(event: SessionEvent): EngineEvent;
  /** Makes what an event tells of an interaction visible to scripts. */
  note(event: EngineEvent, engine: ScriptEngine): void;
  /** What the sandbox of a member is opened with. */
  sandbox(member: Member, chart: Chart, opening: Opening): object;
}

export function createOutside(needs: {
  readonly budget: Budget;
  readonly timers: Timers;
  readonly ask: (action: Action, answer: (event: SessionEvent | null) => void) => void;
  /** Hands over an answer: to the first session with null. */
  readonly deliver: (event: EngineEvent, member: Member | null) => void;
  /** Nothing was answered. */
  readonly wake: () => void;
}): Outside {
  const { budget } = needs;
  let ordinal = 0;
  let fetches = 0;
  let awaited = 0;

  const received = (event: SessionEvent): EngineEvent => ({
    name: event.name,
    type: 'external',
    sendid: event.sendid,
    data: event.data === undefined ? undefined : { json: JSON.stringify(event.data) },
  });

  function perform(action: Action, answerer: Member | null): void {
    awaited += 1;
    needs.ask(action, (event) => {
      awaited -= 1;
      if (event === null) needs.wake();
      else needs.deliver(received(answerTo(action, event)), answerer);
    });
  }

  const head = (at: At): Head => {
    budget.count('actions');
    const asked = { ordinal, file: at.file, line: at.line };
    ordinal += 1;
    return asked;
  };

  return {
    awaited: () => awaited,
    received,
    act: (member, engine, draw) => (act: Act, at: At) => {
      const requestId = draw(member.id);
      const isNew = act.type !== 'cancel' && act.requestid !== null;
      if (isNew && act.requestid !== null) store(engine, act.requestid, requestId);
      if (act.type === 'fetch') budget.count('fetches');
      const action = actionOf(act, head(at), requestId, fetches, engine);
      leaving(JSON.stringify(action));
      if (act.type === 'fetch') fetches += 1;
      perform(action, member);
      if (action.type === 'submit') {
        const data = { requestid: requestId, interactionid: action.interactionId };
        member.deliver(received({ name: 'queue.submit.requestid', data }));
      }
    },
    ask(json, at) {
      const asked = leaving(json) as Omit<Action, keyof Head>;
      perform({ ...asked, ...head(at) } as Action, null);
    },
    note(event, engine) {
      const change = changeOf(event);
      if (change !== null) engine.run(`__scxml.interaction(${literal(JSON.stringify(change))});`);
    },
    sandbox: (member, chart, opening) => ({
      seed: seedOf(member.id),
      sessionId: member.id,
      name: chart.name,
      file: chart.file,
      isOrs: chart.mode === 'ors',
      session: { tenant: opening.session.tenant, tenantid: opening.session.tenantid },
      options: opening.session.options,
      statistics: opening.statistics,
    }),
  };
}

/** What happened to an interaction, from an event; null when it tells of none. */
function changeOf(event: EngineEvent): object | null {
  const tells = /^interaction\.(added|present|deleted|udata\.changed)$/.exec(event.name)?.[1];
  if (tells === undefined || event.data === undefined || !('json' in event.data)) return null;
  const data: unknown = JSON.parse(event.data.json);
  if (typeof data !== 'object' || data === null || !('interactionid' in data)) return null;
  const id = String(data.interactionid);
  if (tells === 'deleted') return { id, gone: true };
  if (tells === 'udata.changed')
    return 'udata' in data ? { id, values: { udata: data.udata } } : null;
  return 'ixnProfile' in data ? { id, values: data.ixnProfile } : null;
}

/** How a session begins: it is told of its interactions. */
export function openingEvents(opening: Opening): readonly EngineEvent[] {
  const profile = ({ id, ...values }: OpeningInteraction) => ({
    interactionid: id,
    ixnProfile: { interactionid: id, ...values },
  });
  return opening.interactions.flatMap((interaction) =>
    ['interaction.added', 'interaction.present'].map((name) => ({
      name,
      type: 'external' as const,
      data: { json: JSON.stringify(profile(interaction)) },
    })),
  );
}

/** The same draws of `Math.random` for the same session: FNV-1a of its id. */
function seedOf(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}

/** What the functions of a member's sandbox reach. */
export function createHooks(needs: {
  readonly member: Member;
  readonly budget: Budget;
  readonly timers: Timers;
  readonly tracer: Tracer;
  readonly outside: Outside;
  readonly draw: (prefix: string) => string;
}): Hooks & { attach(stage: Stage): void } {
  const { budget, timers, member, outside } = needs;
  let stage: Stage | null = null;

  const doings: Readonly<Record<string, (argument: string) => string>> = {
    work() {
      for (let times = 0; times < WORTH; times += 1) if (budget.interrupt() !== null) return 'over';
      return '';
    },
    in: (id) => (member.session?.states().includes(id) ? '1' : ''),
    states: () => JSON.stringify(member.session?.states() ?? []),
    zone: (zone) => JSON.stringify(inZone(zone, timers.now())),
    log(json) {
      const { text, level } = JSON.parse(json) as { text: string; level: string | null };
      stage?.tracer.log(level === null ? text : `[${level}] ${text}`);
      return '';
    },
    raise(json) {
      const { name, data } = JSON.parse(json) as { name: string; data?: unknown };
      const carried = data === undefined ? undefined : { json: JSON.stringify(data) };
      stage?.raise({ name, type: 'internal', data: carried });
      return '';
    },
    act(json) {
      outside.ask(json, { file: stage?.chart.file ?? '', line: 1 });
      return '';
    },
  };

  return {
    now: timers.now,
    interrupt: () => budget.interrupt(),
    call(name, argument) {
      // Work of its own: it counts like an interrupt, and is not done for a session that is over.
      if (budget.interrupt() !== null) throw new Error('the session is over');
      try {
        return Object.hasOwn(doings, name) ? (doings[name]?.(argument) ?? '') : '';
      } catch (error) {
        // Thrown into the script, which may catch it: what was wrong is remembered outside.
        budget.endAfterError(error);
        throw error;
      }
    },
    attach(given) {
      stage = given;
    },
  };
}

/** How many interrupts a report of work is worth. */
const WORTH = 100;
