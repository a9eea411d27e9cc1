import type { Operator } from '../decisions/audit.js';
import type { Person } from '../decisions/context.js';
import { afterSome } from '../store/failures.js';
import type { Engine } from './engine.js';
import type { Scrubbing } from './scrubbing.js';

/** Interactions erased in one change: a few milliseconds of the event loop. */
const BATCH = 10;

/** Forgetting a person: what is personal goes, the anonymous history and the counts stay. */
export interface Erasure {
  /**
   * Erases every interaction of a person, batch by batch; resolves with how many there were, once
   * nothing of it is left in a file. One that fails on the way is finished by asking again.
   * `mayBeMissing` as the engine has it.
   */
  erase(person: Person, operator: Operator, mayBeMissing?: boolean): Promise<number>;
}

export function createErasure(engine: Engine, scrubbing: Scrubbing): Erasure {
  return {
    async erase(person, operator, mayBeMissing) {
      let erased = 0;
      let last: number;
      do {
        last = await engine.erase(person, BATCH, operator, mayBeMissing).catch((error: unknown) => {
          throw erased > 0 ? afterSome(error) : error;
        });
        erased += last;
        // Interactions and chats are counted together.
      } while (last >= BATCH);
      if (erased > 0) await scrubbing.request();
      return erased;
    },
  };
}
