import type { Moment } from '../interactions/interaction.js';
import { localTime } from '../rules/local-time.js';
import { midnightAfter, midnightBefore } from './midnight.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const UNITS = { m: 1, h: 60, d: DAY_MINUTES } as const;

/** The length of a step in minutes, of a text such as `15m`, `1h`, `7d`; undefined for none. */
export function readStep(text: string): number | undefined {
  const [, number, unit] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const minutes = Number(number) * UNITS[unit as keyof typeof UNITS];
  // Counters are of quarters of an hour, and no step of a day is left over.
  const fits = minutes < DAY_MINUTES ? minutes % 15 === 0 && DAY_MINUTES % minutes === 0 : true;
  return fits && (minutes < DAY_MINUTES || minutes % DAY_MINUTES === 0) ? minutes : undefined;
}

/** Within a day: up to an hour by time that passes, longer ones by the clock on the wall. */
function within(
  midnight: Moment,
  next: Moment,
  minutes: number,
  timeZone: string,
): readonly Moment[] {
  const isOrdinary = next - midnight === DAY_MINUTES * MINUTE_MS;
  const starts: Moment[] = [];
  for (let shown = minutes; ; shown += minutes) {
    let at = midnight + shown * MINUTE_MS;
    if (!isOrdinary && minutes > 60) {
      if (shown >= DAY_MINUTES) return starts;
      const off = localTime(timeZone, Math.min(at, next - MINUTE_MS)).minute - shown;
      if (Math.abs(off) < 180) at -= off * MINUTE_MS;
    }
    if (at >= next) return starts;
    starts.push(at);
  }
}

/**
 * Where the steps of some time begin: with `from`, and then as the clock of a time zone says, with
 * days of 23, 24 and 25 hours. Null when there are more than `most`.
 */
export function intervalsOf(
  from: Moment,
  to: Moment,
  minutes: number,
  timeZone: string,
  most: number,
): readonly Moment[] | null {
  const starts: Moment[] = [from];
  let midnight = midnightBefore(timeZone, from);
  for (let step = 0; midnight < to; step += 1) {
    const next = midnightIn(minutes, timeZone, midnight);
    const inDay = minutes < DAY_MINUTES ? within(midnight, next, minutes, timeZone) : [];
    for (const at of step > 0 ? [midnight, ...inDay] : inDay)
      if (at > from && at < to) starts.push(at);
    if (starts.length > most) return null;
    midnight = next;
  }
  return starts;
}

/** The next midnight at which a step begins: of the next day, or some days later, however many. */
function midnightIn(minutes: number, timeZone: string, midnight: Moment): Moment {
  if (minutes <= DAY_MINUTES) return midnightAfter(timeZone, midnight);
  // Its noon is of that day, though clocks were changed in between.
  return midnightBefore(timeZone, midnight + (minutes + DAY_MINUTES / 2) * MINUTE_MS);
}
