import type { Work, WorkName } from '../work.js';
import type { Batch } from './batch.js';
import type { Lanes } from './lanes.js';

/** How one kind of work is claimed and ended. */
interface Worker<W extends WorkName> {
  claim(request: Work[W]['request']): Promise<Work[W]['claimed']>;
  finish(claim: Work[W]['claimed'], result: Work[W]['result']): Promise<Work[W]['finished'] | null>;
}

/** How all of them are; what has an endpoint shares the transactions of the store. */
export function createWorkers(
  batch: Batch,
  lanes: Lanes,
  epoch: string,
): { readonly [W in WorkName]: Worker<W> } {
  const finish = async () => null;
  return {
    endpoint: {
      claim: (request) => batch.submit(() => lanes.claim(request)),
      finish: (claim, attempts) => batch.submit(() => lanes.finish(claim, attempts)),
    },
    // One process has the directory, so that these are its own at once, without a write.
    expiry: { claim: async () => ({ work: 'expiry', epoch }), finish },
    views: { claim: async () => ({ work: 'views', epoch }), finish },
    upkeep: { claim: async () => ({ work: 'upkeep', epoch }), finish },
  };
}
