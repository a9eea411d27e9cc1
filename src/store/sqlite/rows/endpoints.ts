import type { Database } from 'better-sqlite3';
import type { WebhookEndpoint } from '../../../decisions/endpoint.js';
import {
  ENDPOINT_COLUMNS as COLUMNS,
  type EndpointRow,
  endpointOf,
  endpointRowOf as rowOf,
} from '../../rows/endpoints.js';
import type { WritersOf } from '../writer.js';

const NEWEST = "(select coalesce(max(seq), 0) from sqlite_sequence where name = 'messages')";

/** Every endpoint that is not deleted, oldest first. */
export function loadEndpoints(database: Database): readonly WebhookEndpoint[] {
  return database
    .prepare<[], EndpointRow>(
      `select ${COLUMNS.join(', ')} from webhook_endpoints where deleted_at is null order by n`,
    )
    .all()
    .map(endpointOf);
}

/** Writes a change of an endpoint; one that is new or enabled again starts with what comes next. */
export function createEndpointWriter(database: Database): WritersOf<'webhook_endpoint'> {
  const insert = database.prepare<[EndpointRow]>(
    `insert into webhook_endpoints (${COLUMNS.join(', ')}, cursor)
     values (${COLUMNS.map((column) => `@${column}`).join(', ')}, ${NEWEST})`,
  );
  const update = database.prepare<[EndpointRow], { n: number }>(
    `update webhook_endpoints set ${COLUMNS.map((column) => `${column} = @${column}`).join(', ')},
       cursor = case when enabled = 0 and @enabled = 1 then ${NEWEST} else cursor end,
       failing_since = case when enabled = @enabled and url = @url then failing_since end
     where id = @id and version = @version - 1 returning n`,
  );
  const remove = database.prepare(
    `update webhook_endpoints
     set deleted_at = ?, enabled = 0, disabled_reason = 'ops', secret = '',
       previous_secret = null, previous_secret_expires_at = null
     where id = ?`,
  );
  return {
    webhook_endpoint({ before, after }, { now }) {
      if (after === undefined) {
        if (before) remove.run(now, before.id);
      } else if (before === undefined) insert.run(rowOf(after));
      else if (update.get(rowOf(after)) === undefined)
        throw new Error(`webhook endpoint ${after.id} is no longer at version ${before.version}`);
    },
  };
}
