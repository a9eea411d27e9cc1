import { DECISIONS } from '#src/decisions/decisions.js';
import type { BatchLimits } from '#src/store/postgres/batch.js';
import { createPostgresStore, type PostgresStore } from '#src/store/postgres/postgres.js';
import { createFakeClock } from './clock.js';
import type { Database } from './databases.js';

interface Test {
  teardown(close: () => unknown): void;
}

/** The address of a database through a proxy. */
export const through = (url: string, { port }: { readonly port: number }): string =>
  url.replace(/:\d+\//, `:${port}/`);

/** A store of the service on a database, with limits of its own; its clock stands still. */
export async function openStore(
  t: Test,
  url: string,
  limits: Partial<BatchLimits> = {},
): Promise<PostgresStore> {
  const opened = createPostgresStore(createFakeClock().make(), DECISIONS, {
    config: { connectionString: url },
    limits,
  });
  t.teardown(() => opened.store.close().catch(() => {}));
  await opened.ready;
  return opened;
}

/** Somebody who is to be told of everything: from then on each fact is a message, too. */
export async function subscribe({ query }: Database, url = 'https://a.example/'): Promise<void> {
  await query(
    `insert into webhook_endpoints (id, url, event_types, description, enabled, secret, version,
       created_at, updated_at, cursor)
     values ('e1', $1, '["*"]', '', 1, 's', 1, 1, 1, 0)`,
    [url],
  );
  await query('update service set revision = revision + 1');
}
