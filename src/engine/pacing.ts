import type { Clock } from '../clock.js';
import { type GroupRoom, type Pacing, type PacingView, viewPacing } from '../decisions/pacing.js';
import { inForce } from '../domain/options/timeline.js';
import type { Measured } from '../domain/pacing/estimates.js';
import type { Store } from '../store/store.js';

/** How many visitors may be invited to a chat, and what that is made of. */
export interface PacingReads {
  /** What was counted lately, not older than the refresh period. */
  measured(): Promise<Measured>;
  read(): Promise<Pacing>;
  /** The same with the options that it follows from, as it is shown. */
  view(): Promise<PacingView>;
  /** What the agents of some groups take, each of them once. */
  room(groups: readonly string[]): Promise<GroupRoom>;
}

export interface PacingDependencies {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
}

/** What was counted, when, and by which settings. */
interface Reading {
  readonly revision: number;
  readonly at: number;
  readonly measured: Promise<Measured>;
}

export function createPacing({ store, clock }: PacingDependencies): PacingReads {
  let last: Reading | undefined;

  function measured(): Promise<Measured> {
    const { revision, timeline } = store.lastSettings();
    const options = inForce(timeline);
    const now = clock.now();
    const isFresh =
      last !== undefined &&
      last.revision === revision &&
      now >= last.at &&
      now - last.at < options.refreshPeriod * 1000;
    if (last !== undefined && isFresh) return last.measured;
    const reading = store.read('measured', options.chatGroup, {
      historyLength: options.historyLength,
      shortAbandonMs: options.shortAbandonTime * 1000,
      now,
    });
    last = { revision, at: now, measured: reading };
    // What could not be read is read again by whoever asks next.
    reading.catch(() => {
      last = undefined;
    });
    return reading;
  }

  const read = async (): Promise<Pacing> =>
    store.apply('readPacing', { measured: await measured() });

  return {
    measured,
    read,
    view: async () => viewPacing(await read(), store.lastSettings()),
    room: (groups) => store.apply('readRoom', { groups }),
  };
}
