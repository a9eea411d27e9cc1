import type { Settings } from '../decisions/settings.js';
import { ofKind } from '../domain/objects/kinds.js';
import { alternateOf, strategyOf } from '../domain/objects/routing.js';
import { readReference, type StrategyReference } from '../domain/strategies/reference.js';
import type { Store } from '../store/store.js';
import { watchAndLook } from '../store/watching.js';
import { createRemoteChatRouting, type RemoteChatRoutingDependencies } from './chat-routing.js';
import { onNewChoice, REMOTE_CONCURRENCY } from './choice.js';
import { decideInTurn } from './in-turn.js';
import type { Questions } from './questions.js';
import { createScxmlRouting, type ScxmlRoutingDependencies } from './scxml-chat.js';
import { warnAboutStrategy } from './warnings.js';
import { createStrategyWorker, type Decider, type Docket } from './worker.js';

/** Has strategies say where chats go, in the queues that are not left to the built-in rules. */
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

export interface ChatStrategyDependencies
  extends RemoteChatRoutingDependencies,
    Omit<ScxmlRoutingDependencies, 'giveUp'> {
  readonly store: Store;
  readonly questions: Questions;
  readonly config: {
    /** Who is asked when the first does not answer. */
    readonly strategyFallback?: string | undefined;
  };
}

/** Who says where the chats of a queue go, in their order. */
type Named = readonly [first: string, alternate: string | null];

/** The queues with a strategy of others, or one that was pushed. */
type StrategyQueues = ReadonlyMap<string, Named>;

/** Which queues those are, as of the settings now. */
function createChoice(store: Pick<Store, 'lastSettings'>): () => StrategyQueues {
  let known: Settings['objects'] | undefined;
  let queues: StrategyQueues = new Map();
  return () => {
    const { objects } = store.lastSettings();
    if (objects === known) return queues;
    const named = ofKind(objects, 'enhanced-routing')
      .map(({ properties: { queue } }): [string, Named] => [
        queue,
        [strategyOf(objects, queue), alternateOf(objects, queue)],
      ])
      .filter(([, [name]]) => name !== 'none' && name !== 'builtin');
    [known, queues] = [objects, new Map(named)];
    return queues;
  };
}

/** Between the name of a queue and a place in it: no name has one. */
const MARK = '\n';

/** Chats of which nobody has said anything, in one of those queues after the other. */
function unrouted(store: Pick<Store, 'read'>, choose: () => StrategyQueues): Docket {
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

/** Chats of a former process that are looked at in one turn, for sessions that it had begun. */
const RESUMED_AT_ONCE = 200;

/** Takes up what waits since before the start, then what comes, then all when the routing changes. */
export function createChatStrategy(dependencies: ChatStrategyDependencies): ChatStrategy {
  const { store, clock, log, sender, secret, chats, config, questions } = dependencies;
  const choose = createChoice(store);
  const remote = createRemoteChatRouting(dependencies);
  const scxml = createScxmlRouting({ ...dependencies, giveUp: remote.giveUp });

  /** By the rules in force, where they are named as the alternate. */
  async function builtIn(id: string): Promise<void> {
    const verdict = await chats.preview(id);
    if (verdict === undefined) return;
    const { route, message } = verdict;
    await chats.instruct(id, route ? { type: 'route', to: route } : { type: 'end', message });
  }

  const decider: Decider = {
    concurrency: REMOTE_CONCURRENCY,
    isAsking: true,
    async decide(id: string) {
      const chat = await store.read('chat', id);
      const named = chat?.state === 'Queued' && !chat.route ? choose().get(chat.queue) : undefined;
      if (named === undefined) return;
      const names = [...named, config.strategyFallback];
      await decideInTurn(id, names, { remote, scxml, builtIn });
    },
  };
  const worker = createStrategyWorker({
    store,
    clock,
    log,
    docket: unrouted(store, choose),
    questions,
    chooseDecider: () => (choose().size > 0 ? decider : null),
  });
  const warn = (): void => {
    const isSigned = secret() !== undefined;
    const urls = [...new Set([...choose().values()].flat())].map((url) => url ?? undefined);
    warnAboutStrategy({ urls, isSigned, sender, log });
  };
  let stopChoosing = (): void => {};
  /** What was taken up again at the start. */
  let resumed: Promise<unknown> = Promise.resolve();
  let stopLooking = (): void => {};
  /** Orphans that were looked at. */
  let orphans: ReadonlySet<string> = new Set();

  /** SCXML strategies among those who are named. */
  const referencesIn = (names: Named): readonly StrategyReference[] =>
    names.flatMap((name) => (name && readReference(name)) || []);

  /** Sessions of other processes that are gone, and whose chats still wait: each is looked at once. */
  async function adopt(): Promise<void> {
    const found = await store.read('orphanedChats', RESUMED_AT_ONCE);
    const fresh = found.filter((id) => !orphans.has(id));
    orphans = new Set(found);
    for (const id of fresh) {
      const named = choose().get((await store.read('chat', id))?.queue ?? '');
      for (const reference of named ? referencesIn(named) : []) await scxml.resume(id, reference);
    }
  }

  /** Sessions that a former process had begun, and whose chats still wait. */
  async function resume(): Promise<void> {
    const begun: Promise<unknown>[] = [];
    for (const [queue, names] of choose()) {
      const references = referencesIn(names);
      for (const state of references.length > 0 ? (['Queued', 'Offered'] as const) : []) {
        let after: string | undefined;
        do {
          const page = { size: RESUMED_AT_ONCE, after };
          const { items, next } = await store.read('chats', { queue, state }, page);
          for (const { id } of items)
            for (const reference of references) {
              const session = await scxml.resume(id, reference);
              if (session) begun.push(session.decided);
            }
          after = next ?? undefined;
        } while (after !== undefined);
      }
    }
    await Promise.all(begun);
  }

  return {
    idle: () => Promise.all([worker.idle(), resumed]).then(() => undefined),
    pending: worker.pending,
    async start() {
      warn();
      scxml.start();
      const named = () => [...choose()].flat(2).join(MARK);
      stopChoosing = onNewChoice(store, clock, named, () => {
        warn();
        worker.takeUp().catch((error: unknown) => {
          log.error({ err: error }, 'chats that wait were not found; they are looked for again');
        });
      });
      await worker.start();
      stopLooking = watchAndLook(store, clock, () => {}, adopt);
      resumed = resume().catch((error: unknown) => {
        log.error({ err: error }, 'a session of a former process was not taken up again');
      });
    },
    async stop() {
      stopChoosing();
      stopLooking();
      await Promise.all([remote.close(), scxml.close(), worker.stop()]);
    },
  };
}
