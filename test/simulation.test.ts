import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import type { Verdict } from './support/simulation-run.js';

/** The same histories in every run; `npm run simulate` tries others. */
const SEED = 20_260_101;
const RUNS = 800;

t.test('no history breaks a rule of the lifecycle, with the expiry pulse or without', async (t) => {
  // In a thread of its own: the test runner follows every promise of this one, and they are many.
  const worker = new Worker(new URL('./support/simulation-worker.js', import.meta.url), {
    workerData: { of: 'interactions', seed: SEED, runs: RUNS },
  });
  const [{ failed, report }] = (await once(worker, 'message')) as [Verdict];
  t.notOk(failed, report);
});
