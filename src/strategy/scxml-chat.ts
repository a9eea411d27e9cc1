import type { Chat } from '../domain/chats/chat.js';
import { clockEnd } from '../domain/clocks.js';
import { referenceTo, type StrategyReference } from '../domain/strategies/reference.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { Chats } from '../engine/chats.js';
import type { Host } from '../scxml/host.js';
import { watchAndLook } from '../store/watching.js';
import { type ChatSession, createChatSession } from './scxml-chat-session.js';
import type { ScxmlDecider, ScxmlDependencies } from './scxml-engagement.js';
import { createOpening, openingOfChat } from './scxml-opening.js';
import { failureOf } from './scxml-sessions.js';

/** A chat does not wait longer than this for its strategy to begin, in milliseconds. */
const START_MS = 10_000;

export interface ScxmlRoutingDependencies extends ScxmlDependencies {
  readonly chats: Chats;
  /** What follows when a session has said nothing. */
  giveUp(id: string): Promise<void>;
}

/** Chat Routing by SCXML. */
export interface ScxmlRouting extends ScxmlDecider {
  /** Begins to hear what becomes of the chats that sessions wait for. */
  start(): void;
  /**
   * Runs the strategy on a chat again whose session a former process had begun, if it had; the inner
   * promise is kept once the chat has somewhere to go.
   */
  resume(
    id: string,
    reference: StrategyReference,
  ): Promise<{ readonly decided: Promise<unknown> } | null>;
}

/** One session, as it goes. */
interface Going {
  readonly session: ChatSession;
  readonly controller: AbortController;
  readonly over: Promise<boolean>;
}

/** Chat Routing by SCXML: a session for each wait of a chat, which may go on while it waits. */
export function createScxmlRouting(dependencies: ScxmlRoutingDependencies): ScxmlRouting {
  const { chats, store, clock, texts, sessions, fetch, giveUp, tenantId } = dependencies;
  const { questions } = dependencies;
  const going = new Map<string, Going>();
  let closed = false;
  let stopWatching = (): void => {};

  function lookAt(id: string): void {
    const one = going.get(id);
    one?.session.look().then(
      (over) => over && one.controller.abort(),
      () => undefined,
    );
  }

  /** Keeps the chats that sessions go on about; ends sessions of those that are another process's. */
  async function endLost(): Promise<void> {
    for (const id of await questions.keep([...going.keys()])) going.get(id)?.controller.abort();
  }

  async function run(
    chat: Chat,
    version: StrategyVersion,
    { session, controller }: Pick<Going, 'session' | 'controller'>,
  ): Promise<boolean> {
    const { id } = chat;
    const now = clock.now();
    const due = clockEnd(
      { name: 'wait', startedAt: chat.waitingSince },
      store.lastSettings().timeline,
    ).at;
    const opening = await createOpening(dependencies, version, openingOfChat(chat, tenantId), now);
    let hasBegun = false;
    const disarm = clock.after(START_MS, () => {
      if (!hasBegun) controller.abort();
    });
    const host: Host = {
      act: (action) =>
        action.type === 'fetch' ? fetch(action, { id, version, due }) : session.act(action),
      listen: () => {
        hasBegun = true;
      },
    };
    const about = { noun: 'chat', id } as const;
    const ended = await sessions.run(
      version,
      opening,
      host,
      about,
      controller.signal,
      session.decision,
    );
    disarm();
    if (closed) return true;
    const hasStarted = hasBegun && ended.how !== 'failed';
    const isFaulty = ended.how === 'killed' || ended.how === 'failed';
    const current = await chats.get(id);
    const isUnrouted = current?.state === 'Queued' && current.route === null;
    if (isFaulty || isUnrouted) {
      const failure = hasStarted ? failureOf(ended) : { detail: 'session did not start' };
      await chats.note(id, { type: 'strategy.failed', by: 'system', ...failure });
    }
    if (!isUnrouted) return true;
    if (!hasStarted) return false;
    await giveUp(id);
    return true;
  }

  async function begin(chat: Chat, version: StrategyVersion): Promise<boolean> {
    const controller = new AbortController();
    const session = createChatSession({ chats, store, clock, tenantId }, chat);
    const over = run(chat, version, { session, controller }).finally(() => going.delete(chat.id));
    going.set(chat.id, { session, controller, over });
    // Where it goes is what others wait for; the session may go on for as long as the chat waits.
    return Promise.race([over, session.decided.then(() => true)]);
  }

  return {
    start() {
      const lookAtAll = (): Promise<void> => {
        for (const id of going.keys()) lookAt(id);
        return endLost();
      };
      const hear = ({ chats: ids }: { readonly chats: readonly string[] }): void =>
        ids.forEach(lookAt);
      stopWatching = watchAndLook(store, clock, hear, lookAtAll);
    },
    async decide(id, reference) {
      const version = await texts.get(reference);
      const detail = referenceTo({ ...reference, version: version?.version ?? reference.version });
      const noted = await chats.remark(id, { type: 'strategy.requested', by: 'system', detail });
      if (noted === undefined || closed || going.has(id)) return true;
      if (version !== null) return begin(noted, version);
      const failed = { type: 'strategy.failed', by: 'system', detail: 'no such strategy' } as const;
      await chats.remark(id, failed);
      return false;
    },
    async resume(id, reference) {
      const chat = await chats.get(id);
      const isWaiting = chat?.state === 'Queued' || chat?.state === 'Offered';
      if (!isWaiting || chat.route === null || going.has(id)) return null;
      const facts = (await chats.history(id)) ?? [];
      const asked = facts.findLast(({ type }) => type === 'strategy.requested');
      const isOurs =
        asked?.detail?.startsWith(`${referenceTo({ ...reference, version: null })}@`) === true;
      const routed = facts.findLast(({ type }) => type === 'chat.routed');
      if (!isOurs || asked.at < chat.waitingSince || routed?.by !== 'strategy') return null;
      const version = await texts.get(reference);
      if (version === null || closed || !(await questions.isMine(id))) return null;
      return { decided: begin(chat, version) };
    },
    async close() {
      closed = true;
      stopWatching();
      const all = [...going.values()];
      for (const { controller } of all) controller.abort();
      await Promise.allSettled(all.map(({ over }) => over));
    },
  };
}
