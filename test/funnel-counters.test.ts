import fc from 'fast-check';
import t from 'tap';
import { DAY, FUNNEL, HOUR, QUARTER } from '#src/decisions/funnel.js';
import { cellOf, labelText } from '#src/domain/funnel/cells.js';
import { rangesOf } from '#src/engine/funnel.js';
import { migrate, readMigrations } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createTallyReads } from '#src/store/sqlite/tallies.js';
import { createDirectory } from './support/world.js';

const FIRST = 30_000 * DAY;
const DAYS = 4;
const CELLS = [
  cellOf({ step: 'qualified', at: 0, ms: null }),
  cellOf({ step: 'accepted', at: 0, ms: 9_000 }),
  cellOf({ step: 'accepted', at: 0, lost: 'rejected' }),
];

t.test('hours and days tell what their quarters do, also of what was counted before', async (t) => {
  const { database, close } = openDatabase(createDirectory(t));
  t.teardown(close);
  const known = readMigrations();
  const before = known.findIndex(({ name }) => name === 'hours-of-the-funnel');
  migrate(database, Date.now, known.slice(0, before));
  const insert = database.prepare('insert into tallies values (?, ?, ?, ?, ?, ?, ?, ?)');
  const labels = ['Cart', 'Shoes'].map((category) =>
    labelText({ category, channel: null, rule: null }),
  );
  let n = 0;
  database.exec('begin');
  for (let minute = FIRST; minute < FIRST + DAYS * DAY; minute += QUARTER)
    for (const label of labels)
      for (const cell of CELLS) {
        n = (n * 31 + 7) % 101;
        // Some quarters have nothing of it.
        if (n % 3 > 0) insert.run(FUNNEL.quarters, minute, label, cell, n, n * 9, n, n + 50);
      }
  database.exec(`insert into tallies select '${FUNNEL.days}', minute / ${DAY} * ${DAY}, label, bucket,
    sum(count), sum(total_ms), min(min_ms), max(max_ms) from tallies group by 2, 3, 4;
    commit`);
  migrate(database, Date.now);

  const { tallies, funnel } = createTallyReads(database);
  const whole = { from: FIRST, to: FIRST + DAYS * DAY, step: HOUR };
  const plain = (series: string) =>
    tallies({ ...whole, series }).map(({ series: _, ...row }) => row);
  t.strictSame(plain(FUNNEL.hours), plain(FUNNEL.quarters));
  t.equal(plain(FUNNEL.hours).length > DAYS * 24, true);

  const quarter = fc.integer({ min: 0, max: DAYS * (DAY / QUARTER) });
  fc.assert(
    fc.property(
      fc.uniqueArray(quarter, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(null, 'category'),
      (quarters, by) => {
        const bounds = quarters.sort((a, b) => a - b).map((each) => FIRST + each * QUARTER);
        const starts = bounds.slice(0, -1);
        const to = bounds.at(-1) ?? 0;
        const byQuarters = starts.map((from, at) => ({
          series: FUNNEL.quarters,
          from,
          to: starts[at + 1] ?? to,
        }));
        const wish = { starts, by, most: 500 } as const;
        t.strictSame(funnel([...rangesOf(starts, to)], wish), funnel(byQuarters, wish));
      },
    ),
    { numRuns: 40 },
  );
});
