import type { Answers } from '../queries.js';
import type { ChangedInteraction } from '../signal.js';

/** Changes that are remembered: more than are committed between two looks. */
const KEPT = 16_384;

/** What the commits of this process changed: no other writes to its database. */
export interface Feed extends Answers<'changesSince'> {
  /** One commit. */
  push(changed: readonly ChangedInteraction[], messages: boolean): void;
}

/** A place is the epoch, how many changes there were, and how many commits with something to send. */
export function createFeed(epoch: string): Feed {
  let kept: ChangedInteraction[] = [];
  let changes = 0;
  let sendings = 0;

  return {
    push(changed, messages) {
      kept.push(...changed);
      changes += changed.length;
      if (messages) sendings += 1;
      if (kept.length > 2 * KEPT) kept = kept.slice(-KEPT);
    },
    changesSince(since) {
      const place = `${epoch}.${changes}.${sendings}`;
      const [of, seen, sent] = since?.split('.') ?? [];
      if (of !== epoch) return { place, interactions: null, messages: true };
      const missed = changes - Number(seen);
      return {
        place,
        interactions:
          missed >= 0 && missed <= kept.length ? kept.slice(kept.length - missed) : null,
        messages: Number(sent) !== sendings,
      };
    },
  };
}
