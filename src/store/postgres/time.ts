import { MACHINE, type TimeSource } from '../../clock.js';

/** A sample is believed for so long at most, in milliseconds. */
const BELIEVED_MS = 30_000;
/** By which part of the time that passes clocks may drift apart: what NTP takes for the most, 500 ppm. */
const MOST_DRIFT = 500e-6;
/** So much of the time that passes is given up while service time is ahead: it has to outrun the drift. */
const SLEW = 2 * MOST_DRIFT;

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

/** By how much a sample may be wrong at a moment, in milliseconds: half its round trip, and the drift since. */
const errorOf = ({ at, roundTripMs }: Sample, monotonic: number): number =>
  roundTripMs / 2 + Math.max(monotonic - at, 0) * MOST_DRIFT;

/** What time it is by a sample. */
const momentBy = ({ moment, at }: Sample, monotonic: number): number => moment + monotonic - at;

/**
 * Estimates the clock of a server by the answer that tells most (Cristian's algorithm): it is wrong by
 * half its round trip at most, and every second by what clocks may have drifted apart since. One that
 * contradicts those before is of a clock that was set, or of another server: it counts at once. All
 * nodes of a database have one time by it. It may step, as a wall clock does; service time does not go
 * back for it, but goes slower until they meet.
 */
export function createDatabaseTime(machine: TimeSource = MACHINE): DatabaseTime {
  let best: Sample | undefined;

  function wall(): number {
    if (best === undefined) return machine.wall();
    return Math.floor(momentBy(best, machine.monotonic()));
  }

  /** Whether a sample tells more than the best one before it. */
  function isBetter(sample: Sample, known: Sample, monotonic: number): boolean {
    const contradictionMs =
      Math.abs(momentBy(known, sample.at) - sample.moment) -
      (errorOf(known, sample.at) + errorOf(sample, sample.at));
    return (
      contradictionMs > 0 ||
      monotonic - known.at > BELIEVED_MS ||
      errorOf(sample, monotonic) <= errorOf(known, monotonic)
    );
  }

  return {
    source: { ...machine, wall, slew: SLEW },
    offset: () => ({
      offsetMs: wall() - machine.wall(),
      errorMs: best === undefined ? 0 : errorOf(best, machine.monotonic()),
    }),
    observe(moment, askedAt, answeredAt) {
      const roundTripMs = answeredAt - askedAt;
      const sample = { at: askedAt + roundTripMs / 2, moment, roundTripMs };
      if (best === undefined || isBetter(sample, best, answeredAt)) best = sample;
    },
  };
}
