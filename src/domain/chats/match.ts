import type { Skills } from '../agents/agent.js';
import type { Moment } from '../interactions/interaction.js';
import type { OptionValues } from '../options/catalogue.js';
import type { Chat } from './chat.js';
import { inOrder } from './order.js';

/** An agent who is ready, as far as it matters for who gets what. */
export interface Candidate {
  readonly name: string;
  readonly groups: ReadonlySet<string>;
  readonly skills: Skills;
  readonly capacity: number;
  /** Chats that ring at the agent, are talked, or are being finished. */
  readonly held: number;
  /** The last offer, or the last end of a chat. */
  readonly idleSince: Moment;
}

/** A chat that is to ring at an agent. */
export interface Match {
  readonly chat: Chat;
  readonly agent: string;
}

export interface Matching {
  readonly matches: readonly Match[];
  /** When somebody becomes a candidate by time alone; infinite when nobody does. */
  readonly nextAt: Moment;
}

/** An agent who declined a chat so often is not asked again in that wait. */
const MOST_DECLINES = 3;

/** Why an agent is no candidate for a chat; null for one who is. `until`: the time changes that. */
export type Bar =
  | { readonly why: 'named' | 'transferred' | 'group' | 'skills' | 'declined' | 'full' }
  | { readonly why: 'overflow' | 'declined_lately'; readonly until: Moment };

/** What the time brings for a chat. */
const overflowAt = ({ route, waitingSince }: Chat): Moment =>
  route?.overflow ? waitingSince + route.overflow.afterSeconds * 1000 : Number.POSITIVE_INFINITY;

function hasSkills(agent: Skills, needed: Skills): boolean {
  return Object.entries(needed).every(
    ([skill, least]) => Object.hasOwn(agent, skill) && (agent[skill] ?? 0) >= least,
  );
}

/** Whether an agent may take a chat now, and if not why (`docs/chats.md`). */
export function barOf(
  chat: Chat,
  agent: Candidate,
  { offerTime }: Pick<OptionValues, 'offerTime'>,
  now: Moment,
): Bar | null {
  const { route } = chat;
  if (chat.named !== null) {
    if (chat.named !== agent.name) return { why: 'named' };
    return agent.held < agent.capacity ? null : { why: 'full' };
  }
  if (route === null) return { why: 'group' };
  if (chat.notAgent === agent.name) return { why: 'transferred' };
  const inGroup = agent.groups.has(route.group);
  const inOverflow = route.overflow !== null && agent.groups.has(route.overflow.group);
  if (!inGroup && !inOverflow) return { why: 'group' };
  if (!hasSkills(agent.skills, route.skills)) return { why: 'skills' };
  const decline = chat.declines.find((each) => each.agent === agent.name);
  if (decline && decline.times >= MOST_DECLINES) return { why: 'declined' };
  if (!inGroup && overflowAt(chat) > now) return { why: 'overflow', until: overflowAt(chat) };
  const back = decline ? decline.at + offerTime * 1000 : now;
  if (back > now) return { why: 'declined_lately', until: back };
  return agent.held < agent.capacity ? null : { why: 'full' };
}

/** Which of two candidates is asked before the other. */
const CHOICES: Readonly<
  Record<OptionValues['chatSelection'], (a: Candidate, b: Candidate) => number>
> = {
  least_busy: (a, b) => a.held / a.capacity - b.held / b.capacity,
  longest_idle: () => 0,
};

const byName = (a: Candidate, b: Candidate): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

/** Whoever declined it comes last, the agent of the last chat first. */
function choose(
  chat: Chat,
  candidates: readonly Candidate[],
  options: OptionValues,
): Candidate | undefined {
  const declined = (agent: Candidate): number =>
    chat.declines.find((each) => each.agent === agent.name)?.times ?? 0;
  const isOther = (agent: Candidate): number => Number(chat.preferred !== agent.name);
  const better = (a: Candidate, b: Candidate): number =>
    declined(a) - declined(b) ||
    isOther(a) - isOther(b) ||
    CHOICES[options.chatSelection](a, b) ||
    a.idleSince - b.idleSince ||
    byName(a, b);
  let best: Candidate | undefined;
  for (const agent of candidates) if (best === undefined || better(agent, best) < 0) best = agent;
  return best;
}

/**
 * Who gets what: in the order of the waiting, each chat goes to the best of the agents who may take
 * it. No chat waits while one of them has room, nobody is given more than fits, and no chat is
 * overtaken by one behind it that the same agent could take. Pure.
 */
export function match(
  waiting: readonly Chat[],
  agents: readonly Candidate[],
  options: OptionValues,
  now: Moment,
): Matching {
  const free = new Map(
    agents.filter((agent) => agent.held < agent.capacity).map((agent) => [agent.name, agent]),
  );
  const matches: Match[] = [];
  let nextAt = Number.POSITIVE_INFINITY;
  for (const each of [...waiting].sort(inOrder)) {
    // An agent who is named and has no room is not waited for: the chat goes on in its group.
    const isNamed = each.named !== null && free.has(each.named);
    const chat = isNamed ? each : { ...each, named: null };
    const candidates: Candidate[] = [];
    for (const agent of free.values()) {
      const bar = barOf(chat, agent, options, now);
      if (bar === null) candidates.push(agent);
      else if ('until' in bar) nextAt = Math.min(nextAt, bar.until);
    }
    const agent = choose(chat, candidates, options);
    if (agent === undefined) continue;
    matches.push({ chat: each, agent: agent.name });
    const held = agent.held + 1;
    if (held < agent.capacity) free.set(agent.name, { ...agent, held, idleSince: now });
    else free.delete(agent.name);
  }
  return { matches, nextAt };
}

/** The next 30 seconds: nobody believes more. */
const ESTIMATE_STEP_S = 30;

/** What an estimate of the wait is made of. */
export interface Prospect {
  /** From 1, among those of the same group. */
  readonly position: number;
  /** Chats that the group's agents take at a time, and how many more they would take now. */
  readonly slots: number;
  readonly free: number;
  /** From accepting to being free again, on average, in seconds; null while too few are known. */
  readonly handlingSeconds: number | null;
}

/** How long it will take, in seconds; null when nobody can say. */
export function estimateWait({ position, slots, free, handlingSeconds }: Prospect): number | null {
  if (position <= free) return 0;
  if (slots === 0 || handlingSeconds === null) return null;
  const seconds = ((position - free) * handlingSeconds) / slots;
  return Math.ceil(seconds / ESTIMATE_STEP_S) * ESTIMATE_STEP_S;
}
