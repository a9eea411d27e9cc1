import type { Clock } from '../clock.js';
import type { StaffMember } from '../decisions/question.js';
import type { Settings } from '../decisions/settings.js';
import { capacityOf } from '../domain/agents/agent.js';
import { presenceEnd } from '../domain/agents/transition.js';
import { AGENT_STATES, type AgentState } from '../domain/agents/vocabulary.js';
import type { Outcome } from '../domain/chats/vocabulary.js';
import { OUTCOMES } from '../domain/chats/vocabulary.js';
import type { FunnelFigures } from '../domain/funnel/report.js';
import type { FunnelLoss, FunnelStep } from '../domain/funnel/words.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { PLACEMENTS } from '../domain/interactions/transition.js';
import { STATES, type State } from '../domain/interactions/vocabulary.js';
import { inForce } from '../domain/options/timeline.js';
import type { QueueCounts } from '../store/lists.js';
import type { Store } from '../store/store.js';
import type { FunnelReports } from './funnel.js';
import {
  type Covered,
  createServed,
  numberOf,
  type Rows,
  serviceLevelOf,
} from './service-levels.js';

/** How many became what: a state of an interaction, or an outcome of a chat. */
export type Outcomes = { readonly [Name in State | Outcome]?: number };

/** How a queue does today. */
export interface QueueReport {
  readonly name: string;
  /** Interactions that are not stopped, and chats that nobody has accepted. */
  readonly waiting: number;
  /** The one that waits longest. */
  readonly longest: { readonly id: string; readonly since: Moment } | null;
  readonly entered: number;
  readonly outcomes: Outcomes;
  /** Percent of chats taken in time; null where there were none. */
  readonly serviceLevel: number | null;
}

/** What agents can take. */
export interface StaffReport {
  readonly byState: { readonly [S in AgentState]: number };
  /** Those of `Ready` who hold as much as they may. */
  readonly busy: number;
  readonly slots: number;
  readonly freeSlots: number;
}

/** How an agent does today. */
export interface AgentReport {
  readonly name: string;
  readonly displayName: string | null;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly since: Moment | null;
  readonly held: number;
  readonly capacity: number;
  readonly offered: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly missed: number;
  readonly handled: number;
  /** Null before the first. */
  readonly averageHandlingMs: number | null;
}

/** How queues and agents do, today. Rejects as the reads of the store do. */
export interface ServiceReports {
  queues(settings: Settings): Promise<
    Covered & {
      readonly queues: readonly QueueReport[];
      readonly staff: StaffReport;
    }
  >;
  agents(settings: Settings): Promise<Covered & { readonly agents: readonly AgentReport[] }>;
}

/** States to which an interaction was lost; `Failed` where none is named. */
const LOST_TO: { readonly [Loss in FunnelLoss]?: State } = {
  rejected: 'Rejected',
  timeout: 'Timeout',
  missed: 'Missed',
};

/** Steps on the way to which interactions were lost from a state. */
const LEFT_FROM = {
  Qualified: ['engaged'],
  Engaged: ['displayed', 'accepted'],
} as const satisfies { readonly [S in State]?: readonly FunnelStep[] };

/** Placements of interactions, by what they came from and went to. */
function placementsOf(figures: readonly FunnelFigures[]) {
  const of = (step: FunnelStep): number => figures.find((each) => each.step === step)?.number ?? 0;
  const left: { [S in State]?: Map<State, number> } = {
    Qualified: new Map([['Engaged', of('engaged')]]),
    Engaged: new Map([['Accepted', of('accepted')]]),
  };
  const entered = new Map<State, number>([
    ['Qualified', of('qualified')],
    ['Engaged', of('engaged')],
    ['Accepted', of('accepted')],
  ]);
  for (const [from, steps] of Object.entries(LEFT_FROM) as [
    keyof typeof LEFT_FROM,
    readonly FunnelStep[],
  ][])
    for (const { step, losses } of figures)
      for (const [loss, count] of Object.entries(losses) as [FunnelLoss, number][]) {
        if (!steps.includes(step)) continue;
        const to = LOST_TO[loss] ?? 'Failed';
        left[from]?.set(to, (left[from]?.get(to) ?? 0) + count);
        entered.set(to, (entered.get(to) ?? 0) + count);
      }
  return { entered, left };
}

/** Adds numbers up by name; those of nothing are left out. */
function outcomesOf(pairs: readonly (readonly [keyof Outcomes, number])[]): Outcomes {
  const sums = new Map<keyof Outcomes, number>();
  for (const [name, count] of pairs) if (count > 0) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** Where an agent stands who may be gone, and nobody has noticed. */
export function standingOf({ status }: StaffMember, settings: Settings, now: Moment) {
  const end = presenceEnd(status, settings.timeline, settings.servingSince);
  return end && end.at <= now
    ? ({ state: 'LoggedOut', reason: 'connection_lost', since: end.at } as const)
    : status;
}

export function createServiceReports(
  store: Pick<Store, 'read'>,
  clock: Clock,
  funnel: FunnelReports,
): ServiceReports {
  const served = createServed(store);

  function staffOf(staff: readonly StaffMember[], settings: Settings, now: Moment): StaffReport {
    const options = inForce(settings.timeline);
    const byState = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as {
      [S in AgentState]: number;
    };
    let [busy, slots, freeSlots] = [0, 0, 0];
    for (const member of staff) {
      const agent = settings.agentByName.get(member.status.name);
      if (agent === undefined) continue;
      const { state } = standingOf(member, settings, now);
      byState[state] += 1;
      if (state !== 'Ready') continue;
      const free = Math.max(0, capacityOf(agent, options) - member.held);
      slots += capacityOf(agent, options);
      freeSlots += free;
      if (free === 0) busy += 1;
    }
    return { byState, busy, slots, freeSlots };
  }

  /** The interaction that waits longest in a queue. */
  async function longestIn({ queue, oldestActiveAt }: QueueCounts, now: Moment) {
    if (oldestActiveAt === null) return null;
    const [id] = await store.read('activeInQueue', queue, now, 1);
    const interaction = id === undefined ? null : await store.read('interaction', id);
    return interaction && { id: interaction.id, since: oldestActiveAt };
  }

  return {
    async queues(settings) {
      const now = clock.now();
      const options = inForce(settings.timeline);
      const [today, way, counts, waiting, staff] = await Promise.all([
        served(settings, now),
        funnel(settings, { by: null }),
        store.read('queueCounts'),
        store.read('chatsWaiting'),
        store.read('standings'),
      ]);
      const figures = way.ok ? (way.lines[0]?.figures ?? []) : [];
      const { entered, left } = placementsOf(figures);
      const chatQueues = new Set([
        ...settings.known.chatQueues.values(),
        ...today.rows.map(({ queue }) => queue),
        ...waiting.map(({ queue }) => queue),
      ]);
      const names = [
        ...new Set([...settings.known.queues, ...counts.map(({ queue }) => queue), ...chatQueues]),
      ];
      const queues = names.map(async (name): Promise<QueueReport> => {
        const chats = waiting.find(({ queue }) => queue === name);
        const rows = today.rows.filter(({ queue }) => queue === name);
        const states = STATES.filter((state) => options[PLACEMENTS[state].queue] === name);
        const counted = counts.find(({ queue }) => queue === name);
        const isOfChats = chatQueues.has(name);
        const outcomes = [
          ...states.flatMap((state) => [...(left[state] ?? [])]),
          ...OUTCOMES.map((outcome) => [outcome, numberOf(rows, outcome)] as const),
        ];
        return {
          name,
          waiting: isOfChats ? (chats?.waiting ?? 0) : (counted?.active ?? 0),
          longest: isOfChats
            ? (chats?.longest ?? null)
            : counted
              ? await longestIn(counted, now)
              : null,
          entered:
            numberOf(rows, 'entered') +
            states.reduce((sum, state) => sum + (entered.get(state) ?? 0), 0),
          outcomes: outcomesOf(outcomes),
          serviceLevel: isOfChats ? serviceLevelOf(rows, options) : null,
        };
      });
      const { from, to, since } = today;
      const report = { queues: await Promise.all(queues), staff: staffOf(staff, settings, now) };
      return { from, to, since, ...report };
    },
    async agents(settings) {
      const now = clock.now();
      const options = inForce(settings.timeline);
      const [{ rows, ...covered }, staff] = await Promise.all([
        served(settings, now),
        store.read('standings'),
      ]);
      const rowsOf = new Map<string | null, Rows[number][]>();
      for (const row of rows) rowsOf.set(row.agent, [...(rowsOf.get(row.agent) ?? []), row]);
      const agents = staff.flatMap((member): AgentReport[] => {
        const { name } = member.status;
        const agent = settings.agentByName.get(name);
        if (agent === undefined) return [];
        const own = rowsOf.get(name) ?? [];
        const handled = numberOf(own, 'handled');
        const ms = own.reduce((sum, row) => sum + (row.what === 'handled' ? row.totalMs : 0), 0);
        const { state, reason, since } = standingOf(member, settings, now);
        return [
          {
            name,
            displayName: agent.displayName,
            state,
            reason,
            since,
            held: member.held,
            capacity: capacityOf(agent, options),
            offered: numberOf(own, 'offered'),
            accepted: numberOf(own, 'accepted'),
            rejected: numberOf(own, 'rejected'),
            missed: numberOf(own, 'missed'),
            handled,
            averageHandlingMs: handled === 0 ? null : ms / handled,
          },
        ];
      });
      return { ...covered, agents };
    },
  };
}
