/// <reference lib="dom" />
import t from 'tap';
import { createCell } from '../src/web/console/cell.js';
import { createPagedRows } from '../src/web/console/kit/rows.js';
import { scrollTo, windowOf } from '../src/web/console/kit/window.js';

t.test('a million rows: only some are drawn, and the last can be reached', async (t) => {
  for (const count of [0, 5, 1000, 1_000_000]) {
    const looked = { height: 720, rowHeight: 36, count };
    const all = windowOf({ ...looked, scrollTop: 0 });
    t.ok(all.end - all.first <= 720 / 36 + 16, `${count}`);
    const height = all.above + all.below + (all.end - all.first) * 36;
    t.ok(height <= 10_000_100, `${height} px`);
    const bottom = windowOf({ ...looked, scrollTop: Math.max(height - 720, 0) });
    t.equal(bottom.end, count, 'the last is drawn at the bottom');
    for (const index of [0, Math.floor(count / 2), count - 1].filter(
      (each) => each >= 0 && each < count,
    )) {
      const scrollTop = scrollTo({ ...looked, scrollTop: 0 }, index);
      const { first, end } = windowOf({ ...looked, scrollTop });
      t.ok(first <= index && index < end, `${index} of ${count} is in sight`);
    }
  }
});

t.test(
  'rows come page by page, far ones are forgotten and fetched again by their token',
  async (t) => {
    const asked: (string | null)[] = [];
    let settled = Promise.resolve();
    const rows = createPagedRows<{ id: number; name: string }>({
      size: 10,
      held: 2,
      fetch(token) {
        asked.push(token);
        const from = Number(token ?? 0);
        const items = Array.from({ length: Math.min(10, 45 - from) }, (_, index) => ({
          id: from + index,
          name: `row ${from + index}`,
        }));
        const next = from + 10 < 45 ? String(from + 10) : null;
        const answer = Promise.resolve({ items, nextPageToken: next });
        settled = answer.then(() => undefined);
        return answer;
      },
      onChange() {},
    });
    const look = async (first: number, last: number): Promise<void> => {
      rows.need(first, last);
      for (let before = -1; before !== asked.length; ) {
        before = asked.length;
        await settled;
        await new Promise(setImmediate);
      }
    };
    await look(0, 3);
    t.strictSame(asked, [null], 'no more than is looked at');
    t.strictSame(
      [rows.count, rows.isWhole, rows.at(9)?.id, rows.at(10)],
      [10, false, 9, undefined],
    );
    for (const first of [4, 14, 24, 34]) await look(first, first + 8);
    t.strictSame([rows.count, rows.isWhole, rows.at(44)?.id], [45, true, 44]);
    t.equal(rows.at(0), undefined, 'forgotten');
    await look(0, 3);
    t.equal(rows.at(0)?.id, 0, 'and there again');
    rows.update((row) => (row.id === 1 ? { ...row, name: 'changed' } : row));
    t.equal(rows.at(1)?.name, 'changed');
    t.ok(rows.has(({ id }) => id === 1));
    rows.refresh(({ id }) => String(id));
    await look(0, 3);
    t.equal(rows.at(1)?.name, 'row 1', 'as it is now');
  },
);

t.test('a page that cannot be fetched is said, and fetched when it is tried again', async (t) => {
  let fails = true;
  const rows = createPagedRows<string>({
    size: 10,
    held: 2,
    fetch: async () => {
      if (fails) throw new Error('away');
      return { items: ['a'], nextPageToken: null };
    },
    onChange() {},
  });
  rows.need(0, 9);
  await new Promise(setImmediate);
  t.match(rows.error, { message: 'away' });
  t.ok(rows.isOpen);
  fails = false;
  rows.again();
  await new Promise(setImmediate);
  t.strictSame([rows.error, rows.count, rows.isWhole], [null, 1, true]);
});

t.test('what changes between the showing of a value and the listening for another is told', (t) => {
  const cell = createCell('opening');
  const shown = cell.get();
  cell.set('signed in');
  const told: string[] = [];
  const stop = cell.follow(shown, () => told.push(cell.get()));
  cell.set('signed out');
  stop();
  cell.set('nobody hears this');
  t.strictSame(told, ['signed in', 'signed out']);
  t.end();
});
