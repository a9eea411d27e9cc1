// When requests saturate the process, so that deliveries give way to them.

import t from 'tap';
import type { Actor } from '#src/domain/interactions/vocabulary.js';
import type { Signal } from '#src/store/signal.js';
import { createTelling } from '#src/store/telling.js';
import { watchSaturation } from '#src/webhooks/saturation.js';

const EMPTY = createTelling();
EMPTY.noteRemoved(1);
const QUIET = EMPTY.signal();

/** Whether requests saturate the process after commits of a second, the loop so busy; and a second later. */
function looks(commits: number, together: number, by: Actor, utilization = 0.5) {
  if (!QUIET?.tally) throw new Error('nothing is told');
  let tell = (_signal: Signal): void => {};
  let now = 0;
  const store = {
    watch(listener: typeof tell) {
      tell = listener;
      return () => {};
    },
  };
  const loop = () => ({ idle: 0, active: 0, utilization });
  const isSaturated = watchSaturation(store, { now: () => now }, loop);
  const facts = [{ type: 'interaction.created', by, count: together }] as const;
  for (let commit = 0; commit < commits; commit += 1)
    tell({ ...QUIET, tally: { ...QUIET.tally, changes: together, facts } });
  return [1000, 2000].map((moment) => {
    now = moment;
    return isSaturated();
  });
}

const saturates = (...second: Parameters<typeof looks>): boolean | undefined => looks(...second)[0];

t.test('a full loop is saturated by the changes of requests, not by anything else', async (t) => {
  t.equal(saturates(10, 2, 'site', 0.9), true);
  t.equal(saturates(1, 2, 'site', 0.9), false, 'hardly a change');
  t.equal(saturates(0, 0, 'site', 0.9), false, 'deliveries fill it');
});

t.test('requests that wait for each other saturate it while the loop has time', async (t) => {
  t.equal(saturates(63, 8, 'site'), true);
  t.equal(saturates(200, 3, 'browser'), false, 'many, one after another');
  t.equal(saturates(10, 8, 'site'), false, 'together, and few');
  for (const by of ['clock', 'system'] as const)
    t.equal(saturates(63, 8, by), false, `nobody waits for the ${by}`);
});

t.test('it is over a stretch later', async (t) => {
  t.strictSame(looks(63, 8, 'site'), [true, false]);
});
