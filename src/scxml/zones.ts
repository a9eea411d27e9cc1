/** Short names that composers write, and that the zones of the IANA do not have. */
const SHORT: Readonly<Record<string, string>> = {
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  MST: 'America/Denver',
  CST: 'America/Chicago',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  AST: 'America/Halifax',
  HST: 'Pacific/Honolulu',
  GMT: 'Etc/UTC',
  WET: 'Europe/Lisbon',
  ECT: 'Europe/Paris',
  CET: 'Europe/Paris',
  MET: 'Europe/Paris',
  EET: 'Europe/Athens',
  IST: 'Asia/Kolkata',
  CTT: 'Asia/Shanghai',
  JST: 'Asia/Tokyo',
  AET: 'Australia/Sydney',
  NST: 'Pacific/Auckland',
};

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const formats = new Map<string, Intl.DateTimeFormat>();
/** More zones than any strategy asks for. */
const MOST = 100;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  if (formats.size < MOST) formats.set(zone, format);
  return format;
}

export interface Zoned {
  /** `HH:MM:SS` */
  readonly time: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** 0 is Sunday. */
  readonly day: number;
}

/** A moment (milliseconds since the epoch) in a zone; in UTC when nobody knows the zone. */
export function inZone(zone: string, moment: number): Zoned {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    date: `${part('year')}-${part('month')}-${part('day')}`,
    day: DAYS.indexOf(part('weekday')),
  };
}

function formatFor(zone: string): Intl.DateTimeFormat {
  try {
    return formatOf(SHORT[zone.trim().toUpperCase()] ?? zone.trim());
  } catch {
    return formatOf('Etc/UTC');
  }
}
