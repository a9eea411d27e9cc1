import type { Database } from 'better-sqlite3';
import type { Outbox } from '../outbox.js';
import type { FailingEndpoint } from '../queries.js';
import { createDeliveryRead } from './outbox-lists.js';

/** Reads of the outbox by key: what the event loop may wait for. */
export function createOutboxReads(
  database: Database,
): Pick<Outbox, 'delivery' | 'failing' | 'placeOf' | 'placeBefore'> {
  const delivery = createDeliveryRead(database);
  const place = database.prepare<[string], number>('select n from messages where id = ?').pluck();
  const newest = database.prepare<[], number | null>('select max(n) from messages').pluck();
  const writtenAfter = database
    .prepare<[number], number>('select created_at from messages where n > ? order by n limit 1')
    .pluck();
  const failing = database.prepare<[], FailingEndpoint>(
    `select id as endpointId, url, failing_since as since from webhook_endpoints
     where enabled = 1 and failing_since is not null order by failing_since, n`,
  );

  return {
    failing: async () => failing.all(),
    delivery: async (id) => delivery(id),
    placeOf: async (messageId) => place.get(messageId),
    async placeBefore(moment) {
      let [low, high] = [0, newest.get() ?? 0];
      // Moments never decrease with the number.
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((writtenAfter.get(middle) ?? moment) >= moment) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}
