// What reports are made with: steps of time, the counters that cover them, and CSV.

import fc from 'fast-check';
import t from 'tap';
import { DAY, FUNNEL, QUARTER } from '#src/decisions/funnel.js';
import { intervalsOf, readStep } from '#src/domain/statistics/intervals.js';
import { midnightAfter, midnightOf } from '#src/domain/statistics/midnight.js';
import { rangesOf } from '#src/engine/funnel.js';
import { csvOf } from '#src/text/csv.js';

const MINUTE_MS = 60_000;
const HOUR = 60;

t.test('a step is days, or a part of a day by quarters of an hour', async (t) => {
  const steps = {
    '15m': 15,
    '30m': 30,
    '90m': 90,
    '1h': 60,
    '24h': 1440,
    '12h': 720,
    '7d': 10_080,
  };
  for (const [text, minutes] of Object.entries(steps)) t.equal(readStep(text), minutes, text);
  for (const text of ['', '1', 'h', '0h', '10m', '5h', '25h', '1w', '1.5h', '-1d', '1d ', '01d'])
    t.equal(readStep(text), undefined, JSON.stringify(text));
});

/** Days on which clocks are changed: where, when, how many hours, and the steps of six hours. */
const CHANGES = [
  ['Europe/Berlin', '2030-03-31', 23, [5, 6, 6, 6]],
  ['Europe/Berlin', '2030-10-27', 25, [7, 6, 6, 6]],
  ['America/St_Johns', '2030-03-10', 23, [5, 6, 6, 6]],
  ['America/St_Johns', '2030-11-03', 25, [7, 6, 6, 6]],
  ['Australia/Lord_Howe', '2030-10-06', 23.5, [5.5, 6, 6, 6]],
  ['Australia/Lord_Howe', '2030-04-07', 24.5, [6.5, 6, 6, 6]],
  ['Asia/Kolkata', '2030-03-31', 24, [6, 6, 6, 6]],
] as const;

for (const [timeZone, day, hours, quarters] of CHANGES)
  t.test(`${day} has ${hours} hours in ${timeZone}`, async (t) => {
    const from = midnightOf(timeZone, day) ?? 0;
    const to = midnightAfter(timeZone, from);
    t.equal((to - from) / MINUTE_MS / HOUR, hours);
    const lengths = (minutes: number): readonly number[] => {
      const starts = intervalsOf(from, to, minutes, timeZone, 500) ?? [];
      return starts.map((start, at) => ((starts[at + 1] ?? to) - start) / MINUTE_MS / HOUR);
    };
    t.strictSame(lengths(6 * HOUR), quarters, 'by the clock on the wall');
    t.equal(lengths(HOUR).length, Math.ceil(hours), 'hours that pass');
    t.strictSame(lengths(DAY), [hours]);
    const [before, after] = [from - 26 * HOUR * MINUTE_MS, to + 26 * HOUR * MINUTE_MS];
    const days = intervalsOf(before, after, DAY, timeZone, 500) ?? [];
    t.ok(days.includes(from) && days.includes(to), 'days begin at midnight, whatever comes before');
    t.equal(days.length, 5);
  });

t.test('there is no day that the calendar has not', async (t) => {
  for (const day of ['2030-02-30', '2030-13-01', '2030-1-1', 'today', ''])
    t.equal(midnightOf('UTC', day), undefined, day);
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'UTC'])
    t.equal(midnightOf(timeZone, '2030-03-18') !== undefined, true, timeZone);
});

t.test('steps that are too many are not counted out', async (t) => {
  t.equal(intervalsOf(0, 4e12, DAY, 'UTC', 500), null);
  const [years, most] = [9999 * DAY, 500];
  const day = 24 * 3_600_000;
  const starts = intervalsOf(0, most * years * MINUTE_MS - day, years, 'Europe/Berlin', most) ?? [];
  t.equal(starts.length, most);
  const off = starts.slice(1).map((at, index) => Math.abs(at - (index + 1) * 9999 * day));
  t.ok(Math.max(...off) <= day, 'steps of many years are looked at one by one, not day by day');
  t.equal(intervalsOf(0, 501 * HOUR * MINUTE_MS, HOUR, 'UTC', 500), null);
  t.equal(intervalsOf(0, 500 * HOUR * MINUTE_MS, HOUR, 'UTC', 500)?.length, 500);
});

t.test('counters cover every minute of the intervals once, days where there are', async (t) => {
  const quarter = fc.integer({ min: 0, max: 40 * (DAY / QUARTER) });
  fc.assert(
    fc.property(fc.uniqueArray(quarter, { minLength: 2, maxLength: 12 }), (quarters) => {
      const bounds = quarters.sort((a, b) => a - b).map((each) => each * QUARTER);
      const starts = bounds.slice(0, -1);
      const to = bounds.at(-1) ?? 0;
      const steps = rangesOf(starts, to).flatMap(({ series, from, to: end, step = end - from }) =>
        Array.from({ length: (end - from) / step }, (_, n) => ({
          series,
          at: from + n * step,
          step,
        })),
      );
      let next = starts[0];
      for (const { series, at, step } of steps) {
        t.equal(at, next, 'no gap, and nothing twice');
        if (series === FUNNEL.days) t.equal(at % DAY, 0);
        if (series === FUNNEL.hours) t.equal(at % HOUR, 0);
        next = at + step;
        t.notOk(
          starts.some((start) => start > at && start < at + step),
          'no step lies in two intervals',
        );
      }
      t.equal(next, to);
    }),
    { numRuns: 50 },
  );
  t.equal(rangesOf([0, DAY, 2 * DAY], 3 * DAY).length, 1, 'equal steps are one read');
});

/** Reads CSV as RFC 4180 says. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  while (field.lastIndex < text.length) {
    const [, value = '', end] = field.exec(text) ?? [];
    if (end === undefined) throw new Error(`no CSV at ${field.lastIndex}`);
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const FORMULA = /^[=+\-@\t\r]/;

t.test('no text in CSV is a formula, and all of it is read back', async (t) => {
  const texts = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"'), fc.string())
      .map(([first, rest]) => first + rest),
  );
  fc.assert(
    fc.property(texts, fc.integer(), (text, number) => {
      const [header, row] = readCsv(
        csvOf([{ text, number, of: { it: text } }], ['text', 'number', 'of.it', 'none']),
      );
      t.strictSame(header, ['text', 'number', 'of.it', 'none']);
      const [first = '', second, third, none] = row ?? [];
      t.notOk(FORMULA.test(first), first);
      t.equal(first.replace(/^'/, ''), text.replace(/^'/, ''));
      t.strictSame([second, third, none], [String(number), first, ''], 'numbers stay numbers');
    }),
    { numRuns: 200 },
  );
  t.equal(csvOf([], ['a', 'b']), 'a,b\r\n', 'a header stands alone');
});
