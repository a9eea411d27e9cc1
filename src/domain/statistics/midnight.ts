import type { Moment } from '../interactions/interaction.js';

/** Making a formatter costs a thousand times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function dayOf(timeZone: string, moment: Moment): string {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(moment);
}

const MINUTE_MS = 60_000;
/** No day is longer: an hour is repeated at most. */
const LONGEST_DAY = 27 * 60;

/**
 * The moment at which the day of a moment began in a time zone: midnight, or what comes first where
 * daylight saving leaves midnight out. Days begin with a minute.
 */
export function midnightBefore(timeZone: string, moment: Moment): Moment {
  const day = dayOf(timeZone, moment);
  const last = Math.floor(moment / MINUTE_MS);
  let [before, within] = [last - LONGEST_DAY, last];
  while (within - before > 1) {
    const between = Math.floor((before + within) / 2);
    if (dayOf(timeZone, between * MINUTE_MS) === day) within = between;
    else before = between;
  }
  return within * MINUTE_MS;
}

/** The midnight after that of a day, which may be 23, 24 or 25 hours later. */
export function midnightAfter(timeZone: string, midnight: Moment): Moment {
  const likely = midnight + 24 * 60 * MINUTE_MS;
  const last = dayOf(timeZone, likely - MINUTE_MS);
  const isThat = last === dayOf(timeZone, midnight) && last !== dayOf(timeZone, likely);
  return isThat ? likely : midnightBefore(timeZone, midnight + LONGEST_DAY * MINUTE_MS);
}

/** When a day, written as `2030-03-18`, begins in a time zone; undefined for none. */
export function midnightOf(timeZone: string, day: string): Moment | undefined {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(start)) return undefined;
  // Noon is of that day, unless the zone is far in the east.
  const within = [start + 12 * 60 * MINUTE_MS, start].find((at) => dayOf(timeZone, at) === day);
  return within === undefined ? undefined : midnightBefore(timeZone, within);
}
