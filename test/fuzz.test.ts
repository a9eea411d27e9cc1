import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import type { FuzzVerdict } from './support/fuzz-run.js';

/** The same requests in every run; `npm run fuzz` tries others. */
const SEED = 20_300_318;
const RUNS = 2500;

t.test(
  'whatever is sent is answered as the contract says, and a refusal writes nothing',
  async (t) => {
    // In a thread of its own: the test runner follows every promise of this one, and they are many.
    const worker = new Worker(new URL('./support/fuzz-worker.js', import.meta.url), {
      workerData: { seed: SEED, runs: RUNS },
    });
    const [{ failed, report, answers }] = (await once(worker, 'message')) as [FuzzVerdict];
    t.notOk(failed, report);
    for (const status of [200, 201, 400, 401, 403, 404, 409, 422])
      t.ok((answers[status] ?? 0) > 10, `${status} was answered, ${answers[status]} times`);
  },
);
