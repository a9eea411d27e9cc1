import type { AgentStanding } from '../../decisions/agent-standing.js';
import type { RouteTo } from '../../decisions/chat-instructions.js';
import type { ChatRequested } from '../../decisions/chat-requests.js';
import type { ChatResult } from '../../decisions/chats.js';
import type { Saying } from '../../decisions/conversation.js';
import type { Settings } from '../../decisions/settings.js';
import { capacityOf } from '../../domain/agents/agent.js';
import type { Chat, ChatMessage } from '../../domain/chats/chat.js';
import { offerEnd } from '../../domain/chats/clocks.js';
import { viewChat } from '../../domain/chats/view.js';
import type { ChatRefusal, RequestRefusal } from '../../domain/chats/vocabulary.js';
import { isoOrNull } from '../../domain/interactions/view.js';
import { LIMITS } from '../../domain/limits.js';
import { inForce } from '../../domain/options/timeline.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import type { ChatInstruction } from '../../engine/chats.js';
import { isId } from '../../ids.js';
import { keyReused } from '../../settings/once.js';
import { found } from './outcomes.js';
import { validationProblem } from './problems.js';

/** Seconds after which a visitor may ask again who was refused for now. */
const RETRY_AFTER_S = 30;

/** The id of a chat in an address; what is no id names nothing. */
export function chatIdOf(id: string): string {
  if (!isId(id)) throw new Problem('not_found', `${quote(id)} is not the id of a chat.`);
  return id;
}

const SENTENCES: Readonly<Record<ChatRefusal, (chat: Chat) => string>> = {
  offer_expired: () => 'The offer rang for too long, and was taken back.',
  already_ended: ({ outcome, endedAt }) =>
    `The chat ended ${endedAt === null ? '' : `at ${isoOrNull(endedAt)} `}as ${outcome}.`,
  agent_logged_out: () => 'The agent is logged out.',
  not_offered: ({ state }) => `The chat is ${state}, and not with this agent.`,
  agent_not_ready: () => 'The agent who is named is not ready.',
  at_capacity: () => 'The agent who is named has as many chats as they take.',
  not_allowed: ({ state }) => `The chat is ${state}, where this is not possible.`,
};

/** The problem of a refusal, with where the chat stands. */
export function chatProblem(refusal: ChatRefusal, chat: Chat): Problem {
  const { state, outcome } = chat;
  return new Problem(refusal, SENTENCES[refusal](chat), { state, ...(outcome && { outcome }) });
}

/** The chat after an event, or the refusal as a problem that says where it stands. */
export function respondChat(result: ChatResult | undefined): Chat {
  const { chat, refusal, misfit } = found(result, 'chat');
  if (misfit) throw validationProblem([misfit]);
  if (refusal) throw chatProblem(refusal, chat);
  return chat;
}

/** The chat after an instruction; what a signed call says wrong is within `data`. */
export function respondInstruction(result: ChatResult | 'reused' | undefined, place = '#'): Chat {
  if (result === 'reused') throw keyReused('webhook-id');
  if (!result?.misfit) return respondChat(result);
  const { pointer, detail } = result.misfit;
  throw validationProblem([{ pointer: pointer.replace('#', place), detail }]);
}

/** Where an instruction sends a chat: a group or an agent, and not both. */
export function routeOf(to: RouteTo, place: string): ChatInstruction {
  const { group, agent, priority, skills } = to;
  if ((group === undefined) === (agent === undefined))
    throw validationProblem([{ pointer: place, detail: 'must have either a group or an agent' }]);
  return { type: 'route', to: { group, agent, priority, skills } };
}

/** The message that was said, or why not. */
export function respondSaying(saying: Saying | undefined): ChatMessage {
  const { chat, ...rest } = found(saying, 'chat');
  if ('message' in rest) return rest.message;
  switch (rest.refusal) {
    case 'idempotency_key_reused':
      throw keyReused('clientId');
    case 'too_many_requests':
      throw new Problem(
        'too_many_requests',
        `At most ${LIMITS.messagesPerMinute.most} messages a minute.`,
        {},
        { 'retry-after': '60' },
      );
    default:
      throw chatProblem(rest.refusal, chat);
  }
}

/** Where an agent stands, or that there is none; a refusal as a problem. */
export function respondAgent(standing: AgentStanding | undefined): AgentStanding {
  const { refusal, ...rest } = found(standing, 'agent');
  if (refusal) throw new Problem(refusal, 'The agent is logged out.');
  return { ...rest, refusal };
}

/** Where an agent stands, on the wire. */
export function presentDesk({ status, chats }: AgentStanding, settings: Settings, now: number) {
  const agent = settings.agentByName.get(status.name);
  const { timeline, servingSince } = settings;
  const options = inForce(timeline);
  const offers = chats.filter(({ state }) => state === 'Offered');
  return {
    name: status.name,
    displayName: agent?.displayName ?? null,
    state: status.state,
    reason: status.reason,
    by: status.by,
    since: isoOrNull(status.since),
    capacity: capacityOf(agent ?? { capacity: null }, options),
    held: chats.length,
    wrapUpSeconds: options.wrapUpTime,
    offers: offers.map((chat) => ({
      chatId: chat.id,
      until: new Date(offerEnd(chat, timeline, servingSince) ?? now).toISOString(),
      chat: viewChat(chat, now),
    })),
    chats: chats.filter((chat) => !offers.includes(chat)).map((chat) => viewChat(chat, now)),
    serverTime: new Date(now).toISOString(),
  };
}

const REQUEST_SENTENCES: Readonly<Record<RequestRefusal, string>> = {
  chat_endpoint_missing: 'The endpoint of this service leads to no queue of chats.',
  chat_in_progress: 'The visit has an open chat.',
  chat_closed: 'Chat Routing takes no chats now.',
  no_agents: 'No agent is there to take the chat.',
  queue_full: 'As many chats wait as may.',
  reactive_limited: 'Agents are kept for those who are invited.',
};

const RETRIED: ReadonlySet<RequestRefusal> = new Set([
  'no_agents',
  'queue_full',
  'reactive_limited',
]);

/** The chat that was asked for, and whether it is new; or why there is none. */
export function requested(
  made: ChatRequested,
): Exclude<ChatRequested, { readonly refusal: unknown }> {
  if (!('refusal' in made)) return made;
  switch (made.refusal) {
    case 'not_found':
      throw new Problem('not_found', 'There is no such interaction.');
    case 'idempotency_key_reused':
      throw keyReused();
    case 'too_many_requests':
      throw new Problem(
        'too_many_requests',
        `At most ${LIMITS.reactiveChats.most} chats that nobody has taken, from one address.`,
        {},
        { 'retry-after': String(RETRY_AFTER_S) },
      );
    case 'not_allowed': {
      if (!('interaction' in made)) throw new Error('a refusal says of which interaction');
      const { state, channel, form } = made.interaction;
      throw new Problem(
        'not_allowed',
        `The interaction is in ${state}, over ${channel ?? 'no channel'}, its form ${form?.status ?? 'not there'}: only an accepted invitation to a chat whose form is completed leads to one.`,
        { state },
      );
    }
    default: {
      const { refusal } = made;
      const more = 'chatId' in made && made.chatId ? { chatId: made.chatId } : {};
      const message = 'message' in made && made.message ? { message: made.message } : {};
      const isRetried = RETRIED.has(refusal);
      const isLater = isRetried || refusal === 'chat_endpoint_missing';
      throw new Problem(
        refusal,
        REQUEST_SENTENCES[refusal],
        { ...more, ...message, ...(isRetried && { retryAfter: RETRY_AFTER_S }) },
        isLater ? { 'retry-after': String(RETRY_AFTER_S) } : {},
      );
    }
  }
}
