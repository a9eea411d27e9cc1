import type { Clock } from '../clock.js';
import { type GroupRoom, type PacingView, roomOf } from '../decisions/pacing.js';
import type { StaffMember } from '../decisions/question.js';
import type { Settings } from '../decisions/settings.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { PLACEMENTS } from '../domain/interactions/transition.js';
import { STATES } from '../domain/interactions/vocabulary.js';
import { inForce } from '../domain/options/timeline.js';
import { StoreFailed, StoreOverloaded } from '../store/failures.js';
import type { QueueCounts, WaitingInQueue } from '../store/lists.js';
import type { Store } from '../store/store.js';
import { FLOW_MINUTES, type FlowCounts } from './flow.js';
import { staffNow } from './overview-staff.js';
import type { PacingReads } from './pacing.js';
import { seldom } from './seldom.js';
import { createServiceLevels } from './service-levels.js';

/** Groups whose room is told beside that of the invitations. */
const MOST_GROUPS = 50;
/** Whether the service is ready is a write to the disk: it is looked at this often. */
const CHECKS_MS = 5_000;

const iso = (moment: Moment): string => new Date(moment).toISOString();
const isoOrNull = (moment: Moment | null | undefined): string | null =>
  moment == null ? null : iso(moment);

/** How a check of readiness came out. */
export interface Looked {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly advisory?: boolean;
}

/** Of the group of the invitations everything, of others their room. */
type Paced = Partial<PacingView> & GroupRoom & { readonly group: string };

/** Ahead of this is everybody who waits for the group. */
const afterAll = (group: string) => ({ group, priority: -1, queuedAt: 0, id: '' });

/** What an operator sees first, as it goes over the wire. Nothing of any visitor is in it. */
export type Overview = Awaited<ReturnType<OverviewReads['read']>>;

export type OverviewReads = ReturnType<typeof createOverview>;

export interface OverviewDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly flow: FlowCounts;
  readonly pacing: Pick<PacingReads, 'view'>;
  /** How long the earliest deadline is overdue, in milliseconds. */
  readonly lagMs: () => Promise<number>;
  /** Every check of readiness. */
  readonly checks: () => Promise<readonly Looked[]>;
}

/** The queues: every provisioned one, then those that only still hold something. */
function queuesOf(counts: readonly QueueCounts[], { known, timeline }: Settings) {
  const options = inForce(timeline);
  const counted = new Map(counts.map((count) => [count.queue, count]));
  const names = new Set([...known.queues, ...counted.keys()]);
  return [...names].map((name) => {
    const { active = 0, stopped = 0, entered = 0, oldestActiveAt } = counted.get(name) ?? {};
    const states = STATES.filter((state) => options[PLACEMENTS[state].queue] === name);
    return { name, states, active, stopped, entered, oldestActiveAt: isoOrNull(oldestActiveAt) };
  });
}

/** The chats that wait, ring or are talked, by queue. */
function chatsOf(
  counts: readonly QueueCounts[],
  waiting: readonly WaitingInQueue[],
  chatQueues: ReadonlySet<string>,
  levels: ReadonlyMap<string, number | null>,
) {
  const queues = [...chatQueues].map((name) => {
    const here = waiting.find(({ queue }) => queue === name);
    return {
      name,
      open: counts.find(({ queue }) => queue === name)?.active ?? 0,
      waiting: here?.waiting ?? 0,
      ringing: here?.ringing ?? 0,
      oldestWaitingAt: isoOrNull(here?.longest.since),
      oldestWaitingId: here?.longest.id ?? null,
      serviceLevel: levels.get(name) ?? null,
    };
  });
  const sum = (of: 'open' | 'waiting' | 'ringing'): number =>
    queues.reduce((total, queue) => total + queue[of], 0);
  const [oldest] = waiting.toSorted((a, b) => a.longest.since - b.longest.since);
  return {
    open: sum('open'),
    waiting: sum('waiting'),
    ringing: sum('ringing'),
    oldestWaitingAt: isoOrNull(oldest?.longest.since),
    oldestWaitingId: oldest?.longest.id ?? null,
    queues,
  };
}

/**
 * One look at everything that the first page of operators shows. Whoever asks while it is read is
 * told the same; what takes long is read off the event loop, and may be some seconds late.
 */
export function createOverview(dependencies: OverviewDependencies) {
  const { store, clock, flow, pacing, lagMs, checks } = dependencies;
  const serviceLevels = createServiceLevels(store);
  const levelsNow = seldom(() => serviceLevels(store.lastSettings(), clock.now()), {
    first: new Map<string, number | null>(),
  });
  const backlogNow = seldom(() => store.read('backlog'), { first: null });
  const checksNow = seldom(checks, { first: [], leastMs: CHECKS_MS });

  /** As `GET /v1/pacing` says of each group; that of the invitations is left out while nothing can be decided. */
  async function paced(there: readonly StaffMember[], settings: Settings, now: Moment) {
    const { chatGroup } = inForce(settings.timeline);
    const members = new Map<string, StaffMember[]>();
    for (const member of there)
      for (const group of settings.groupsOfAgent.get(member.status.name) ?? [])
        if (group !== chatGroup) members.set(group, [...(members.get(group) ?? []), member]);
    const rooms = [...members].slice(0, MOST_GROUPS).map(async ([group, of]): Promise<Paced> => {
      const { slots, free } = roomOf([group], of, settings, now);
      return { group, slots, free, waiting: await store.read('chatsAhead', afterAll(group)) };
    });
    const view: Promise<Paced | null> = pacing.view().catch((error: unknown) => {
      if (error instanceof StoreFailed || error instanceof StoreOverloaded) return null;
      throw error;
    });
    return (await Promise.all([view, ...rooms])).filter((each) => each !== null);
  }

  async function read() {
    const settings = store.lastSettings();
    const [counts, waiting, there] = await Promise.all([
      store.read('queueCounts'),
      store.read('chatsWaiting'),
      store.read('staff'),
    ]);
    const now = clock.now();
    const { groups, ...staff } = staffNow(there, settings, now);
    const [levels, backlog, looked, failing, expiryLagMs, pacingNow] = await Promise.all([
      levelsNow(),
      backlogNow(),
      checksNow(),
      store.read('failingEndpoints'),
      lagMs(),
      paced(there, settings, now),
    ]);
    const chatQueues = new Set([
      ...settings.known.chatQueues.values(),
      ...levels.keys(),
      ...waiting.map(({ queue }) => queue),
    ]);
    const { since, ...passed } = flow.read();
    return {
      serverTime: iso(now),
      queues: queuesOf(counts, settings),
      flow: { since: iso(since), minutes: [...FLOW_MINUTES], ...passed },
      chats: {
        ...chatsOf(counts, waiting, chatQueues, levels),
        serviceLevelGoal: inForce(settings.timeline).serviceLevelGoal,
      },
      agents: { total: settings.agents.length, ...staff, groups },
      pacing: pacingNow,
      deliveries: {
        pending: backlog?.pending ?? null,
        oldestPendingAt: isoOrNull(backlog?.oldestAt),
        failing: failing.map(({ endpointId, url, description, since: at, ...last }) => ({
          endpointId,
          // Without what may be a secret.
          name: description || url.replace(/[?#].*$/, ''),
          since: iso(at),
          ...last,
        })),
      },
      expiryLagMs,
      service: {
        ready: looked.every(({ ok, advisory }) => ok || advisory),
        failing: looked
          .filter(({ ok }) => !ok)
          .map(({ name, detail, advisory = false }) => ({ name, detail, advisory })),
      },
    };
  }

  let reading: ReturnType<typeof read> | undefined;
  const unwatch = store.watch(() => {
    // Who asks from now on must not be told what was so before.
    reading = undefined;
  });

  return {
    read() {
      const shared = reading ?? read();
      reading = shared;
      const forget = (): void => {
        if (reading === shared) reading = undefined;
      };
      shared.then(forget, forget);
      return shared;
    },
    close: unwatch,
  };
}
