import type { Sender } from './calls/send.js';
import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import type { Chats } from './engine/chats.js';
import type { Engine } from './engine/engine.js';
import type { Log } from './log/log.js';
import type { Playground } from './settings/playground-key.js';
import type { StrategySecrets } from './settings/strategy-secrets.js';
import type { Store } from './store/store.js';
import { type ChatStrategy, createChatStrategy } from './strategy/chat-strategy.js';
import { createDeciders, createStrategyChoice, onNewChoice } from './strategy/choice.js';
import { createRemoteStrategy, type RemoteStrategy } from './strategy/remote.js';
import { warnAboutStrategy } from './strategy/warnings.js';
import { createStrategyWorker, type StrategyWorker } from './strategy/worker.js';

/** Whoever decides: on what is Qualified, and where chats go. */
export interface Strategies {
  readonly remote: RemoteStrategy;
  readonly strategy: StrategyWorker;
  readonly chatStrategy: ChatStrategy;
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
  readonly playground: Playground;
  readonly strategySecrets: StrategySecrets;
  createCaller(): Sender;
}

/** Puts together who decides on interactions and on chats; nothing runs before it is started. */
export function composeStrategies(dependencies: StrategiesDependencies): Strategies {
  const { config, store, clock, log, engine, chats } = dependencies;
  const { playground, strategySecrets, createCaller } = dependencies;
  const choose = createStrategyChoice(config.strategy, store);
  // A sender of its own: deliveries that hang take no connection and no look-up from questions.
  const asking = createCaller();
  const strategySecret = () => strategySecrets.signers(store.lastSettings())[0]?.secret;
  const remote = createRemoteStrategy({
    engine,
    clock,
    sender: asking,
    config,
    log,
    secret: strategySecret,
  });
  const strategy = createStrategyWorker({
    store,
    clock,
    log,
    chooseDecider: playground.sparing(createDeciders(engine, remote, choose), store),
  });
  const chatStrategy = createChatStrategy({
    chats,
    store,
    clock,
    sender: createCaller(),
    config,
    log,
    secret: strategySecret,
  });

  return {
    remote,
    strategy,
    chatStrategy,
    watchChoice() {
      const warnAboutChoice = (): void =>
        warnAboutStrategy({
          urls: [choose(), config.strategyFallback],
          isSigned: strategySecrets.signers(store.lastSettings()).length > 0,
          sender: asking,
          log,
        });
      warnAboutChoice();
      return onNewChoice(store, clock, choose, () => {
        warnAboutChoice();
        strategy.takeUp().catch((error: unknown) => {
          log.error(
            { err: error },
            'what waits for a decision was not found; it is looked for again',
          );
        });
      });
    },
  };
}
