// How those who lost their database come back to it: docs/decisions/0116.

import t from 'tap';
import { createRandom } from '#src/demo/random.js';
import { pauseAfter } from '#src/store/postgres/faults.js';

t.test('pauses grow with failures up to half a second, and no two need be alike', async (t) => {
  t.equal(pauseAfter(0), 0, 'nothing has failed');
  const most = [1, 2, 3, 4, 5, 6, 1000].map((failures) => Math.round(pauseAfter(failures, 1)));
  t.strictSame(most, [50, 100, 200, 400, 500, 500, 500]);
  for (const part of [0, 0.25, 0.5])
    t.equal(pauseAfter(5, part), part * 500, 'anything below that is as likely');
});

t.test('a thousand who lost a server in one moment do not come back in one', async (t) => {
  const { next } = createRandom(1);
  // By their fifth try, when all tries before had failed.
  const moments = Array.from({ length: 1000 }, () =>
    [1, 2, 3, 4, 5].reduce((sum, failures) => sum + pauseAfter(failures, next()), 0),
  );
  const inOne = new Map<number, number>();
  for (const ms of moments) {
    const slice = Math.floor(ms / 25);
    inOne.set(slice, (inOne.get(slice) ?? 0) + 1);
  }
  t.ok(Math.max(...inOne.values()) < 120, 'in any 25 ms fewer than an eighth of them');
});
