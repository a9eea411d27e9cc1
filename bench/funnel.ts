import type { Database } from 'better-sqlite3';
import { DAY, FUNNEL, HOUR, QUARTER } from '#src/decisions/funnel.js';
import { cellOf, labelText } from '#src/domain/funnel/cells.js';
import { FUNNEL_STEPS, type FunnelStep, type Passage } from '#src/domain/funnel/words.js';

const CELLS = 256 * FUNNEL_STEPS.length;
const CATEGORIES = ['Cart', 'Shoes', 'Help', 'Returns', 'Gifts'];
const LABELS = CATEGORIES.flatMap((category) =>
  ['new visitors', 'long baskets'].map((rule) =>
    labelText({ category, channel: 'proactiveChat', rule }),
  ),
);

/** How long each step takes, in seconds: the middle one, and how far most are from it (octaves). */
const TIMES: Readonly<Record<FunnelStep, readonly [middle: number, spread: number]>> = {
  qualified: [0, 0],
  engaged: [0.02, 0.6],
  displayed: [1.5, 0.8],
  accepted: [9, 1.2],
  form_completed: [25, 1],
  chat_queued: [0, 0],
  chat_accepted: [20, 1.5],
  processed: [400, 1.2],
};

/** A number from 0 to 1, the same in each run. */
function createRandom(): () => number {
  let state = 42;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What became of something that was on its way to a step. */
function passageOf(step: FunnelStep, random: () => number): Passage {
  if (step !== 'qualified' && random() < 0.15)
    return { step, at: 0, lost: random() < 0.7 ? 'rejected' : 'engagement_expired' };
  const [middle, spread] = TIMES[step];
  const normal = random() + random() + random() + random() - 2;
  return {
    step,
    at: 0,
    ms: step === 'qualified' ? null : middle * 1000 * 2 ** (normal * 1.7 * spread),
  };
}

/** Fills the counters with so many facts over so many days that end with a minute; the rows. */
export function fillFunnel(
  database: Database,
  facts: number,
  days: number,
  untilMinute: number,
): number {
  const insert = database.prepare('insert into tallies values (?, ?, ?, ?, ?, ?, ?, ?)');
  const random = createRandom();
  const perQuarter = Math.round(facts / (days * (DAY / QUARTER)));
  const last = Math.floor(untilMinute / DAY) * DAY + DAY;
  const ofDay = new Uint32Array(LABELS.length * CELLS);
  const ofHour = new Uint32Array(ofDay.length);
  const ofQuarter = new Uint32Array(ofDay.length);
  let rows = 0;

  function write(series: string, minute: number, counts: Uint32Array): void {
    for (const [cell, count] of counts.entries()) {
      if (count === 0) continue;
      insert.run(
        series,
        minute,
        LABELS[Math.floor(cell / CELLS)],
        cell % CELLS,
        count,
        0,
        1,
        2 ** 40,
      );
      rows += 1;
    }
    counts.fill(0);
  }

  database.transaction(() => {
    for (let day = last - days * DAY; day < last; day += DAY) {
      for (let minute = day; minute < day + DAY; minute += QUARTER) {
        for (let fact = 0; fact < perQuarter; fact += 1) {
          const label = Math.floor(LABELS.length * random() ** 2);
          const step =
            FUNNEL_STEPS[Math.floor(FUNNEL_STEPS.length * random() ** 1.5)] ?? 'qualified';
          const cell = label * CELLS + cellOf(passageOf(step, random));
          ofQuarter[cell] = (ofQuarter[cell] ?? 0) + 1;
          ofHour[cell] = (ofHour[cell] ?? 0) + 1;
          ofDay[cell] = (ofDay[cell] ?? 0) + 1;
        }
        write(FUNNEL.quarters, minute, ofQuarter);
        const next = minute + QUARTER;
        if (next % HOUR === 0) write(FUNNEL.hours, next - HOUR, ofHour);
      }
      write(FUNNEL.days, day, ofDay);
    }
  })();
  return rows;
}
