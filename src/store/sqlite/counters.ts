import type { Database } from 'better-sqlite3';
import type { Change, InteractionChange } from '../../decisions/change.js';

interface Delta {
  active: number;
  stopped: number;
  entered: number;
}

/** What the changes of a transaction add up to, written once at its end. */
export interface Counters {
  count(change: InteractionChange): void;
  countChat(change: Extract<Change, { readonly kind: 'chat' }>): void;
  /** Interactions or chats that were removed altogether. */
  countRemoved(removed: readonly { queue: string; identity_id: string | null }[]): void;
  /** An identity lost an interaction. */
  unbind(identityId: string): void;
  /** Interactions in a queue, those of the transaction under way included. */
  heldIn(queue: string): number;
  write(): void;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

export function createCounters(database: Database): Counters {
  const count = database.prepare(
    `insert into queue_counts (queue, active, stopped, entered) values (?, max(?, 0), max(?, 0), ?)
     on conflict (queue) do update set
       active = active + ?, stopped = stopped + ?, entered = entered + excluded.entered`,
  );
  const held = database
    .prepare<[string], number>('select active + stopped from queue_counts where queue = ?')
    .pluck();
  const dropIdentity = database.prepare(
    `delete from identities where id = ?
     and not exists (select 1 from interactions where identity_id = identities.id)
     and not exists (select 1 from chats where identity_id = identities.id)`,
  );
  const deltas = new Map<string, Delta>();
  const unbound = new Set<string>();

  function delta(queue: string): Delta {
    const known = deltas.get(queue);
    if (known) return known;
    const fresh = { active: 0, stopped: 0, entered: 0 };
    deltas.set(queue, fresh);
    return fresh;
  }

  function reset(): void {
    deltas.clear();
    unbound.clear();
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
    heldIn(queue) {
      const { active, stopped } = deltas.get(queue) ?? { active: 0, stopped: 0 };
      return (held.get(queue) ?? 0) + active + stopped;
    },
    write() {
      for (const [queue, { active, stopped, entered }] of deltas)
        count.run(queue, active, stopped, entered, active, stopped);
      for (const id of unbound) dropIdentity.run(id);
      reset();
    },
    reset,
  };
}
