import type { Moment } from '../../domain/interactions/interaction.js';
import type { ClockName } from '../../domain/interactions/vocabulary.js';
import type { ListedLease } from '../lists.js';

/** A row of `leases` or `chat_leases`, with what holds. */
export interface LeaseRow {
  readonly n: number;
  readonly id: string;
  readonly interaction_id: string | null;
  readonly chat_id: string | null;
  readonly view: string;
  readonly queue: string;
  readonly key_id: string;
  readonly delivery: number;
  readonly leased_at: Moment;
  readonly held_until: Moment;
  readonly clock: ClockName | null;
  readonly clock_started_at: Moment | null;
}

/** The lease that a row holds. */
export const leaseOf = (row: LeaseRow): ListedLease => ({
  id: row.id,
  interactionId: row.interaction_id,
  chatId: row.chat_id,
  view: row.view,
  queue: row.queue,
  keyId: row.key_id,
  delivery: row.delivery,
  leasedAt: row.leased_at,
  until: row.held_until,
  clock:
    row.clock !== null && row.clock_started_at !== null
      ? { name: row.clock, startedAt: row.clock_started_at }
      : null,
});
