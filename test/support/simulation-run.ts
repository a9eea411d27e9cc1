import fc from 'fast-check';
import { createSimulation } from './simulation.js';
import { histories } from './simulation-actions.js';
import { checkSame, checkTrace } from './simulation-invariants.js';

export interface Verdict {
  readonly failed: boolean;
  /** The seed and the shortest history that breaks a rule; empty when none does. */
  readonly report: string;
}

/** Which histories. */
export interface Plan {
  readonly seed: number;
  readonly runs: number;
  /** Of a counterexample, to play only that one again. */
  readonly path?: string | undefined;
}

/** Plays `runs` histories of a seed with the expiry pulse and without, and checks all rules. */
export async function simulate(plan: Plan): Promise<Verdict> {
  const eager = createSimulation({ pulse: true });
  const lazy = createSimulation({ pulse: false });
  const property = fc.asyncProperty(histories, async (history) => {
    const withPulse = await eager.play(history);
    const without = await lazy.play(history, withPulse.waits);
    checkTrace(withPulse);
    checkSame(withPulse, without);
  });
  const { seed, runs, path } = plan;
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
    includeErrorInReport: true,
  });
  return { failed: details.failed, report: fc.defaultReportMessage(details) ?? '' };
}
