// What a driver promises, through a pooler in transaction mode. Everything else of it: npm run chaos -- --nodes.

import t from 'tap';
import { KEPT_STATEMENTS, NO_PGBOUNCER, startPgbouncer } from '../support/pgbouncer.js';
import { clusterContract } from './contract/cluster.js';
import { commits } from './contract/commits.js';
import { options } from './contract/options.js';
import { postgresUnderTest } from './postgres-under-test.js';

if (KEPT_STATEMENTS.length === 1) t.comment('this PgBouncer keeps no named statements');
for (const kept of KEPT_STATEMENTS) {
  const made = await postgresUnderTest(NO_PGBOUNCER, (server) => startPgbouncer(server, kept));
  if (made === undefined) break;
  clusterContract(t, made.makeCluster);
  for (const contract of [commits, options]) contract(t, made.makeStore);
}
