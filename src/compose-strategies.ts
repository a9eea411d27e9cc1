import type { Sender } from './calls/send.js';
import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import type { Chats } from './engine/chats.js';
import type { Engine } from './engine/engine.js';
import type { PacingReads } from './engine/pacing.js';
import { createStrategyTexts } from './engine/strategy-texts.js';
import type { Log } from './log/log.js';
import type { Interpreters } from './scxml/interpreters.js';
import { createInterpreters } from './scxml/pool.js';
import type { Playground } from './settings/playground-key.js';
import type { StrategySecrets } from './settings/strategy-secrets.js';
import type { Store } from './store/store.js';
import { type ChatStrategy, createChatStrategy } from './strategy/chat-strategy.js';
import {
  createAlternate,
  createDeciders,
  createStrategyChoice,
  onNewChoice,
} from './strategy/choice.js';
import { createQuestions } from './strategy/questions.js';
import { createRemoteStrategy, type RemoteStrategy } from './strategy/remote.js';
import { createDryRuns, type DryRuns } from './strategy/scxml-dry-run.js';
import { createScxmlEngagement, type ScxmlDecider } from './strategy/scxml-engagement.js';
import { createFetcher } from './strategy/scxml-fetch.js';
import { createSessions, type Sessions } from './strategy/scxml-sessions.js';
import { warnAboutReferences, warnAboutStrategy } from './strategy/warnings.js';
import { createStrategyWorker, type StrategyWorker } from './strategy/worker.js';

/** Whoever decides: on what is Qualified, and where chats go. */
export interface Strategies {
  readonly remote: RemoteStrategy;
  readonly strategy: StrategyWorker;
  readonly chatStrategy: ChatStrategy;
  readonly scxml: ScxmlDecider;
  /** Ends the threads that sessions run in, and what their fetches go through. */
  stopRunning(): Promise<void>;
  readonly sessionsOfStrategies: Sessions;
  readonly tenantId: string;
  readonly dryRuns: DryRuns;
  /** Warns about who decides, now and whenever that changes; returns what ends it. */
  watchChoice(): () => void;
}

export interface StrategiesDependencies {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly engine: Engine;
  readonly chats: Chats;
  readonly pacing: PacingReads;
  readonly playground: Playground;
  readonly strategySecrets: StrategySecrets;
  /** Where strategies are tried, and nothing is decided. */
  readonly trialInterpreters: Interpreters;
  createCaller(): Sender;
}

/** Puts together who decides on interactions and on chats; nothing runs before it is started. */
export function composeStrategies(dependencies: StrategiesDependencies): Strategies {
  const { config, store, clock, log, engine, chats, pacing } = dependencies;
  const { playground, strategySecrets, createCaller, trialInterpreters } = dependencies;
  // Each has engines of its own: who tries strategies keeps nobody from a decision.
  const [interpreters, chatInterpreters] = [createInterpreters(), createInterpreters()];
  const sessions = createSessions({ interaction: interpreters, chat: chatInterpreters }, clock);
  // What fetches of documents hang on takes no connection from questions and deliveries.
  const fetching = createCaller();
  const fetch = createFetcher(fetching, clock);
  const tenantId = String(config.tenantId);
  const running = {
    store,
    clock,
    chats,
    pacing,
    tenantId,
    sessions,
    fetch,
    texts: createStrategyTexts(store),
  };
  const instead = createAlternate(config.strategy, store);
  const choose = createStrategyChoice(config.strategy, store);
  // A sender of its own: deliveries that hang take no connection and no look-up from questions.
  const asking = createCaller();
  const strategySecret = () => strategySecrets.signers(store.lastSettings())[0]?.secret;
  const questions = createQuestions({ store, clock, noun: 'interaction' });
  const remote = createRemoteStrategy({
    engine,
    questions,
    pacing: pacing.view,
    clock,
    sender: asking,
    config,
    log,
    secret: strategySecret,
  });
  const scxml = createScxmlEngagement({ ...running, engine, questions, giveUp: remote.giveUp });
  const deciders = createDeciders(engine, { remote, scxml }, choose, () => [
    instead(),
    config.strategyFallback,
  ]);
  const strategy = createStrategyWorker({
    store,
    clock,
    log,
    questions,
    chooseDecider: playground.sparing(deciders, store),
  });
  const chatStrategy = createChatStrategy({
    ...running,
    questions: createQuestions({ store, clock, noun: 'chat' }),
    sender: createCaller(),
    config,
    log,
    secret: strategySecret,
  });

  return {
    remote,
    strategy,
    chatStrategy,
    scxml,
    async stopRunning() {
      const all = [interpreters, chatInterpreters, trialInterpreters];
      await Promise.all([...all.map((each) => each.close()), fetching.close()]);
    },
    sessionsOfStrategies: sessions,
    tenantId,
    dryRuns: createDryRuns({ ...running, interpreters: trialInterpreters }),
    watchChoice() {
      const warnAboutChoice = (): void => {
        warnAboutReferences([choose(), instead()], store.lastSettings().strategies, log);
        warnAboutStrategy({
          urls: [choose(), instead() ?? undefined, config.strategyFallback],
          isSigned: strategySecrets.signers(store.lastSettings()).length > 0,
          sender: asking,
          log,
        });
      };
      warnAboutChoice();
      return onNewChoice(
        store,
        clock,
        () => `${choose()}\n${instead()}`,
        () => {
          warnAboutChoice();
          strategy.takeUp().catch((error: unknown) => {
            log.error(
              { err: error },
              'what waits for a decision was not found; it is looked for again',
            );
          });
        },
      );
    },
  };
}
