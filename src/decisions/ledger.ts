import type { AgentEvent, AgentFact, AgentStatus } from '../domain/agents/agent.js';
import { isBeat, presenceEnd, stepAgent } from '../domain/agents/transition.js';
import {
  type Chat,
  type ChatEvent,
  type ChatFact,
  type ChatMessage,
  isHeld,
} from '../domain/chats/chat.js';
import { chatDeadline } from '../domain/chats/clocks.js';
import type { ChatStep } from '../domain/chats/step.js';
import { advanceChat, type ChatAdvance } from '../domain/chats/transition.js';
import type { Side } from '../domain/chats/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { Change } from './change.js';
import type { Deciding } from './decision.js';

interface ChatEntry {
  readonly before: Chat | undefined;
  readonly after: Chat;
  readonly facts: readonly ChatFact[];
}

interface AgentEntry {
  readonly before: AgentStatus;
  readonly after: AgentStatus;
  readonly facts: readonly AgentFact[];
  /** Whether the chats that take the agent's room were read: nothing happens to an agent without. */
  readonly isWhole: boolean;
}

/**
 * What one decision does to agents and chats, as it adds up: an agent who goes gives chats back, and
 * an offer that was missed takes an agent out. Each of them is written once, however much happens.
 */
export interface Ledger {
  /** Takes in what was read of a chat; the chat as it stands in this decision. */
  read(chat: Chat): Chat;
  /** Takes in a new chat with its first lines. */
  begin(chat: Chat, facts: readonly ChatFact[]): void;
  /**
   * Settles what is due of a chat and of whoever holds it, and applies an event, with all that
   * follows; null only settles.
   */
  advance(chat: Chat, event: ChatEvent | null): Pick<ChatAdvance, 'chat' | 'refusal' | 'applied'>;
  /** Replaces members of a chat that no event is about. */
  change(id: string, members: Partial<Chat>): Chat;
  /** Adds a line to the history of a chat. */
  note(id: string, write: (step: ChatStep) => ChatStep): void;
  /** Adds a message to a chat; the message. */
  say(id: string, from: Side, text: string, clientId: string | null): ChatMessage;
  /** An agent as they stand now, settled with all that they hold; undefined when there is none. */
  agent(name: string): AgentStatus | undefined;
  /** How many chats take an agent's room. */
  heldBy(name: string): number;
  /** Settles an agent and applies an event, with all that follows; whether it was refused. */
  agentEvent(name: string, event: AgentEvent): boolean;
  /** Something was heard of an agent's client. */
  beat(name: string): void;
  /** Everything that happened, as changes. */
  changes(): readonly Change[];
}

export function createLedger(
  context: Pick<Deciding, 'now' | 'settings' | 'agent' | 'calm' | 'ask'>,
): Ledger {
  const { settings, now } = context;
  const { timeline, servingSince } = settings;
  const chats = new Map<string, ChatEntry>();
  const agents = new Map<string, AgentEntry>();
  const more: Change[] = [];

  function entryOf(name: string): AgentEntry | undefined {
    const known = agents.get(name);
    if (known) return known;
    const calm = context.calm.find((status) => status.name === name);
    if (!calm) return wholeOf(name);
    const entry = { before: calm, after: calm, facts: [], isWhole: false };
    agents.set(name, entry);
    return entry;
  }

  function wholeOf(name: string): AgentEntry | undefined {
    const known = agents.get(name);
    if (known?.isWhole) return known;
    const view = context.agent?.status.name === name ? context.agent : context.ask('agent', name);
    if (!view) return undefined;
    for (const chat of view.chats) remember(chat);
    const fresh = { before: view.status, after: view.status, facts: [] };
    const entry = { ...(known ?? fresh), isWhole: true };
    agents.set(name, entry);
    return entry;
  }

  const remember = (chat: Chat): Chat => {
    const known = chats.get(chat.id);
    if (known) return known.after;
    chats.set(chat.id, { before: chat, after: chat, facts: [] });
    return chat;
  };

  const known = (id: string): ChatEntry => {
    const entry = chats.get(id);
    if (entry === undefined) throw new Error(`chat ${id} was not read for this decision`);
    return entry;
  };

  /** Chats that take the room of an agent now, oldest first. */
  const heldChats = (name: string): readonly Chat[] =>
    [...chats.values()]
      .map(({ after }) => after)
      .filter((chat) => isHeld(chat) && chat.agent === name)
      .sort((a, b) => (a.id < b.id ? -1 : 1));

  function freed(before: Chat, after: Chat, at: Moment): void {
    const isSame = isHeld(after) && after.agent === before.agent;
    if (!isHeld(before) || before.agent === null || isSame) return;
    more.push({ kind: 'agent_idle', name: before.agent, at });
    if (before.state === 'Offered' || before.activeAt === null) return;
    const group = before.route?.group ?? inForce(timeline).chatGroup;
    more.push({ kind: 'handling', group, durationMs: at - before.activeAt, at });
  }

  function put(
    before: Chat,
    { chat, facts }: Pick<ChatAdvance, 'chat' | 'facts'>,
    at: Moment,
  ): void {
    const entry = chats.get(before.id);
    // Of several steps in one change there is one version.
    const version = entry?.before === undefined ? chat.version : entry.before.version + 1;
    const after = chat === before ? chat : { ...chat, version };
    chats.set(before.id, {
      before: entry?.before,
      after,
      facts: [...(entry?.facts ?? []), ...facts],
    });
    freed(before, after, at);
    if (after.agent !== null && after.state === 'Offered' && before.state !== 'Offered')
      more.push({ kind: 'agent_idle', name: after.agent, at });
  }

  /** What happens to a chat at a moment up to which nothing else of it is due. */
  function step(id: string, event: ChatEvent | null, at: Moment): ChatAdvance {
    const before = known(id).after;
    const advanced = advanceChat(before, event, timeline, servingSince, at);
    put(before, advanced, at);
    for (const { agent, options } of advanced.missed)
      stand(agent, { type: 'missedOffer' }, at, options);
    return { ...advanced, chat: known(id).after };
  }

  /** The chat whose clock ends first, by now; of several the oldest. */
  function nextDue(among: readonly Chat[]): { readonly id: string; readonly at: Moment } | null {
    let next: { readonly id: string; readonly at: Moment } | null = null;
    for (const chat of among) {
      const end = chatDeadline(chat, timeline, servingSince);
      if (end !== null && end.at <= now && (next === null || end.at < next.at))
        next = { id: chat.id, at: end.at };
    }
    return next;
  }

  /**
   * Settles an agent with all that they hold, or a chat with whoever holds it, in the order of time:
   * who is lost takes chats along, and an offer that was missed takes an agent out. So it makes no
   * difference which of them is looked at, and when.
   */
  function settle(of: { readonly agent: string } | { readonly chat: string }): void {
    for (;;) {
      const chat = 'chat' in of ? known(of.chat).after : null;
      const name = 'agent' in of ? of.agent : chat && isHeld(chat) ? chat.agent : null;
      const entry = name === null ? undefined : entryOf(name);
      const held = entry ? heldChats(entry.before.name) : [];
      const next = nextDue(held.length > 0 || chat === null ? held : [chat]);
      const end = entry && presenceEnd(entry.after, timeline, servingSince);
      if (end && end.at <= now && end.at < (next?.at ?? Number.POSITIVE_INFINITY))
        stand(entry.before.name, { type: 'connectionLost' }, end.at, end.options);
      else if (next) step(next.id, null, next.at);
      else return;
    }
  }

  function advance(chat: Chat, event: ChatEvent | null): ChatAdvance {
    remember(chat);
    settle({ chat: chat.id });
    return step(chat.id, event, now);
  }

  function change(id: string, members: Partial<Chat>): Chat {
    const entry = known(id);
    const version = (entry.before?.version ?? 0) + 1;
    const after = { ...entry.after, ...members, version };
    chats.set(id, { ...entry, after });
    return after;
  }

  /** What becomes of the chats of an agent who comes, goes, or takes no more. */
  function follow(name: string, event: AgentEvent, state: AgentStatus['state'], at: Moment): void {
    for (const chat of heldChats(name)) {
      const isOver = state === 'LoggedOut';
      if (chat.state === 'Offered' && state !== 'Ready') step(chat.id, { type: 'withdraw' }, at);
      else if (chat.state === 'Wrapping' && isOver) step(chat.id, { type: 'agentLost' }, at);
      else if (chat.state === 'Active' && isOver && event.type === 'logout')
        step(chat.id, { type: 'agentLost', by: 'agent' }, at);
      else if (chat.state === 'Active' && isOver) change(chat.id, { agentLostAt: at });
      else if (chat.agentLostAt !== null && event.type === 'login')
        change(chat.id, { agentLostAt: null });
    }
  }

  /** Applies an event to an agent who is settled up to that moment; whether it was refused. */
  function stand(name: string, event: AgentEvent, at: Moment, options: OptionValues): boolean {
    const entry = wholeOf(name);
    if (entry === undefined) return true;
    const hasChats = heldChats(name).some(({ state }) => state === 'Active');
    const { status, facts, isRefused } = stepAgent(entry.after, event, options, at, hasChats);
    if (isRefused) return true;
    agents.set(name, { ...entry, after: status, facts: [...entry.facts, ...facts] });
    if (facts.length > 0) follow(name, event, status.state, at);
    return false;
  }

  return {
    read: remember,
    begin(chat, facts) {
      chats.set(chat.id, { before: undefined, after: chat, facts });
    },
    advance,
    change,
    note(id, write) {
      const entry = known(id);
      const { chat, facts } = write({ chat: entry.after, facts: entry.facts });
      const version = (entry.before?.version ?? 0) + 1;
      chats.set(id, { ...entry, after: { ...chat, version }, facts });
    },
    say(id, from, text, clientId) {
      const sequence = (chats.get(id)?.after.messages ?? 0) + 1;
      const message = { sequence, from, text, at: now, clientId };
      change(id, { messages: sequence, lastMessageAt: now });
      more.push({ kind: 'chat_message', chatId: id, message });
      return message;
    },
    agent(name) {
      settle({ agent: name });
      return entryOf(name)?.after;
    },
    heldBy: (name) => (wholeOf(name) ? heldChats(name).length : 0),
    agentEvent(name, event) {
      settle({ agent: name });
      return stand(name, event, now, inForce(timeline));
    },
    beat(name) {
      const entry = entryOf(name);
      if (entry && isBeat(entry.after, timeline, now))
        agents.set(name, { ...entry, after: { ...entry.after, seenAt: now } });
    },
    changes() {
      const ofAgents = [...agents.values()].flatMap(({ before, after, facts }): Change[] =>
        after === before ? [] : [{ kind: 'agent_status', before, after, facts }],
      );
      const ofChats = [...chats.values()].flatMap(({ before, after, facts }): Change[] =>
        after === before ? [] : [{ kind: 'chat', before, after, facts }],
      );
      return [...ofAgents, ...ofChats, ...more];
    },
  };
}
