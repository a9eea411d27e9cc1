import t from 'tap';
import { claims } from './contract/claims.js';
import { clusterContract } from './contract/cluster.js';
import { housekeeping } from './contract/housekeeping.js';
import { outbox } from './contract/outbox.js';
import { queries } from './contract/queries.js';
import { webhooks } from './contract/webhooks.js';
import { postgresUnderTest } from './postgres-under-test.js';

const made = await postgresUnderTest();
if (made) {
  for (const contract of [queries, webhooks, outbox, claims, housekeeping])
    contract(t, made.makeStore);
  clusterContract(t, made.makeCluster);
}
