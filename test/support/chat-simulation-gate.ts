import type { Database } from 'better-sqlite3';
import type { Context, Decision } from '#src/decisions/context.js';
import type { DecisionTable } from '#src/decisions/decisions.js';
import type { Settings } from '#src/decisions/settings.js';
import type { ByRules } from '#src/decisions/strategy.js';
import { capacityOf } from '#src/domain/agents/agent.js';
import { presenceEnd } from '#src/domain/agents/transition.js';
import { isHeld } from '#src/domain/chats/chat.js';
import { settle } from '#src/domain/interactions/transition.js';
import { inForce } from '#src/domain/options/timeline.js';
import { estimate, NOTHING_MEASURED } from '#src/domain/pacing/estimates.js';
import { pace, type Room } from '#src/domain/pacing/pace.js';
import { drawOf } from '#src/domain/pacing/probability.js';
import {
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '#src/store/rows/interactions.js';
import type { House, Must } from './chat-simulation-watch.js';

/** Looks at every invitation that the built-in strategy makes, or does not make for want of agents. */
export interface GateWatch {
  /** The same decisions, each looked at in the write that makes it. */
  watching(decisions: DecisionTable): DecisionTable;
  /** What was refused is counted once. */
  checkQuiet(): void;
  /** How many were let through and how many were not. */
  readonly seen: { engaged: number; refused: number };
}

export function createGateWatch(database: Database, house: House, must: Must): GateWatch {
  const invited = database.prepare<[], InteractionRow>(
    `${SELECT_INTERACTIONS} where channel = 'proactiveChat' and state in ('Engaged', 'Accepted')`,
  );
  const failed = database
    .prepare<[], string>("select id from interactions where reason = 'not_engaged'")
    .pluck();
  const total = database
    .prepare<[], number>(
      "select coalesce(sum(total), 0) from refusal_counts where reason = 'no_capacity'",
    )
    .pluck();
  const turnedAway = new Set<string>();
  const seen = { engaged: 0, refused: 0 };

  /** What there is, counted anew from every row, without an index or a count that is kept. */
  function roomNow(settings: Settings, now: number): Room {
    const { agentByName, groupsOfAgent, timeline, servingSince } = settings;
    const options = inForce(timeline);
    const chats = house.chats();
    const there = house.agents().flatMap((status) => {
      const agent = agentByName.get(status.name);
      const end = presenceEnd(status, timeline, servingSince);
      const isOf = groupsOfAgent.get(status.name)?.has(options.chatGroup);
      if (!agent || !isOf || (end && end.at <= now)) return [];
      const held = chats.filter((chat) => isHeld(chat) && chat.agent === status.name).length;
      return [{ state: status.state, capacity: capacityOf(agent, options), held }];
    });
    const ready = there.filter(({ state }) => state === 'Ready');
    const draining = there.filter(({ state }) => state === 'NotReady');
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    const open = invited.all().map((row) => settle(interactionOf(row), timeline, now).interaction);
    return {
      readyAgents: ready.length,
      slots: sum([...ready.map((of) => of.capacity), ...draining.map(({ held }) => held)]),
      free: sum(ready.map(({ capacity, held }) => Math.max(capacity - held, 0))),
      waiting: chats.filter(
        ({ state, route }) => state === 'Queued' && route?.group === options.chatGroup,
      ).length,
      forms: open.filter(({ state, form }) => state === 'Accepted' && form?.status === 'pending')
        .length,
      outstanding: open.filter(({ state }) => state === 'Engaged').length,
    };
  }

  function note({ id, measured }: ByRules, decision: Decision<unknown>, context: Context): void {
    if ('needs' in decision) return;
    const { settings, now } = context;
    const { changes = [] } = decision;
    const options = inForce(settings.timeline);
    const reasons = changes.flatMap((each) =>
      each.kind === 'refusal' ? [each.refusal.reason] : [],
    );
    const isEngaged = changes.some(
      (each) =>
        each.kind === 'interaction' &&
        each.after.state === 'Engaged' &&
        each.before?.state === 'Qualified',
    );
    const isFull = reasons.includes('no_capacity');
    if (!isEngaged && !isFull) return;
    const { pacingEnabled, defaultEngagementChannel } = options;
    const isOn = pacingEnabled !== 'false' && defaultEngagementChannel === null;
    const room = roomNow(settings, now);
    const estimates = estimate(measured ?? NOTHING_MEASURED, options);
    const { limit } = pace({ ...room, ...estimates, draw: drawOf(id) }, options);
    const about = { id, room, limit, reasons };
    if (isEngaged) {
      seen.engaged += 1;
      must(!isOn || room.outstanding + 1 <= limit, 'no more are outstanding than may be', about);
      return;
    }
    seen.refused += 1;
    turnedAway.add(id);
    must(isOn && room.outstanding >= limit, 'only who finds no room is not invited for it', about);
    must(reasons.length === 1, 'it is counted once', about);
  }

  return {
    seen,
    watching: (decisions) => ({
      ...decisions,
      decide: {
        ...decisions.decide,
        decide(args: ByRules, context: Context) {
          const decision = decisions.decide.decide(args, context);
          note(args, decision, context);
          return decision;
        },
      },
    }),
    checkQuiet() {
      const away = failed.all().filter((id) => turnedAway.has(id));
      must(total.get() === away.length, 'each is counted once', [total.get(), away]);
    },
  };
}
