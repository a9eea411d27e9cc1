import type { Sender } from '../calls/send.js';
import { signedHeaders } from '../calls/signing.js';
import { keysOf } from '../calls/verifying.js';
import { type Clock, wallTime } from '../clock.js';
import { deadline } from '../domain/interactions/clocks.js';
import type { Event } from '../domain/interactions/interaction.js';
import type { Engine } from '../engine/engine.js';
import type { Log } from '../log/log.js';
import { readAnswer, requestBody, requestId, type StrategyAnswer } from './answers.js';
import { createTroubleWatch } from './trouble.js';

/** A call is over after this time, however little came. */
const TIMEOUT_MS = 2000;
/** Of an answer, this much is read. */
const ANSWER_BYTES = 32_768;
/** Waits before the second and third call to one address. */
const RETRY_DELAYS_MS = [100, 400];

/** Calls a remote strategy: quickly, a few times, and never past the engagement deadline. */
export interface RemoteStrategy {
  /** Asks about one interaction until there is an answer, or nobody to ask any more. */
  ask(id: string, url: string): Promise<void>;
  /** Gives up what is under way: it is asked about again after the next start. */
  close(): Promise<void>;
}

export interface RemoteStrategyDependencies {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly config: {
    /** Who is asked when the first does not answer. */
    readonly strategyFallback?: string | undefined;
    /** What follows from silence. */
    readonly strategyOnSilence: 'engage' | 'noengage' | 'wait';
  };
  readonly log: Log;
  /** The secret that signs now; undefined when there is none. */
  secret(): string | undefined;
}

/** What the history says of an answer: a closed set of words. */
const told = (answer: StrategyAnswer): string => {
  if (answer.kind === 'failure') return answer.why;
  return answer.kind === 'later' ? 'calls back' : answer.event.type;
};

export function createRemoteStrategy(dependencies: RemoteStrategyDependencies): RemoteStrategy {
  const { engine, clock, sender, config, log, secret } = dependencies;
  const troubles = createTroubleWatch(clock, log);
  const sleepers = new Set<() => void>();
  let closed = false;

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        disarm();
        sleepers.delete(wake);
        resolve();
      };
      const disarm = clock.after(ms, wake);
      sleepers.add(wake);
    });
  }

  /** One call with both of its lines in the history; null when there is nothing to ask any more. */
  async function call(id: string, url: string, which: string): Promise<StrategyAnswer | null> {
    const noted = await engine.remarkOnQualified(id, {
      type: 'strategy.requested',
      detail: which,
    });
    if (noted === undefined) return null;
    const now = clock.now();
    const due = deadline(noted, engine.timeline())?.at ?? now;
    const body = requestBody(noted, due, now);
    const current = secret();
    // Every reading of the secret signs: the other side may know it by either.
    const keys = current === undefined ? [] : keysOf(current);
    const headers = signedHeaders({ messageId: requestId(id), body }, keys, wallTime(clock));
    const answer = readAnswer(
      await sender.send(url, headers, body, {
        // Nobody waits for an answer that would come too late.
        timeoutMs: Math.max(Math.min(TIMEOUT_MS, due - now), 1),
        excerptBytes: ANSWER_BYTES,
      }),
    );
    if (closed) return null;
    troubles.note(url, id, answer);
    const words = answer.kind === 'failure' ? answer.words : undefined;
    const type = answer.kind === 'failure' ? 'strategy.failed' : 'strategy.answered';
    const event = answer.kind === 'instruction' ? answer.event : undefined;
    await engine.remark(id, { type, detail: told(answer), words }, event);
    return answer;
  }

  /** Whether an address answered, or there is nothing to ask any more. */
  async function askAt(id: string, url: string, which: string): Promise<boolean> {
    for (const delayMs of [...RETRY_DELAYS_MS, null]) {
      const answer = await call(id, url, which);
      if (answer === null || answer.kind !== 'failure') return true;
      if (!answer.mayRetry || delayMs === null) return false;
      await sleep(delayMs);
      if (closed) return true;
    }
    return false;
  }

  return {
    async ask(id, url) {
      if (await askAt(id, url, 'strategy')) return;
      const { strategyFallback, strategyOnSilence } = config;
      if (strategyFallback && (await askAt(id, strategyFallback, 'fallback'))) return;
      if (strategyOnSilence === 'wait' || closed) return;
      const event: Event =
        strategyOnSilence === 'engage'
          ? { type: 'engage' }
          : { type: 'noengage', detail: 'no strategy answered' };
      // Somebody else may have decided meanwhile: then silence says nothing.
      await engine.remarkOnQualified(id, { type: 'strategy.failed', detail: 'silence' }, event);
    },
    async close() {
      closed = true;
      for (const wake of sleepers) wake();
      await sender.close();
    },
  };
}
