import type { Clock } from '../clock.js';
import { LIMITS } from '../domain/limits.js';
import type { Engine } from '../engine/engine.js';
import type { Log } from '../log/log.js';
import type { VisitStreams } from './visit-streams.js';

/** A page of the visit that listens again within so many seconds voids the leaving. */
export const GRACE_SECONDS = 5;

/** Pages that went away with an invitation open: going to the next page looks the same at first. */
export interface Leaving {
  /**
   * Answers `timeout` for the visitor unless a page of the visit listens within the grace. Resolves
   * when that is sure to be.
   */
  hold(interactionId: string, visitId: string): Promise<void>;
  /** Answers for those whom nobody else answers for. */
  close(): Promise<void>;
}

export interface LeavingDependencies {
  readonly engine: Pick<Engine, 'apply'>;
  readonly streams: Pick<VisitStreams, 'has' | 'onOpen'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Pages that went away, as a process alone remembers them: after a crash the clock of abandoned
 * invitations ends the attempt. At its end it answers for all: nobody can come back to it.
 */
export function createLeaving({ engine, streams, clock, log }: LeavingDependencies): Leaving {
  const waiting = new Map<string, { readonly interactionId: string; readonly stop: () => void }>();

  async function answer(interactionId: string): Promise<void> {
    try {
      await engine.apply(interactionId, { type: 'timeout' });
    } catch (error) {
      // Nothing is lost: the clock of abandoned invitations ends the attempt.
      log.warn({ err: error, interactionId }, 'the timeout of a page that left was not stored');
    }
  }

  function take(visitId: string): string | undefined {
    const found = waiting.get(visitId);
    found?.stop();
    waiting.delete(visitId);
    return found?.interactionId;
  }

  streams.onOpen(take);

  return {
    async hold(interactionId, visitId) {
      take(visitId);
      if (waiting.size >= LIMITS.leavings.most) {
        await answer(interactionId);
        return;
      }
      const stop = clock.after(GRACE_SECONDS * 1000, () => {
        take(visitId);
        if (!streams.has(visitId)) void answer(interactionId);
      });
      waiting.set(visitId, { interactionId, stop });
    },
    async close() {
      const ids = [...waiting.keys()].map(take);
      await Promise.all(ids.map((id) => id !== undefined && answer(id)));
    },
  };
}
