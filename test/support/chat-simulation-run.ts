import assert from 'node:assert/strict';
import fc from 'fast-check';
import { furnish, playChats } from './chat-simulation.js';
import { chatHistories } from './chat-simulation-actions.js';
import type { Plan, Verdict } from './simulation-run.js';

/** Plays `runs` histories of agents and chats of a seed, and checks all rules. */
export async function simulateChats({ seed, runs, path }: Plan): Promise<Verdict> {
  const image = await furnish();
  const property = fc.asyncProperty(chatHistories, async (history) => {
    const { violations } = await playChats(image, history);
    assert.deepEqual(violations, []);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
    includeErrorInReport: true,
  });
  return { failed: details.failed, report: fc.defaultReportMessage(details) ?? '' };
}
