import type { FastifyReply } from 'fastify';
import type { Clock } from '../../clock.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';

/** An export under way. */
export interface Export {
  /** Told whenever a part was taken: who stops reading gives up their place. */
  moved(): void;
}

/** Exports under way: few at a time, and none that nobody reads. */
export interface Exports {
  /** Takes a place for an answer until that is closed; throws a `Problem` when there is none. */
  begin(reply: FastifyReply): Export;
}

export function createExports(clock: Pick<Clock, 'after'>): Exports {
  let underWay = 0;
  return {
    begin({ raw }) {
      const { exports, exportIdleSeconds } = LIMITS;
      if (underWay >= exports.most)
        throw new Problem(
          'overloaded',
          `${underWay} exports are under way; try again when one has ended.`,
          {},
          { 'retry-after': '10' },
        );
      underWay += 1;
      let isOver = false;
      let disarm = (): void => {};
      const end = (): void => {
        disarm();
        if (!isOver) underWay -= 1;
        isOver = true;
      };
      raw.once('close', end);
      const moved = (): void => {
        disarm();
        if (!isOver) disarm = clock.after(exportIdleSeconds.most * 1000, () => raw.destroy());
      };
      moved();
      return { moved };
    },
  };
}
