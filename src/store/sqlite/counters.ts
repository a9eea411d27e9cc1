import type { Database } from 'better-sqlite3';
import { createDeltas, type Deltas } from '../deltas.js';

/** What the changes of a transaction add up to, written once at its end. */
export interface Counters
  extends Pick<Deltas, 'count' | 'countChat' | 'countRemoved' | 'unbind' | 'reset'> {
  /** Interactions in a queue, those of the transaction under way included. */
  heldIn(queue: string): number;
  write(): void;
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
  const deltas = createDeltas();

  return {
    ...deltas,
    heldIn: (queue) => (held.get(queue) ?? 0) + deltas.held(queue),
    write() {
      for (const [queue, { active, stopped, entered }] of deltas.byQueue)
        count.run(queue, active, stopped, entered, active, stopped);
      for (const id of deltas.unbound) dropIdentity.run(id);
      deltas.reset();
    },
  };
}
