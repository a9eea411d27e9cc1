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
