import type { Clock } from '../clock.js';
import type { ChatRemark, InstructedResult, RouteTo } from '../decisions/chat-instructions.js';
import type { ChatRequest, ChatRequested } from '../decisions/chat-requests.js';
import type { ChatEventRequest, ChatResult } from '../decisions/chats.js';
import type { Saying, SayRequest } from '../decisions/conversation.js';
import { createLedger } from '../decisions/ledger.js';
import type { Idempotency } from '../decisions/once.js';
import { roomOf } from '../decisions/pacing.js';
import type { ChatPreview } from '../decisions/routing.js';
import { isNews } from '../domain/agents/transition.js';
import type { Chat, ChatFact, ChatMessage } from '../domain/chats/chat.js';
import { isHeld, isOpen } from '../domain/chats/chat.js';
import { estimateWait } from '../domain/chats/match.js';
import { priorityOf } from '../domain/chats/order.js';
import type { VisitorsProspect } from '../domain/chats/view.js';
import { LIMITS } from '../domain/limits.js';
import { inForce } from '../domain/options/timeline.js';
import type { ChatRoutingRules } from '../domain/rules/chat-routing.js';
import { createId } from '../ids.js';
import { StoreFailed, StoreOverloaded } from '../store/failures.js';
import type { Store } from '../store/store.js';
import { createPacing, type PacingReads } from './pacing.js';

/** Chats of a group that are looked at for how long the next will take, and how few say nothing. */
const MEASURED = { most: 100, least: 5 } as const;

/** What becomes of a group's waiting chats: rooms of those who are there, and how many are free. */
export interface Load {
  readonly slots: number;
  readonly free: number;
  readonly waiting: number;
  /** From accepting to being free again, on average, in seconds; null while too few are known. */
  readonly handlingSeconds: number | null;
}

/** Whether a site may offer a chat, as its page shows it. */
export interface Availability {
  readonly status: 'online' | 'busy' | 'offline';
  readonly estimatedWaitSeconds: number | null;
}

/** What a strategy says is to become of a waiting chat. */
export type ChatInstruction =
  | { readonly type: 'route'; readonly to: RouteTo }
  | { readonly type: 'end'; readonly message: string | null };

/** The shell around chats: settles what is due, decides, and commits in the store's one write. */
export interface Chats {
  request(request: Omit<ChatRequest, 'seed' | 'application'>): Promise<ChatRequested>;
  /** Applies an event; undefined when there is no such chat. */
  apply(
    id: string,
    request: Omit<ChatEventRequest, 'seed' | 'chat'>,
  ): Promise<ChatResult | undefined>;
  /** Cleans by a view: nobody waits for it. */
  clean(id: string): Promise<ChatResult | undefined>;
  /** The visitor's browser is there: written to a third of the time after which it counts as gone. */
  seen(chat: Chat): Promise<Chat>;
  say(request: Omit<SayRequest, 'seed'>): Promise<Saying | undefined>;
  /**
   * Does what a strategy says of its own accord; undefined when there is no such chat. With the name
   * of its call, the same one again does nothing more: `reused` when another one had it.
   */
  instruct(
    id: string,
    instruction: ChatInstruction,
    call?: Idempotency,
  ): Promise<ChatResult | 'reused' | undefined>;
  /** Notes how a strategy answered, and does what it instructs while the chat waits for that. */
  answer(id: string, instruction: ChatInstruction, remark: ChatRemark): Promise<void>;
  /**
   * A line about a strategy, while the chat waits for it, and where the chat goes then; undefined
   * when it does not wait any more.
   */
  remark(id: string, remark: ChatRemark, to?: RouteTo): Promise<Chat | undefined>;
  /** A line about a strategy, whether or not the chat waits for it still. */
  note(id: string, remark: ChatRemark): Promise<void>;
  /** Who would get a chat, by the rules in force or by others; undefined when there is none. */
  preview(id: string, rules?: ChatRoutingRules): Promise<ChatPreview | undefined>;
  /** The settled chat; the same when that cannot be stored just now. */
  get(id: string): Promise<Chat | undefined>;
  history(id: string): Promise<readonly ChatFact[] | undefined>;
  messages(id: string, after: number): Promise<readonly ChatMessage[]>;
  /** The chat of a visit that goes on, settled. */
  ofVisit(visitId: string): Promise<Chat | undefined>;
  /** What the visitor is told of how it goes on. */
  prospectOf(chat: Chat): Promise<VisitorsProspect>;
  load(group: string): Promise<Load>;
  availability(): Promise<Availability>;
  now(): number;
}

export interface ChatsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** The application whose endpoint leads to chats. */
  readonly application: string;
  readonly pacing?: Pick<PacingReads, 'measured'>;
}

export function createChats({
  store,
  clock,
  application,
  pacing = createPacing({ store, clock }),
}: ChatsDependencies): Chats {
  const seed = (): string => createId(clock.now());

  /** A chat as it stands now, with all that follows from whoever holds it, without storing that. */
  async function settled(chat: Chat): Promise<Chat> {
    const agent =
      isHeld(chat) && chat.agent !== null ? await store.read('agent', chat.agent) : null;
    const [now, settings] = [clock.now(), store.lastSettings()];
    const ledger = createLedger({ now, settings, agent, calm: [], ask: () => undefined });
    return ledger.advance(chat, null).chat;
  }

  const clean: Chats['clean'] = async (chat) =>
    (await store.apply('cleanChat', {
      seed: seed(),
      chat,
      event: { type: 'clean', by: 'system' },
    })) ?? undefined;

  const apply = async (
    chat: string,
    request: Omit<ChatEventRequest, 'seed' | 'chat'>,
  ): Promise<ChatResult | undefined> =>
    (await store.apply('chatEvent', { seed: seed(), chat, ...request })) ?? undefined;

  function instructed(
    chat: string,
    instruction: ChatInstruction,
    how: { readonly call?: Idempotency | undefined; readonly remark?: ChatRemark | undefined },
  ): Promise<InstructedResult> {
    const of = { seed: seed(), chat, ...how };
    return instruction.type === 'route'
      ? store.apply('routeChat', { ...of, to: instruction.to })
      : store.apply('endChat', { ...of, message: instruction.message });
  }

  async function get(id: string): Promise<Chat | undefined> {
    await store.settings();
    const chat = await store.read('chat', id);
    if (chat === null) return undefined;
    if ((await settled(chat)) === chat) return chat;
    try {
      return (await apply(id, { event: null }))?.chat;
    } catch (error) {
      // What is due is due whether it can be stored or not.
      if (!(error instanceof StoreFailed || error instanceof StoreOverloaded)) throw error;
      return settled(chat);
    }
  }

  async function load(group: string): Promise<Load> {
    const [staff, { count, totalMs }, waiting] = await Promise.all([
      store.read('staff'),
      store.read('handling', group, MEASURED.most),
      store.read('chatsAhead', {
        group,
        priority: -1,
        queuedAt: 0,
        id: '',
      }),
    ]);
    const { slots, free } = roomOf([group], staff, store.lastSettings(), clock.now());
    const handlingSeconds = count < MEASURED.least ? null : totalMs / count / 1000;
    return { slots, free, waiting, handlingSeconds };
  }

  return {
    async request(request) {
      const measured = await pacing.measured();
      return store.apply('requestChat', { seed: seed(), application, measured, ...request });
    },
    apply,
    clean,
    async seen(chat) {
      const { visitorLostTime } = inForce(store.lastSettings().timeline);
      const isKnown = chat.visitorConnected && !isNews(chat.seenAt, clock.now(), visitorLostTime);
      if (!isOpen(chat) || isKnown) return chat;
      return (await apply(chat.id, { event: null, isVisitor: true }))?.chat ?? chat;
    },
    say: async (request) => (await store.apply('say', { seed: seed(), ...request })) ?? undefined,
    async instruct(id, instruction, call) {
      const result = await instructed(id, instruction, { call });
      if (result === null) return undefined;
      if (typeof result !== 'object' || !('kept' in result)) return result;
      const chat = await get(result.kept);
      return chat && { chat, refusal: null, applied: false };
    },
    answer: async (id, instruction, remark) => void (await instructed(id, instruction, { remark })),
    remark: async (chat, remark, to) =>
      (await store.apply('remarkOnChat', { seed: seed(), chat, remark, to })) ?? undefined,
    async note(chat, remark) {
      await store.apply('remarkOnChat', { seed: seed(), chat, remark, isLasting: true });
    },
    async preview(id, rules) {
      const chat = await get(id);
      if (chat === undefined) return undefined;
      return (
        (await store.apply('previewChat', { chat: id, queue: chat.queue, rules })) ?? undefined
      );
    },
    get,
    async history(id) {
      const chat = await get(id);
      return chat && store.read('chatHistory', id);
    },
    messages: (id, after) => store.read('chatMessages', id, after, LIMITS.pageSize.most),
    async ofVisit(visitId) {
      await store.settings();
      const chat = await store.read('openChat', visitId);
      const now = chat && (await get(chat.id));
      return now && isOpen(now) ? now : undefined;
    },
    load,
    async prospectOf(chat) {
      const agent =
        chat.agent === null ? undefined : store.lastSettings().agentByName.get(chat.agent);
      const isTalked = chat.state === 'Active' || (chat.acceptedAt !== null && !isOpen(chat));
      const displayName = isTalked ? (agent?.displayName ?? chat.agent) : null;
      const group = chat.route?.group;
      if (chat.state !== 'Queued' && chat.state !== 'Offered')
        return { position: null, estimatedWaitSeconds: null, displayName };
      if (group === undefined) return { position: null, estimatedWaitSeconds: null, displayName };
      const { queuedAt, id } = chat;
      const ahead = await store.read('chatsAhead', {
        group,
        priority: priorityOf(chat),
        queuedAt,
        id,
      });
      const position = ahead + 1;
      const estimatedWaitSeconds = estimateWait({ position, ...(await load(group)) });
      return { position, estimatedWaitSeconds, displayName };
    },
    async availability() {
      const { timeline, known } = store.lastSettings();
      const { chatGroup, whenNoAgents, maxWaiting } = inForce(timeline);
      if (!known.chatQueues.has(application))
        return { status: 'offline', estimatedWaitSeconds: null };
      const { slots, free, waiting, handlingSeconds } = await load(chatGroup);
      if (slots === 0 && whenNoAgents === 'refuse')
        return { status: 'offline', estimatedWaitSeconds: null };
      const isFull = waiting >= maxWaiting;
      const position = waiting + 1;
      return {
        status: free > waiting && !isFull ? 'online' : isFull ? 'offline' : 'busy',
        estimatedWaitSeconds: isFull
          ? null
          : estimateWait({ position, slots, free, handlingSeconds }),
      };
    },
    now: () => clock.now(),
  };
}
