import t from 'tap';
import { simulate } from './support/simulation-run.js';

/** The same histories in every run; `npm run simulate` tries others. */
const SEED = 20_260_101;
const RUNS = 2000;

t.test('no history breaks a rule of the lifecycle, with the expiry pulse or without', async (t) => {
  const { failed, report } = await simulate({ seed: SEED, runs: RUNS });
  t.notOk(failed, report);
});
