import { randomUUID } from 'node:crypto';
import type { Telling } from '../telling.js';
import type { TakeTogether, Waiting } from './batch.js';
import { failed, isHeld, isLost } from './faults.js';
import type { Asked, createOptimistic, Together } from './optimistic.js';

/** Times that decisions are made anew because something was not as it was read. */
const MOST_TRIES = 2;

/** So many of the first may be committed, or not: nobody can tell. */
interface Lost {
  readonly lost: number;
  readonly error: unknown;
}

/** Some that stand on what somebody holds: the others are decided without them. */
interface Apart {
  readonly held: ReadonlySet<Asked>;
  readonly error: unknown;
}

export interface TakingSettings {
  /** So many of the first are decided alone, if one of them has to be. */
  readonly maxBatch: number;
  readonly ready: Promise<unknown>;
  readonly optimistic: ReturnType<typeof createOptimistic>;
  committed(telling: Telling): void;
  wasCommitted(token: string): Promise<boolean>;
  /** Hears that decisions were not committed, and are made again. */
  retried(): void;
}

/** What those ask for that wait before the first which has to be decided alone; null when that comes soon. */
function togetherOf(
  jobs: readonly Waiting[],
  isTogether: (asked: Asked) => boolean,
  maxBatch: number,
): readonly Asked[] | null {
  const alone = jobs.findIndex(({ asked }) => asked === undefined || !isTogether(asked));
  if (alone >= 0 && alone < maxBatch) return null;
  return jobs.slice(0, alone < 0 ? jobs.length : alone).flatMap(({ asked }) => asked ?? []);
}

/**
 * Decides those in front together while that works. Whoever cannot be decided so, or meets others on
 * the same row again and again, is decided alone: a row that everybody wants starves nobody.
 */
export function createTaking({
  maxBatch,
  ready,
  optimistic,
  committed,
  wasCommitted,
  retried,
}: TakingSettings): TakeTogether {
  /** What was committed; null when they have to be decided alone. */
  async function decide(asked: readonly Asked[]): Promise<Together | Lost | Apart | null> {
    const still = await optimistic.stillHeld(asked);
    if (still.size > 0) return { held: still, error: new Error('another session holds the row') };
    for (let tries = 1; ; tries += 1) {
      const token = randomUUID();
      let sent: Together | undefined;
      try {
        return await optimistic.decide(asked, token, (together) => {
          sent = together;
        });
      } catch (error) {
        if (sent && isLost(error)) {
          const isDone = await wasCommitted(token).catch(() => undefined);
          if (isDone) return sent;
          if (isDone === undefined) return { lost: sent.results.length, error };
        }
        const held = isHeld(error) ? await optimistic.held(asked) : undefined;
        if (held && held.size > 0) return { held, error };
        retried();
        if (tries === MOST_TRIES) return null;
      }
    }
  }

  return async (jobs, take) => {
    const asked = togetherOf(jobs, optimistic.isTogether, maxBatch);
    if (asked === null) return false;
    await ready;
    const together = await decide(asked);
    if (together === null) return false;
    if ('lost' in together || 'held' in together) {
      const refused = jobs.filter(({ asked }, index) =>
        'lost' in together ? index < together.lost : asked && together.held.has(asked),
      );
      take(refused);
      const error = failed(together.error, 'lost' in together ? 'unknown' : 'nothing');
      for (const job of refused) job.reject(error);
      return true;
    }
    const { results, telling } = together;
    take(jobs.slice(0, results.length));
    for (const [index, result] of results.entries()) jobs[index]?.resolve(result);
    committed(telling);
    return true;
  };
}
