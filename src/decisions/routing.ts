import { capacityOf } from '../domain/agents/agent.js';
import { presenceEnd } from '../domain/agents/transition.js';
import type { Chat } from '../domain/chats/chat.js';
import { type Bar, barOf, type Candidate, type Match, match } from '../domain/chats/match.js';
import { inOrder, needOf, type Ranked } from '../domain/chats/order.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { isHeld } from '../domain/leases/lease.js';
import { strategyOf } from '../domain/objects/routing.js';
import { inForce } from '../domain/options/timeline.js';
import type { ChatRoutingRules, ChatVerdict } from '../domain/rules/chat-routing.js';
import { verdictOn } from './chat-placement.js';
import { type Decided, HEADS, type ReadyAgent } from './context.js';
import { type Deciding, decision } from './decision.js';
import { createLedger, type Ledger } from './ledger.js';
import { announce } from './messages.js';

/** What a round of Chat Routing came to. */
export interface Round {
  /** Chats that ring now, and did not before. */
  readonly offers: number;
  /** Whether the next round may offer more at once. */
  readonly more: boolean;
  /** When the time alone makes a candidate of somebody; null when it does not. */
  readonly nextAt: Moment | null;
  /** Whether chats wait in more ways than one round looks at: they are to be named to it. */
  readonly isCut: boolean;
}

/** A round of one queue. */
export interface RoundRequest {
  readonly seed: string;
  readonly queue: string;
  /** Needs, where they are many: those of which the first are served before all others. */
  readonly among?: readonly string[];
  /** The first chat of all others: nothing is offered that comes after it. */
  readonly before?: Ranked;
}

/** Those who are ready as match looks at them; who was not heard of for too long is not there. */
function candidatesOf(ready: readonly ReadyAgent[], { settings, now }: Deciding): Candidate[] {
  const { agentByName, groupsOfAgent, timeline, servingSince } = settings;
  const options = inForce(timeline);
  return ready.flatMap(({ status, held }) => {
    const agent = agentByName.get(status.name);
    const end = presenceEnd(status, timeline, servingSince);
    if (agent === undefined || (end && end.at <= now)) return [];
    return [
      {
        name: agent.name,
        groups: groupsOfAgent.get(agent.name) ?? new Set<string>(),
        skills: agent.skills,
        capacity: capacityOf(agent, options),
        held,
        idleSince: status.idleSince,
      },
    ];
  });
}

/** Sends a chat where a verdict says; closed, it ends unanswered. */
function route(chat: Chat, verdict: ChatVerdict, ledger: Ledger): void {
  if (verdict.message) ledger.say(chat.id, 'strategy', verdict.message, null);
  if (verdict.route === null) ledger.advance(chat, { type: 'waitExpired', by: 'strategy' });
  else ledger.change(chat.id, { route: verdict.route });
}

/**
 * The matches that overtake nobody: of a need with as many heads as are read, none of which is left
 * waiting, more may come behind the last, and whoever comes after that one has to wait for a round.
 */
function notOvertaking(
  matches: readonly Match[],
  heads: readonly Chat[],
  waiting: readonly Chat[],
): readonly Match[] {
  const given = new Set(matches.map(({ chat }) => chat.id));
  const left = new Set(waiting.flatMap(({ id }) => (given.has(id) ? [] : [id])));
  const ofNeed = new Map<string | null, Chat[]>();
  for (const chat of heads) {
    const need = needOf(chat);
    ofNeed.set(need, [...(ofNeed.get(need) ?? []), chat]);
  }
  const last = [...ofNeed.values()]
    .filter((chats) => chats.length >= HEADS && !chats.some(({ id }) => left.has(id)))
    .flatMap((chats) => chats.at(-1) ?? [])
    .sort(inOrder)[0];
  return last ? matches.filter(({ chat }) => inOrder(chat, last) <= 0) : matches;
}

/** One round: what nobody has judged is judged, and what waits is offered to who is free. */
function decideRound({ queue, before }: RoundRequest, context: Deciding): Decided<Round> {
  const { settings, now, routing } = context;
  if (routing === null) return { result: { offers: 0, more: false, nextAt: null, isCut: false } };
  const ledger = createLedger(context);
  // What comes back to the queue may be served before all that waits there.
  for (const agent of routing.losing) ledger.agent(agent);
  const settled = ledger.changes();
  if (settled.length > 0)
    return {
      changes: announce(settled, context),
      result: { offers: 0, more: true, nextAt: null, isCut: routing.isCut },
    };
  const isBuiltIn = strategyOf(settings.objects, queue) === 'builtin';
  const judged: Chat[] = [];
  for (const chat of isBuiltIn ? routing.unrouted : []) {
    if (ledger.advance(chat, null).chat.state !== 'Queued') continue;
    route(chat, verdictOn(chat, context), ledger);
    // Those that wait in other ways come first, perhaps.
    if (!routing.isCut && before === undefined) judged.push(ledger.read(chat));
  }
  const waiting = [
    ...routing.heads.map((chat) => ledger.advance(chat, null).chat),
    ...judged,
  ].filter(({ state, route: to, hold }) => state === 'Queued' && to !== null && !isHeld(hold, now));
  const options = inForce(settings.timeline);
  const candidates = candidatesOf(routing.ready, context);
  const { matches: found, nextAt } = match(waiting, candidates, options, now);
  const matches = notOvertaking(found, routing.heads, waiting).filter(
    ({ chat }) => before === undefined || inOrder(chat, before) < 0,
  );
  // Whoever turns out to be gone, or not ready any more, leaves these to the next round.
  const known = ledger.changes().length;
  for (const { agent } of matches) ledger.agent(agent);
  const isSettled = ledger.changes().length === known;
  const offers = isSettled ? matches : [];
  for (const { chat, agent } of offers) ledger.advance(chat, { type: 'offer', agent });
  const changes = ledger.changes();
  const letGo = routing.heads.flatMap(({ hold }) =>
    isHeld(hold, now) ? [hold?.until ?? now] : [],
  );
  const next = Math.min(nextAt, ...letGo);
  return {
    changes: announce(changes, context),
    result: {
      offers: offers.length,
      // Behind those that were judged, offered, or ended, others come into view.
      more: changes.length > 0,
      nextAt: Number.isFinite(next) ? next : null,
      isCut: routing.isCut,
    },
  };
}

/** Who would get a chat, and why the others not. */
export interface ChatPreview extends ChatVerdict {
  /** The version of the rules; null for rules that are only tried. */
  readonly version: number | null;
  /** Who would be offered it now; null when nobody is free. */
  readonly agent: string | null;
  readonly others: readonly { readonly agent: string; readonly why: Bar['why'] | 'better_one' }[];
}

function previewRound(
  {
    rules,
  }: {
    readonly chat: string;
    readonly queue: string;
    readonly rules?: ChatRoutingRules | undefined;
  },
  context: Deciding,
): Decided<ChatPreview | null> {
  const { chat, routing, settings, now } = context;
  if (chat === null || routing === null) return { result: null };
  const verdict = verdictOn(chat, context, rules ?? settings.chatRouting.rules);
  const options = inForce(settings.timeline);
  const candidates = candidatesOf(routing.ready, context);
  const tried: Chat = { ...chat, state: 'Queued', route: verdict.route };
  const [first] = verdict.route === null ? [] : match([tried], candidates, options, now).matches;
  const others = candidates
    .filter(({ name }) => name !== first?.agent)
    .map((agent) => ({
      agent: agent.name,
      why: barOf(tried, agent, options, now)?.why ?? ('better_one' as const),
    }));
  const version = rules === undefined ? settings.chatRouting.version : null;
  return { result: { ...verdict, version, agent: first?.agent ?? null, others } };
}

export const ROUTING_DECISIONS = {
  matchChats: decision(
    ({ queue, among }: RoundRequest) => ({ routing: { queue, among } }),
    decideRound,
  ),
  previewChat: decision(
    ({
      chat,
      queue,
    }: {
      readonly chat: string;
      readonly queue: string;
      readonly rules?: ChatRoutingRules | undefined;
    }) => ({ chat, routing: { queue } }),
    previewRound,
  ),
};
