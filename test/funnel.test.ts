// The words and numbers by which the funnel is counted.

import fc from 'fast-check';
import t from 'tap';
import { REFUSAL_REASONS } from '#src/decisions/change.js';
import { OUTCOMES, REQUEST_REFUSALS } from '#src/domain/chats/vocabulary.js';
import { cellOf, labelText, readCell, readLabel } from '#src/domain/funnel/cells.js';
import { foldFunnel } from '#src/domain/funnel/report.js';
import { FUNNEL_LOSSES, FUNNEL_STEPS } from '#src/domain/funnel/words.js';
import { REASONS } from '#src/domain/interactions/vocabulary.js';

t.test('a counter is of one step, with one loss or one length of time', async (t) => {
  const cells = new Set<number>();
  for (const step of FUNNEL_STEPS) {
    for (const lost of FUNNEL_LOSSES) {
      const cell = cellOf({ step, at: 0, lost });
      t.strictSame(readCell(cell), { step, lost, ms: null });
      cells.add(cell);
    }
    const untimed = cellOf({ step, at: 0, ms: null });
    t.strictSame(readCell(untimed), { step, lost: null, ms: null });
    cells.add(untimed);
    const times = new Set(
      [0, 1, 1e3, 60e3, 3600e3, 2 ** 33, 2 ** 40].map((ms) => cellOf({ step, at: 0, ms })),
    );
    t.equal(times.size, 7);
    for (const cell of times) cells.add(cell);
  }
  t.equal(cells.size, FUNNEL_STEPS.length * (FUNNEL_LOSSES.length + 8), 'none is of two things');
  t.equal(readCell(1e9), null, 'what a later version counts is passed over');
});

t.test('whatever ends an attempt, a chat or a request has a name among the losses', async (t) => {
  const losses: ReadonlySet<string> = new Set(FUNNEL_LOSSES);
  const ends = OUTCOMES.filter((outcome) => outcome !== 'processed');
  for (const word of [...REASONS, ...ends, ...REFUSAL_REASONS, ...REQUEST_REFUSALS])
    t.ok(losses.has(word), word);
});

t.test('the middle of a cell is at most 9.1 % from every time in it', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 33 }), (ms) => {
      const middle = readCell(cellOf({ step: 'accepted', at: 0, ms }))?.ms ?? 0;
      return Math.abs(middle / ms - 1) <= 0.0911;
    }),
  );
  t.pass();
});

t.test('a label is read as it was written', async (t) => {
  const word = fc.option(fc.string());
  fc.assert(
    fc.property(fc.record({ category: word, channel: word, rule: word }), (label) => {
      t.same(readLabel(labelText(label)), label);
    }),
    { numRuns: 30 },
  );
});

const row = (label: (string | null)[], bucket: number, count = 1, minute = 0, ms = 0) => ({
  label: JSON.stringify(label),
  bucket,
  count,
  minute,
  minMs: ms,
  maxMs: ms,
});
const reached = (step: (typeof FUNNEL_STEPS)[number], ms: number) => cellOf({ step, at: 0, ms });

t.test('median and p90 are of those that were timed, within what was measured', async (t) => {
  const rows = [100, 200, 300, 4000, 50_000].map((ms) =>
    row([null, null, null], reached('engaged', ms), 1, 0, ms),
  );
  rows.push(row([null, null, null], cellOf({ step: 'engaged', at: 0, ms: null }), 100));
  const [line] = foldFunnel(rows, { starts: [0], by: null, most: 500 });
  t.match(line?.figures[1], { number: 105, medianMs: 300, p90Ms: 50_000 });
});

t.test('groups beyond the bound are put together, those with the least', async (t) => {
  const rows = ['a', 'b', 'c', 'd'].map((category, n) =>
    row([category, null, null], cellOf({ step: 'qualified', at: 0, ms: null }), n + 1),
  );
  const told = foldFunnel(rows, { starts: [0], by: 'category', most: 3 });
  t.strictSame(
    told.map(({ group, figures }) => [group, figures[0]?.number]),
    [
      ['c', 3],
      ['d', 4],
      ['(others)', 3],
    ],
  );
});

t.test('by what a strategy decides, only what was decided on has qualified', async (t) => {
  const rows = [
    row([null, null, null], cellOf({ step: 'qualified', at: 0, ms: null }), 10),
    row([null, null, 'carts'], reached('engaged', 5), 3, 0, 5),
    row([null, null, 'carts'], cellOf({ step: 'engaged', at: 0, lost: 'no_capacity' }), 1),
  ];
  const [carts] = foldFunnel(rows, { starts: [0], by: 'rule', most: 500 });
  t.match(carts, {
    group: 'carts',
    figures: [{ number: 4 }, { number: 3, rateToBefore: 0.75, losses: { no_capacity: 1 } }],
  });
});

t.test('what was counted falls into the interval of its minute', async (t) => {
  const cell = cellOf({ step: 'qualified', at: 0, ms: null });
  const rows = [0, 59, 60, 179].map((minute) => row([null, null, null], cell, 1, minute));
  const told = foldFunnel(rows, { starts: [0, 60, 120, 180], by: null, most: 500 });
  t.strictSame(
    told.map(({ figures }) => figures[0]?.number),
    [2, 1, 1, 0],
  );
});
