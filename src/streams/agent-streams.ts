import type { Clock } from '../clock.js';
import type { AgentStanding } from '../decisions/agent-standing.js';
import { capacityOf } from '../domain/agents/agent.js';
import { viewAgent } from '../domain/agents/view.js';
import type { Chat } from '../domain/chats/chat.js';
import { offerEnd } from '../domain/chats/clocks.js';
import { viewChat, viewMessage } from '../domain/chats/view.js';
import { LIMITS } from '../domain/limits.js';
import { inForce } from '../domain/options/timeline.js';
import { Problem } from '../domain/problems.js';
import type { Agents } from '../engine/agents.js';
import type { Chats } from '../engine/chats.js';
import type { Store } from '../store/store.js';
import { endOutlet, eventText, type Outlet } from './outlet.js';
import { createRounds } from './rounds.js';
import type { Typing } from './typing.js';
import { dropUnread } from './unread.js';

/** Every stream gets a `ping` this often; the client answers with a heartbeat of its own. */
const PING_MS = 15_000;
/** Open streams are looked at this often whatever was heard: signals are hints. */
const LOOK_MS = 1_000;

/** What a stream has been told. */
interface Told {
  state: string;
  /** When each offer that it shows began. */
  readonly offers: Map<string, number>;
  /** Version and number of messages of each chat that it shows. */
  readonly chats: Map<string, { readonly version: number; readonly messages: number }>;
}

interface AgentStream {
  readonly name: string;
  readonly outlet: Outlet;
  readonly isWelcome: () => boolean;
  readonly told: Told;
}

/** The open streams of agents. Each is told what differs from what it knows: nothing is replayed. */
export interface AgentStreams {
  /** Sends what is so now, and from then on what changes. Throws a `Problem` when the service ends. */
  open(name: string, outlet: Outlet, isWelcome: () => boolean): Promise<void>;
  count(): number;
  /** Resolves when nobody is being told anything. */
  idle(): Promise<void>;
  /** Ends every stream and lets no new one in. */
  close(): void;
}

export interface AgentStreamsDependencies {
  readonly agents: Agents;
  readonly chats: Chats;
  readonly store: Store;
  readonly clock: Clock;
  readonly typing: Typing;
}

export function createAgentStreams(dependencies: AgentStreamsDependencies): AgentStreams {
  const { agents, chats, store, clock, typing } = dependencies;
  const streams = new Map<string, Set<AgentStream>>();
  let isClosed = false;
  let pinged = clock.now();
  let stopTicking: (() => void) | null = null;
  const rounds = createRounds((name) => tellAll(name));

  const all = (): readonly AgentStream[] => [...streams.values()].flatMap((set) => [...set]);

  function remove(stream: AgentStream): void {
    const set = streams.get(stream.name);
    set?.delete(stream);
    if (set?.size === 0) streams.delete(stream.name);
    if (streams.size > 0) return;
    stopTicking?.();
    stopTicking = null;
  }

  function end(stream: AgentStream): void {
    remove(stream);
    endOutlet(stream.outlet);
  }

  /** Who does not read is disconnected: what waits would be told too late. */
  function send({ outlet }: AgentStream, text: string): boolean {
    if (outlet.destroyed) return false;
    if (outlet.writableLength + text.length > LIMITS.streamBytes.most) {
      outlet.destroy();
      return false;
    }
    outlet.write(text);
    return true;
  }

  function stateOf({ status, chats: held }: AgentStanding): string {
    const { agentByName, timeline } = store.lastSettings();
    const agent = agentByName.get(status.name);
    const capacity = capacityOf(agent ?? { capacity: null }, inForce(timeline));
    const displayName = agent?.displayName ?? null;
    const { by } = status;
    return eventText('state', {
      ...viewAgent(status),
      by,
      displayName,
      capacity,
      held: held.length,
    });
  }

  /** The events of a chat that one stream does not know yet. */
  async function chatEvents(chat: Chat, { told }: AgentStream): Promise<string> {
    const known = told.chats.get(chat.id);
    let text = '';
    if (known?.version !== chat.version) text += eventText('chat', viewChat(chat, clock.now()));
    if (known && chat.messages > known.messages)
      for (const message of await chats.messages(chat.id, known.messages))
        text += eventText('message', { chatId: chat.id, message: viewMessage(message) });
    told.chats.set(chat.id, { version: chat.version, messages: chat.messages });
    return text;
  }

  /** What a stream is to be told of where its agent stands. */
  async function tell(stream: AgentStream, standing: AgentStanding): Promise<void> {
    const { told } = stream;
    const { timeline, servingSince } = store.lastSettings();
    const now = clock.now();
    const state = stateOf(standing);
    let text = state === told.state ? '' : state;
    told.state = state;
    const offers = standing.chats.filter((chat) => chat.state === 'Offered');
    for (const [id, at] of told.offers) {
      if (offers.some((chat) => chat.id === id && chat.offeredAt === at)) continue;
      told.offers.delete(id);
      const isTaken = standing.chats.some((chat) => chat.id === id && chat.state !== 'Offered');
      if (!isTaken) text += eventText('withdraw', { chatId: id });
    }
    const shown: { id: string; offeredAt: number }[] = [];
    for (const chat of offers) {
      const { id, offeredAt } = chat;
      if (offeredAt === null || told.offers.get(id) === offeredAt) continue;
      told.offers.set(id, offeredAt);
      const until = new Date(offerEnd(chat, timeline, servingSince) ?? now).toISOString();
      text += eventText('offer', { chatId: id, until, chat: viewChat(chat, now) });
      shown.push({ id, offeredAt });
    }
    const talked = standing.chats.filter((chat) => chat.state !== 'Offered');
    for (const chat of talked) text += await chatEvents(chat, stream);
    for (const id of [...told.chats.keys()]) {
      if (talked.some((chat) => chat.id === id)) continue;
      const gone = await chats.get(id);
      if (gone) text += await chatEvents(gone, stream);
      told.chats.delete(id);
    }
    if (text !== '' && send(stream, text) && shown.length > 0)
      await agents.shown(stream.name, shown);
  }

  async function tellAll(name: string): Promise<void> {
    const open = streams.get(name);
    if (open === undefined) return;
    const standing = await agents.get(name);
    for (const stream of [...open]) {
      if (standing === undefined || !stream.isWelcome()) end(stream);
      else await tell(stream, standing);
    }
  }

  function tick(): void {
    stopTicking = clock.after(LOOK_MS, tick);
    for (const name of streams.keys()) rounds.look(name, false);
    if (clock.now() - pinged < PING_MS) return;
    pinged = clock.now();
    const ping = eventText('ping', { serverTime: new Date(pinged).toISOString() });
    for (const stream of all()) send(stream, ping);
    void dropUnread(all(), ({ outlet }) => outlet.destroy());
  }

  const unsubscribe = store.watch(({ agents: names, settings }) => {
    if (streams.size === 0) return;
    for (const name of settings ? streams.keys() : names)
      if (streams.has(name)) rounds.look(name, false);
  });
  const unhint = typing.watch((chat, side) => {
    if (side !== 'visitor' || chat.agent === null || chat.state !== 'Active') return;
    for (const stream of streams.get(chat.agent) ?? [])
      send(stream, eventText('typing', { chatId: chat.id }));
  });

  return {
    async open(name, outlet, isWelcome) {
      if (isClosed)
        throw new Problem('overloaded', 'The service ends.', {}, { 'retry-after': '5' });
      const standing = await agents.get(name, true);
      if (standing === undefined) throw new Problem('not_found', 'There is no such agent.');
      const set = streams.get(name) ?? new Set<AgentStream>();
      const [oldest] = set;
      if (oldest && set.size >= LIMITS.agentStreams.most) end(oldest);
      const told: Told = { state: '', offers: new Map(), chats: new Map() };
      const stream: AgentStream = { name, outlet, isWelcome, told };
      set.add(stream);
      streams.set(name, set);
      stopTicking ??= clock.after(LOOK_MS, tick);
      outlet.once('close', () => remove(stream));
      outlet.write('retry: 2000\n\n');
      await tell(stream, standing);
      // What changed while it was told of.
      rounds.look(name, false);
    },
    count: () => all().length,
    idle: () => rounds.idle(),
    close() {
      isClosed = true;
      unsubscribe();
      unhint();
      for (const stream of all()) end(stream);
    },
  };
}
