import { presenceEnd } from '../domain/agents/transition.js';
import type { Chat, ChatFact } from '../domain/chats/chat.js';
import { type ChatStep, noteChat } from '../domain/chats/step.js';
import type { ChatActor, RequestRefusal } from '../domain/chats/vocabulary.js';
import type {
  Attempt,
  Identity,
  Interaction,
  UserData,
} from '../domain/interactions/interaction.js';
import { strategyOf } from '../domain/objects/routing.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { Measured } from '../domain/pacing/estimates.js';
import { type ChatVerdict, judgeChat } from '../domain/rules/chat-routing.js';
import type { Deciding } from './decision.js';
import type { Ledger } from './ledger.js';
import { isReactiveLimited } from './pacing.js';

/** What is known of a chat before it is placed. */
export interface ChatDraft {
  readonly visitId: string;
  readonly visitorId: string | null;
  readonly visitorIdClaimed: boolean;
  readonly identity: Identity | null;
  readonly interaction: Interaction | null;
  readonly userData: UserData;
  readonly visitorData: UserData;
  readonly by: ChatActor;
  /** Whether a browser asks for it, which is heard of from then on. */
  readonly isSeen: boolean;
  /** How chats went lately, for those that nobody invited. */
  readonly measured?: Measured | undefined;
}

/** The page on which the visit was found worth an offer, and the one it is on. */
const PAGES = ['WebEngagement.EngagementStartPage', 'WebEngagement.CurrentWebPage'] as const;

/** What a chat gets of its interaction, and what the agent is always told of it. */
function dataOf(interaction: Interaction, { copyUserData }: OptionValues): UserData {
  const { userData, caseData, pageUrl, category, id } = interaction;
  const copied =
    copyUserData === 'all'
      ? userData
      : Object.fromEntries(Object.entries(userData).filter(([key]) => copyUserData.includes(key)));
  const pages = PAGES.map((name) => [name, caseData[name] ?? pageUrl] as const);
  const told = [
    ['WebEngagement.InteractionId', id] as const,
    ['WebEngagement.Category', category] as const,
    ...pages,
  ].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return { ...copied, ...Object.fromEntries(told) };
}

/** What Chat Routing says of a chat, by the rules in force or by others. */
export function verdictOn(
  chat: Pick<Chat, 'id' | 'category' | 'pageUrl' | 'userData' | 'interactionId'> & {
    readonly visitId: string | null;
    readonly visitorId: string | null;
    readonly visitorIdClaimed: boolean;
  },
  context: Deciding,
  rules = context.settings.chatRouting.rules,
): ChatVerdict {
  const { visitId, visitorId, visitorIdClaimed, category, pageUrl, userData } = chat;
  const channel = chat.interactionId === null ? null : ('proactiveChat' as const);
  let attempts: readonly Attempt[] | undefined;
  const situation = {
    subject: { category, channel, pageUrl, userData },
    now: context.now,
    attemptsSince(moment: number) {
      const of = { id: chat.interactionId ?? chat.id, visitId, visitorId, visitorIdClaimed };
      attempts ??= context.ask('attempts', of) ?? [];
      return attempts.filter(({ createdAt }) => createdAt >= moment);
    },
  };
  return judgeChat(rules, situation, inForce(context.settings.timeline).chatGroup);
}

/**
 * Whether an agent of a group is there to take chats, or has some to end. Where somebody stands who
 * holds chats may follow from those: such are asked for one by one, when nobody is free altogether.
 */
function isAttended(group: string, ledger: Ledger, context: Deciding): boolean {
  const { groupsOfAgent, timeline, servingSince } = context.settings;
  const there = (context.ask('staff', 'all') ?? []).filter(({ status }) => {
    const end = presenceEnd(status, timeline, servingSince);
    const isThere = status.state !== 'LoggedOut' && (end === null || end.at > context.now);
    return isThere && groupsOfAgent.get(status.name)?.has(group);
  });
  return (
    there.some(({ status, held }) => status.state === 'Ready' && held === 0) ||
    there.some(({ status: { name }, held }) => {
      if (held === 0) return false;
      const status = ledger.agent(name);
      // Not known in the run that asks: one of them is enough.
      if (status === undefined) return true;
      return status.state === 'Ready' || (status.state === 'NotReady' && ledger.heldBy(name) > 0);
    })
  );
}

/** The agent of the last chat, while that counts. */
function preferredOf({ visitId, visitorId, visitorIdClaimed }: ChatDraft, context: Deciding) {
  const { stickyTime } = inForce(context.settings.timeline);
  if (stickyTime === 0) return null;
  const last = context.ask('lastAgent', {
    visitId,
    visitorId: visitorIdClaimed ? null : visitorId,
  });
  return last && context.now - last.endedAt < stickyTime * 1000 ? last.agent : null;
}

/** Why there is no chat, with what the visitor is told of it. */
export interface NoChat {
  readonly refusal: RequestRefusal;
  readonly message?: string | null;
  /** The group for which it was asked, unless nobody was to take it. */
  readonly group?: string;
}

/** A chat that was placed; over at once when Chat Routing is closed. */
export type Placement = { readonly chat: Chat } | NoChat;

/**
 * Places a chat in the queue that the endpoint of the application leads to, unless something stands
 * against it. `closedEnds`: a chat that begins by itself while Chat Routing is closed ends at once.
 */
export function placeChat(
  draft: ChatDraft,
  application: string,
  ledger: Ledger,
  context: Deciding,
  closedEnds: boolean,
): Placement {
  const { settings, now } = context;
  const options = inForce(settings.timeline);
  const queue = settings.known.chatQueues.get(application);
  if (queue === undefined) return { refusal: 'chat_endpoint_missing' };
  const { interaction } = draft;
  const id = context.newId();
  const data = interaction
    ? { ...dataOf(interaction, options), ...draft.userData }
    : draft.userData;
  const base: Chat = {
    id,
    state: 'Queued',
    outcome: null,
    queue,
    visitId: draft.visitId,
    visitorId: draft.visitorId,
    visitorIdClaimed: draft.visitorIdClaimed,
    identity: draft.identity,
    interactionId: interaction?.id ?? null,
    category: interaction?.category ?? null,
    engagementRule: interaction?.engagementRule ?? null,
    pageUrl: interaction?.pageUrl ?? null,
    userData: data,
    visitorData: draft.visitorData,
    route: null,
    named: null,
    notAgent: null,
    note: null,
    preferred: preferredOf(draft, context),
    hold: null,
    raisedTo: 0,
    declines: [],
    formerOffer: null,
    handledBy: [],
    agent: null,
    queuedAt: now,
    waitingSince: now,
    offeredAt: null,
    offerSeenAt: null,
    acceptedAt: null,
    activeAt: null,
    endedAt: null,
    closedAt: null,
    erasedAt: null,
    seenAt: draft.isSeen ? now : null,
    visitorConnected: true,
    agentLostAt: null,
    lastMessageAt: null,
    messages: 0,
    version: 1,
    sequence: 0,
  };
  const verdict =
    strategyOf(settings.objects, queue) === 'builtin' ? verdictOn(base, context) : null;
  const isClosed = verdict !== null && verdict.route === null;
  if (isClosed && !closedEnds) return { refusal: 'chat_closed', message: verdict.message };
  const group = verdict?.route?.group ?? options.chatGroup;
  if (!isClosed && options.whenNoAgents === 'refuse' && !isAttended(group, ledger, context))
    return { refusal: 'no_agents', group };
  if (!isClosed && (context.ask('waitingIn', queue) ?? 0) >= options.maxWaiting)
    return { refusal: 'queue_full', group };
  const isReactive = !isClosed && interaction === null && group === options.chatGroup;
  if (isReactive && isReactiveLimited(draft.visitId, draft.measured, context))
    return { refusal: 'reactive_limited', group };
  const chat: Chat = { ...base, route: verdict?.route ?? null };
  const placed = noteChat({ chat, facts: [] }, 'chat.queued', now, draft.by, { from: null });
  const step = isClosed ? endClosed(placed, context) : placed;
  ledger.begin({ ...step.chat, version: 1 }, step.facts);
  if (verdict?.message) ledger.say(id, 'strategy', verdict.message, null);
  return { chat: ledger.read(step.chat) };
}

/** Ends a chat that nobody takes now. */
function endClosed({ chat, facts }: ChatStep, { now }: Deciding): ChatStep {
  const closed: Chat = {
    ...chat,
    state: 'Ended',
    outcome: 'unanswered',
    endedAt: now,
    closedAt: now,
  };
  return noteChat(
    { chat: closed, facts: [...facts] as ChatFact[] },
    'chat.ended',
    now,
    'strategy',
    {
      from: 'Queued',
      detail: 'closed',
    },
  );
}

/** The chat of a visit that goes on, settled; null when there is none. */
export function openChatOf(visitId: string, ledger: Ledger, context: Deciding): Chat | null {
  const found =
    context.openChat?.visitId === visitId ? context.openChat : context.ask('openChat', visitId);
  if (!found) return null;
  const { chat } = ledger.advance(found, null);
  return chat.endedAt === null ? chat : null;
}
