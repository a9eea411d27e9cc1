import type { TidyStep } from '../work.js';
import type { Batch } from './batch.js';
import type { Transaction } from './transaction.js';
import { forget, forgetTallies, purge, purgeChats, type Removed, tidyMessages } from './upkeep.js';

type Steps = {
  readonly [S in TidyStep['step']]: (
    step: Extract<TidyStep, { readonly step: S }>,
  ) => Promise<boolean>;
};

/** Housekeeping: what is counted goes through the group commit, the rest by itself. */
export function createTidying(batch: Batch<Transaction>): (step: TidyStep) => Promise<boolean> {
  const removing = (
    remove: (transaction: Transaction) => Promise<readonly Removed[]>,
    isTold: boolean,
  ): Promise<boolean> =>
    batch.submit(async (transaction) => {
      const removed = await remove(transaction);
      transaction.writes.countRemoved(removed);
      if (isTold) transaction.telling.noteRemoved(removed.length);
      return removed.length > 0;
    });

  const steps: Steps = {
    purge: ({ stoppedBy }) => removing(({ sql }) => purge(sql, stoppedBy), true),
    purge_chats: ({ closedBy }) => removing(({ sql }) => purgeChats(sql, closedBy), false),
    forget: ({ madeBy }) => batch.submit(({ sql }) => forget(sql, madeBy)),
    tallies: ({ minute }) => batch.submit(({ sql }) => forgetTallies(sql, minute)),
    messages: ({ ages, limit }) => batch.submit(({ sql }) => tidyMessages(sql, ages, limit)),
    // The server sees to its own files.
    shrink: async () => false,
    scrub: async () => false,
    async touch() {
      await batch.submit(async ({ writes }) => writes.touch());
      return false;
    },
  };
  return (step) => (steps[step.step] as (step: TidyStep) => Promise<boolean>)(step);
}
