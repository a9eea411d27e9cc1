import type { Sender } from '../calls/send.js';
import { signedHeaders } from '../calls/signing.js';
import { keysOf } from '../calls/verifying.js';
import { type Clock, wallTime } from '../clock.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Log } from '../log/log.js';
import { type Answer, type Members, readAnswer, requestId } from './answers.js';
import type { Questions } from './questions.js';
import { createTroubleWatch } from './trouble.js';

/** A call is over after this time, however little came. */
const TIMEOUT_MS = 2000;
/** Of an answer, this much is read. */
const ANSWER_BYTES = 32_768;
/** Waits before the second and third call to one address. */
const RETRY_DELAYS_MS = [100, 400];

/** A question as it goes over the wire, and when its answer comes too late. */
export interface StrategyQuestion {
  readonly body: string;
  readonly due: Moment;
}

/** What a strategy is asked about, and what its answers do. */
export interface Topic<Instruction> {
  /** What one of these is called in the log. */
  readonly noun: string;
  /** Notes that it is asked about now; null when there is nothing to ask any more. */
  put(id: string, which: 'strategy' | 'fallback'): Promise<StrategyQuestion | null>;
  /** What an answer instructs, or what of it is not understood. */
  read(members: Members): Instruction | string;
  /** Notes an answer, or that there was none, and does what it instructs. */
  take(id: string, answer: Answer<Instruction>): Promise<void>;
  /** Does what follows when nobody answers. */
  giveUp(id: string): Promise<void>;
}

/** Calls a remote strategy: quickly, a few times, and never past the deadline. */
export interface RemoteStrategy {
  /** Asks one address about one thing; whether it answered, or there is nothing to ask any more. */
  ask(id: string, url: string, which: 'strategy' | 'fallback'): Promise<boolean>;
  /** Does what follows when nobody answers. */
  giveUp(id: string): Promise<void>;
  /** Gives up what is under way: it is asked about again after the next start. */
  close(): Promise<void>;
}

/** With what strategies are asked. */
export interface Asking {
  readonly clock: Clock;
  readonly sender: Sender;
  readonly log: Log;
  /** The secret that signs now; undefined when there is none. */
  secret(): string | undefined;
  /** Which of what waits this process asks about. */
  readonly questions: Pick<Questions, 'isMine'>;
}

/** Asks strategies about one topic. */
export function createAsker<Instruction>(
  topic: Topic<Instruction>,
  { clock, sender, log, secret, questions }: Asking,
): RemoteStrategy {
  const troubles = createTroubleWatch(topic.noun, clock, log);
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

  /**
   * One call with both of its lines in the history; null when there is nothing to ask any more, or
   * another process asks by now.
   */
  async function call(
    id: string,
    url: string,
    which: 'strategy' | 'fallback',
  ): Promise<Answer<Instruction> | null> {
    const question = (await questions.isMine(id)) ? await topic.put(id, which) : null;
    if (question === null) return null;
    const { body, due } = question;
    const current = secret();
    // Every reading of the secret signs: the other side may know it by either.
    const keys = current === undefined ? [] : keysOf(current);
    const headers = signedHeaders({ messageId: requestId(id), body }, keys, wallTime(clock));
    const sent = await sender.send(url, headers, body, {
      // Nobody waits for an answer that would come too late.
      timeoutMs: Math.max(Math.min(TIMEOUT_MS, due - clock.now()), 1),
      excerptBytes: ANSWER_BYTES,
    });
    if (closed) return null;
    const answer = readAnswer(sent, topic.read);
    troubles.note(url, id, answer);
    await topic.take(id, answer);
    return answer;
  }

  /** Whether an address answered, or there is nothing to ask any more. */
  async function askAt(id: string, url: string, which: 'strategy' | 'fallback'): Promise<boolean> {
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
    ask: askAt,
    async giveUp(id) {
      if (!closed) await topic.giveUp(id);
    },
    async close() {
      closed = true;
      for (const wake of sleepers) wake();
      await sender.close();
    },
  };
}
