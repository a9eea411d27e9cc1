import type { Pacing } from '../decisions/pacing.js';
import type { PacingReads } from '../engine/pacing.js';
import { StoreFailed, StoreOverloaded } from '../store/failures.js';
import type { Part } from './part.js';

/** How many visitors may be invited to a chat. */
export function pacingPart(pacing: PacingReads): Part {
  /** Null while the store decides nothing: it is measured all the same. */
  async function of(tell: (pacing: Pacing) => number): Promise<number | null> {
    try {
      return tell(await pacing.read());
    } catch (error) {
      if (error instanceof StoreFailed || error instanceof StoreOverloaded) return null;
      throw error;
    }
  }
  return {
    gauges: [
      {
        name: 'webengagement_pacing_limit',
        help: 'Invitations to a chat that may be outstanding, whether that is kept to or not.',
        read: () => of(({ limit }) => limit),
      },
      {
        name: 'webengagement_pacing_outstanding',
        help: 'Invitations to a chat that are outstanding.',
        read: () => of(({ outstanding }) => outstanding),
      },
    ],
  };
}
