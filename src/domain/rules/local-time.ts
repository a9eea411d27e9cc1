import type { Moment } from '../interactions/interaction.js';
import { WEEKDAYS, type Weekday } from './schema.js';

/** What a clock on the wall shows in a time zone. */
export interface LocalTime {
  readonly weekday: Weekday;
  /** Minutes since midnight, as shown. */
  readonly minute: number;
}

/** Making a formatter costs a thousand times what using it does; there are about 600 zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}

/** Whether `name` is an IANA time zone that this program knows, or UTC. */
export function isTimeZone(name: string): boolean {
  // Offsets such as +01:00 are no zones: they know no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Local time at a moment, daylight saving included. */
export function localTime(timeZone: string, moment: Moment): LocalTime {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const shown = parts.get('weekday')?.toLowerCase();
  return {
    weekday: WEEKDAYS.find((day) => day === shown) ?? 'monday',
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

/** The weekday before. */
export function dayBefore(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + WEEKDAYS.length - 1) % WEEKDAYS.length] ?? day;
}
