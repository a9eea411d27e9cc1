import type { Change, InteractionChange } from '../decisions/change.js';

/** What changes add to the counters of a queue. */
export interface Delta {
  active: number;
  stopped: number;
  entered: number;
}

/** What the changes of a transaction add up to. */
export interface Deltas {
  count(change: InteractionChange): void;
  countChat(change: Extract<Change, { readonly kind: 'chat' }>): void;
  /** Interactions or chats that were removed altogether. */
  countRemoved(removed: readonly { queue: string; identity_id: string | null }[]): void;
  /** An identity lost an interaction. */
  unbind(identityId: string): void;
  /** How many more there are in a queue. */
  held(queue: string): number;
  readonly byQueue: ReadonlyMap<string, Readonly<Delta>>;
  /** Identities that nothing may be bound to any more. */
  readonly unbound: ReadonlySet<string>;
  reset(): void;
}

export function createDeltas(): Deltas {
  const deltas = new Map<string, Delta>();
  const unbound = new Set<string>();

  function delta(queue: string): Delta {
    const known = deltas.get(queue);
    if (known) return known;
    const fresh = { active: 0, stopped: 0, entered: 0 };
    deltas.set(queue, fresh);
    return fresh;
  }

  return {
    count({ before, after }) {
      if (before) delta(before.queue)[before.stoppedAt === null ? 'active' : 'stopped'] -= 1;
      const target = delta(after.queue);
      target[after.stoppedAt === null ? 'active' : 'stopped'] += 1;
      if (before?.state !== after.state) target.entered += 1;
    },
    countChat({ before, after, facts }) {
      if (before) delta(before.queue)[before.closedAt === null ? 'active' : 'stopped'] -= 1;
      const target = delta(after.queue);
      target[after.closedAt === null ? 'active' : 'stopped'] += 1;
      const isPlaced = facts.some(({ type }) => type === 'chat.transferred');
      if (before === undefined || isPlaced) target.entered += 1;
    },
    countRemoved(removed) {
      for (const { queue, identity_id } of removed) {
        delta(queue).stopped -= 1;
        if (identity_id !== null) unbound.add(identity_id);
      }
    },
    unbind: (identityId) => unbound.add(identityId),
    held(queue) {
      const { active, stopped } = deltas.get(queue) ?? { active: 0, stopped: 0 };
      return active + stopped;
    },
    byQueue: deltas,
    unbound,
    reset() {
      deltas.clear();
      unbound.clear();
    },
  };
}
