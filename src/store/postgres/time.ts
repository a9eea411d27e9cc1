import { MACHINE, type TimeSource } from '../../clock.js';

/** A sample is believed for so long, in milliseconds: clocks drift apart by a few in this time. */
const BELIEVED_MS = 30_000;

/** What a server said the time was, and when it was asked, both in milliseconds. */
interface Sample {
  /** By the monotonic clock, in the middle between asking and being answered. */
  readonly at: number;
  /** Since the epoch, by the server. */
  readonly moment: number;
  readonly roundTripMs: number;
}

/** The clock of the database, as far as a node can tell it. */
export interface DatabaseTime {
  /** The clocks of the machine, but for the wall clock, which is the database's. */
  readonly source: TimeSource;
  /** Takes notice of an answer; `askedAt` and `answeredAt` are by the monotonic clock of `source`. */
  observe(moment: number, askedAt: number, answeredAt: number): void;
  /**
   * How far the server's clock is ahead of the machine's, and within how much that is known, both in
   * milliseconds; nothing is known before the first answer.
   */
  offset(): { readonly offsetMs: number; readonly errorMs: number };
}

/**
 * Estimates the clock of a server by the answer that came fastest lately (Cristian's algorithm): it is
 * wrong by half that round trip at most. All nodes of a database have one time by it. It may step, as a
 * wall clock does; service time does not go back for it.
 */
export function createDatabaseTime(machine: TimeSource = MACHINE): DatabaseTime {
  let best: Sample | undefined;

  function wall(): number {
    if (best === undefined) return machine.wall();
    return Math.floor(best.moment + machine.monotonic() - best.at);
  }

  return {
    source: { ...machine, wall },
    offset: () => ({ offsetMs: wall() - machine.wall(), errorMs: (best?.roundTripMs ?? 0) / 2 }),
    observe(moment, askedAt, answeredAt) {
      const roundTripMs = answeredAt - askedAt;
      const isOld = best !== undefined && answeredAt - best.at > BELIEVED_MS;
      if (best === undefined || isOld || roundTripMs <= best.roundTripMs)
        best = { at: askedAt + roundTripMs / 2, moment, roundTripMs };
    },
  };
}
