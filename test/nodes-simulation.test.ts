import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { NO_POSTGRES } from './support/postgres.js';
import type { Verdict } from './support/simulation-run.js';

/** The same histories in every run; `npm run simulate -- --only nodes` tries others. */
const SEED = 20_260_101;
const RUNS = 12;

t.test(
  'no history that is dealt out over three processes breaks a rule of the lifecycle',
  { skip: NO_POSTGRES ?? false },
  async (t) => {
    const worker = new Worker(new URL('./support/simulation-worker.js', import.meta.url), {
      workerData: { of: 'nodes', seed: SEED, runs: RUNS },
    });
    const [{ failed, report }] = (await once(worker, 'message')) as [Verdict];
    t.notOk(failed, report);
  },
);
