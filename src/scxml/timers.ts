import type { Budget } from './budget.js';

/** Where time comes from. */
export interface Timing {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `run` once; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** The delayed events of a session and of those it invoked. */
export interface Timers {
  /** Milliseconds since the epoch, in the time of the session. */
  now(): number;
  /** `owner` and `sendid` name it for `cancel`; `chars` is how much data it holds until then. */
  set(delayMs: number, owner: object, sendid: string, chars: number, run: () => void): void;
  /** All of an owner, or those with an id. */
  cancel(owner: object, sendid?: string): void;
  any(): boolean;
  /** In virtual time: goes to the next delayed event; false when there is none. */
  advance(): boolean;
}

interface Waiting {
  readonly at: number;
  readonly owner: object;
  readonly sendid: string;
  readonly chars: number;
  readonly run: () => void;
  readonly disarm: () => void;
}

export function createTimers(
  begin: number,
  isVirtual: boolean,
  timing: Timing,
  budget: Budget,
): Timers {
  const begunAt = timing.now();
  let moment = begin;
  let waiting: readonly Waiting[] = [];

  const now = (): number => (isVirtual ? moment : begin + timing.now() - begunAt);
  const drop = (gone: (one: Waiting) => boolean): void => {
    for (const one of waiting.filter(gone)) {
      one.disarm();
      budget.count('timers', -1);
      budget.count('waitingChars', -one.chars);
    }
    waiting = waiting.filter((one) => !gone(one));
  };

  return {
    now,
    set(delayMs, owner, sendid, chars, run) {
      budget.count('timers');
      budget.count('waitingChars', chars);
      const fire = (): void => {
        drop((other) => other === one);
        run();
      };
      const disarm = isVirtual ? () => {} : timing.after(delayMs, fire);
      const one: Waiting = { at: now() + delayMs, owner, sendid, chars, run: fire, disarm };
      waiting = [...waiting, one];
    },
    cancel: (owner, sendid) =>
      drop((one) => one.owner === owner && (sendid === undefined || one.sendid === sendid)),
    any: () => waiting.length > 0,
    advance() {
      // Of two at the same moment, the one that was set first.
      const [first] = waiting.toSorted((a, b) => a.at - b.at);
      if (first === undefined) return false;
      moment = Math.max(moment, first.at);
      first.run();
      return true;
    },
  };
}
