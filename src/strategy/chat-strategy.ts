import type { Settings } from '../decisions/settings.js';
import { ofKind } from '../domain/objects/kinds.js';
import { strategyOf } from '../domain/objects/routing.js';
import type { Store } from '../store/store.js';
import { createRemoteChatRouting, type RemoteChatRoutingDependencies } from './chat-routing.js';
import { onNewChoice, REMOTE_CONCURRENCY } from './choice.js';
import { warnAboutStrategy } from './warnings.js';
import { createStrategyWorker, type Docket } from './worker.js';

/** Has remote strategies say where chats go, in the queues whose routing is an address. */
export interface ChatStrategy {
  /** Takes up what waits for an answer since before the start, then what comes. */
  start(): Promise<void>;
  /** Chats that wait or are being asked about, now. */
  pending(): number;
  /** Resolves when nothing waits for an answer, and nothing is under way. */
  idle(): Promise<void>;
  /** Takes up nothing more, and gives up what is under way: the next start asks again. */
  stop(): Promise<void>;
}

export interface ChatStrategyDependencies extends RemoteChatRoutingDependencies {
  readonly store: Store;
}

/** The queues whose routing is an address, with that address. */
type RemoteQueues = ReadonlyMap<string, string>;

/** Which queues those are, as of the settings now. */
function createChoice(store: Pick<Store, 'lastSettings'>): () => RemoteQueues {
  let known: Settings['objects'] | undefined;
  let queues: RemoteQueues = new Map();
  return () => {
    const { objects } = store.lastSettings();
    if (objects === known) return queues;
    const named = ofKind(objects, 'enhanced-routing')
      .map(({ properties: { queue } }) => [queue, strategyOf(objects, queue)] as const)
      .filter(([, name]) => name !== 'none' && name !== 'builtin');
    [known, queues] = [objects, new Map(named)];
    return queues;
  };
}

/** Between the name of a queue and a place in it: no name has one. */
const MARK = '\n';

/** Chats of which nobody has said anything, in one of those queues after the other. */
function unrouted(store: Pick<Store, 'read'>, choose: () => RemoteQueues): Docket {
  return {
    noun: 'chat',
    async read({ size, after }) {
      const [from = '', place = ''] = after?.split(MARK) ?? [];
      const [queue, next] = [...choose().keys()].sort().filter((name) => name >= from);
      if (queue === undefined) return { items: [], next: null };
      const isGoneOn = queue === from && place !== '';
      const found = await store.read('unroutedChats', queue, {
        size,
        after: isGoneOn ? place : undefined,
      });
      if (found.next !== null) return { ...found, next: `${queue}${MARK}${found.next}` };
      return { ...found, next: next === undefined ? null : `${next}${MARK}` };
    },
    named: ({ chats, routing }) => (routing ? chats : []),
  };
}

/** Takes up what waits since before the start, then what comes, then all when the routing changes. */
export function createChatStrategy(dependencies: ChatStrategyDependencies): ChatStrategy {
  const { store, clock, log, sender, secret } = dependencies;
  const choose = createChoice(store);
  const remote = createRemoteChatRouting(dependencies);
  const decider = {
    concurrency: REMOTE_CONCURRENCY,
    async decide(id: string) {
      const chat = await store.read('chat', id);
      const url = chat?.state === 'Queued' && !chat.route ? choose().get(chat.queue) : undefined;
      if (url !== undefined) await remote.ask(id, url);
    },
  };
  const worker = createStrategyWorker({
    store,
    clock,
    log,
    docket: unrouted(store, choose),
    chooseDecider: () => (choose().size > 0 ? decider : null),
  });
  const warn = (): void => {
    const isSigned = secret() !== undefined;
    warnAboutStrategy({ urls: [...new Set(choose().values())], isSigned, sender, log });
  };
  let stopChoosing = (): void => {};

  return {
    idle: worker.idle,
    pending: worker.pending,
    async start() {
      warn();
      const named = () => [...choose()].flat().join(MARK);
      stopChoosing = onNewChoice(store, clock, named, () => {
        warn();
        worker.takeUp().catch((error: unknown) => {
          log.error({ err: error }, 'chats that wait were not found; they are looked for again');
        });
      });
      await worker.start();
    },
    async stop() {
      stopChoosing();
      await Promise.all([remote.close(), worker.stop()]);
    },
  };
}
