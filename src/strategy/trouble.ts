import type { Clock } from '../clock.js';
import type { Log } from '../log/log.js';
import type { Answer } from './answers.js';

/** A strategy is not said to fail again before this time after the last line, in milliseconds. */
const QUIET_MS = 60_000;

/** Says in the log when a strategy begins to fail, or fails otherwise, and when it answers again. */
export interface TroubleWatch {
  /** A strategy was asked about something. */
  note(url: string, id: string, answer: Answer<unknown>): void;
}

/** Watches what strategies answer about a `noun`: a line for each change, not for each call. */
export function createTroubleWatch(
  noun: string,
  clock: Pick<Clock, 'now'>,
  log: Log,
): TroubleWatch {
  /** Why each fails, by its address; null for one that answers again, and since when. */
  const troubles = new Map<string, { readonly why: string | null; readonly at: number }>();
  return {
    note(url, id, answer) {
      const why = answer.kind === 'failure' ? answer.why : null;
      const before = troubles.get(url) ?? { why: null, at: -QUIET_MS };
      const at = clock.now();
      if (why === before.why || (why !== null && at - before.at < QUIET_MS)) return;
      troubles.set(url, { why, at });
      // Its path and query may hold a secret.
      const facts = { origin: new URL(url).origin, [`${noun}Id`]: id };
      if (answer.kind === 'failure')
        log.warn({ ...facts, why, words: answer.words }, 'remote strategy fails');
      else log.info(facts, 'remote strategy answers again');
    },
  };
}
