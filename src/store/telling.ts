import type { Change, RefusalReason } from '../decisions/change.js';
import type { Settings } from '../decisions/settings.js';
import { presenceClock } from '../domain/agents/transition.js';
import { runningChatClocks } from '../domain/chats/clocks.js';
import type { Outcome } from '../domain/chats/vocabulary.js';
import type { RunningClock } from '../domain/clocks.js';
import { clockEnd } from '../domain/clocks.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Actor, FactType, NoteType } from '../domain/interactions/vocabulary.js';
import type { ChangedInteraction, Counted, Measured, Move, Signal, Tally } from './signal.js';

/** What the changes of one transaction are to be told as. */
export interface Telling {
  note(changes: readonly Change[], settings: Settings): void;
  noteRemoved(count: number): void;
  /**
   * What was noted, as a signal; null when there is nothing to tell. `durableAt`: a moment at which the
   * commit is known to be on disk, from which follows how late deadlines were; without it nothing is said of that.
   */
  signal(durableAt?: Moment): Signal | null;
  /** The changes of interactions that were noted. */
  readonly changed: readonly ChangedInteraction[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const LATENESS: Measured['of'] = 'lateness';

/** By which a visitor answers an invitation. */
const ANSWERS: ReadonlySet<string> = new Set([
  'interaction.accepted',
  'interaction.rejected',
  'interaction.timed_out',
]);

/** What is alike by its key, each once and how often, in the order of their first times. */
function createAlike<T extends object>() {
  const alike = new Map<string, T & { count: number }>();
  return {
    add(key: string, one: T): void {
      const known = alike.get(key);
      if (known) known.count += 1;
      else alike.set(key, { ...one, count: 1 });
    },
    all: (): readonly Counted<T>[] => [...alike.values()],
  };
}

export function createTelling(): Telling {
  const visits = new Set<string>();
  const changed: ChangedInteraction[] = [];
  const created: string[] = [];
  const facts = createAlike<{ type: FactType | NoteType; by: Actor }>();
  const moves = createAlike<Move>();
  const durations: Measured[] = [];
  /** Deadlines of which what follows from them was written. */
  const ended: Moment[] = [];
  const categories: string[] = [];
  const refusals: RefusalReason[] = [];
  const chats = new Set<string>();
  const agents = new Set<string>();
  const chatFacts: string[] = [];
  const outcomes: Outcome[] = [];
  const leases = { handedOut: 0, expired: 0 };
  const tally: Writable<Omit<Tally, 'durations' | 'facts' | 'moves'>> = {
    changes: 0,
    chatFacts,
    outcomes,
    categories,
    refusals,
    removed: 0,
    leases,
  };
  let dueFrom: Moment | null = null;
  let messages = false;
  let settingsChanged = false;
  let routing = false;

  function noteClock(clock: RunningClock, timeline: Settings['timeline']): void {
    const { at } = clockEnd(clock, timeline);
    if (Number.isFinite(at)) dueFrom = Math.min(dueFrom ?? at, at);
  }

  function noteChat(
    { before, after, facts: written }: Extract<Change, { kind: 'chat' }>,
    { timeline, servingSince }: Settings,
  ): void {
    chats.add(after.id);
    const visitId = after.visitId ?? before?.visitId;
    if (visitId) {
      visits.add(visitId);
      // Versions, not facts: what is said is no fact, and told all the same.
      changed.push({ id: after.id, visitId, sequence: after.version });
    }
    for (const agent of [before?.agent, after.agent]) if (agent) agents.add(agent);
    for (const { type } of written) chatFacts.push(type);
    if (after.outcome !== null && !before?.outcome) outcomes.push(after.outcome);
    if (after.acceptedAt !== null && !before?.acceptedAt)
      durations.push({ of: 'agent', ms: after.acceptedAt - after.queuedAt });
    for (const clock of runningChatClocks(after, servingSince)) noteClock(clock, timeline);
    // That a chat was pulled, or given back, is no fact of its history.
    routing ||= written.length > 0 || (before !== undefined && before.hold !== after.hold);
  }

  function noteAgent(
    { after, facts: written }: Extract<Change, { kind: 'agent_status' }>,
    { timeline, servingSince }: Settings,
  ): void {
    agents.add(after.name);
    for (const { type } of written) chatFacts.push(type);
    const clock = presenceClock(after, servingSince);
    if (clock) noteClock(clock, timeline);
    routing ||= written.length > 0;
  }
  let leasesChanged = false;

  function noteInteraction(
    { before, after, facts: written, clock }: Extract<Change, { kind: 'interaction' }>,
    { timeline }: Settings,
  ): void {
    tally.changes += 1;
    // Erasing a person takes the visit from the interaction.
    const visitId = after.visitId ?? before?.visitId;
    if (visitId) {
      visits.add(visitId);
      changed.push({ id: after.id, visitId, sequence: after.sequence });
    }
    if (before === undefined) {
      created.push(after.id);
      if (after.category !== null) categories.push(after.category);
    }
    if (clock) noteClock(clock, timeline);
    const ended = before?.hold && !after.hold ? before.hold : null;
    if (ended?.lease && ended.until <= (written[0]?.at ?? 0)) leases.expired += 1;
    for (const { type, by, at, from, to, reason } of written) {
      facts.add(`${type} ${by}`, { type, by });
      if (from !== to) moves.add(`${from} ${to} ${reason}`, { from, to, reason });
      if (type === 'interaction.displayed')
        durations.push({ of: 'display', ms: at - after.createdAt });
      else if (ANSWERS.has(type) && after.displayedAt !== null)
        durations.push({ of: 'answer', ms: at - after.displayedAt });
    }
  }

  function noteDeadlines(written: readonly { readonly at: Moment; readonly by: string }[]): void {
    for (const { by, at } of written) if (by === 'clock') ended.push(at);
  }

  function noteLease({ lease, before, after }: Extract<Change, { kind: 'lease' }>): void {
    leasesChanged = true;
    if (after?.lease !== lease.id || before?.lease === lease.id) return;
    leases.handedOut += 1;
    // Whoever had it before neither decided nor gave it back.
    if (before?.lease) leases.expired += 1;
  }

  return {
    changed,
    note(changes, settings) {
      for (const change of changes) {
        if ('facts' in change) noteDeadlines(change.facts);
        switch (change.kind) {
          case 'interaction':
            noteInteraction(change, settings);
            break;
          case 'chat':
            noteChat(change, settings);
            break;
          case 'agent_status':
            noteAgent(change, settings);
            break;
          case 'message':
          case 'delivery':
          case 'redelivery':
            messages = true;
            break;
          case 'chat_lease':
            leases.handedOut += 1;
            leasesChanged = true;
            break;
          case 'lease':
            noteLease(change);
            break;
          case 'refusal':
            refusals.push(change.refusal.reason);
            break;
          case 'handling':
            durations.push({ of: 'handling', ms: change.durationMs });
            break;
          case 'option':
          case 'object':
          case 'rules':
          case 'strategy':
          case 'strategy_removal':
          case 'counted_series':
          case 'agent':
          case 'api_key':
          case 'publishable_key':
          case 'signing_key':
          case 'signing_key_removal':
          case 'session':
          case 'session_removal':
          case 'strategy_secret':
          case 'webhook_endpoint':
            settingsChanged = true;
            break;
          case 'erased_visitor':
          case 'kept_answer':
          case 'agent_idle':
          case 'chat_message':
          case 'audit':
            break;
        }
      }
    },
    noteRemoved(count) {
      tally.removed += count;
    },
    signal(durableAt) {
      const isQuiet =
        tally.changes + refusals.length + tally.removed + chats.size + agents.size === 0 &&
        !messages &&
        !settingsChanged &&
        !leasesChanged;
      if (isQuiet) return null;
      const visited = [...visits];
      return {
        visits: visited,
        created,
        chats: [...chats],
        agents: [...agents],
        routing: routing || settingsChanged,
        dueFrom,
        messages,
        settings: settingsChanged,
        leases: leasesChanged,
        tally: {
          ...tally,
          facts: facts.all(),
          moves: moves.all(),
          durations:
            durableAt === undefined
              ? durations
              : [...durations, ...ended.map((at) => ({ of: LATENESS, ms: durableAt - at }))],
        },
      };
    },
  };
}
