import type { Place } from '../store/page.js';
import type { ChangedInteraction } from '../store/signal.js';
import type { Store } from '../store/store.js';
import type { Roll } from './roll.js';
import type { Stream } from './stream.js';

/** Finds what signals that were lost would have said of the visits with a stream. */
export interface ChangeWatch {
  /** One question for all streams; has each visit looked at of which a page does not know all. */
  look(): Promise<void>;
  /** The next look begins anew: nobody listened meanwhile. */
  forget(): void;
}

export function createChangeWatch(
  store: Pick<Store, 'read'>,
  roll: Pick<Roll<Stream>, 'ofVisit' | 'visits'>,
  lookAt: (visitId: string) => void,
): ChangeWatch {
  /** What was committed until there was looked at. */
  let seen: Place | null = null;
  let isLooking = false;

  const isUnknown = ({ id, visitId, sequence }: ChangedInteraction): boolean =>
    [...roll.ofVisit(visitId)].some(({ told, toldChat }) =>
      toldChat?.id === id ? toldChat.version < sequence : !told.knows(id, sequence),
    );

  return {
    async look() {
      if (isLooking) return;
      isLooking = true;
      // A question that fails is asked again by the next look.
      const changes = await store.read('changesSince', seen).catch(() => null);
      isLooking = false;
      if (changes === null) return;
      seen = changes.place;
      const unknown = changes.interactions?.filter(isUnknown).map(({ visitId }) => visitId);
      for (const visitId of new Set(unknown ?? roll.visits())) lookAt(visitId);
    },
    forget() {
      seen = null;
    },
  };
}
