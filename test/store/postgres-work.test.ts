import pg from 'pg';
import t from 'tap';
import { noteStatements, scannedBy } from '../support/plans.js';
import { claims } from './contract/claims.js';
import { clusterContract } from './contract/cluster.js';
import { housekeeping } from './contract/housekeeping.js';
import { outbox } from './contract/outbox.js';
import { queries } from './contract/queries.js';
import { webhooks } from './contract/webhooks.js';
import { postgresUnderTest } from './postgres-under-test.js';

/** Tables that grow with the traffic. */
const GROWING: ReadonlySet<string> = new Set([
  ...['interactions', 'history', 'identities', 'visits', 'kept_answers', 'chats', 'chat_messages'],
  ...['messages', 'deliveries', 'delivery_attempts', 'feed', 'tallies', 'questions', 'refusals'],
  ...['audit', 'agent_history', 'chat_history', 'chat_leases', 'leases', 'handlings'],
  ...['reactive_requests', 'erased_visitors', 'option_changes'],
]);

/** A long read, of how many there are of everything. */
const COUNTING = /^select state, stopped_at is not null as stopped, count/;

const statements = noteStatements();
const made = await postgresUnderTest();
if (made) {
  for (const contract of [queries, webhooks, outbox, claims, housekeeping])
    contract(t, made.makeStore);
  clusterContract(t, made.makeCluster);

  t.test('no statement of all that looks at a growing table row by row', async (t) => {
    const client = new pg.Client(made.config);
    await client.connect();
    t.teardown(() => client.end());
    const scanned = await scannedBy(client, statements);
    t.ok(statements.size > 100, `${statements.size} statements`);
    for (const [text, tables] of [...scanned].filter(([asked]) => !COUNTING.test(asked)))
      t.strictSame(
        tables.filter((table) => GROWING.has(table)),
        [],
        text,
      );
  });
}
