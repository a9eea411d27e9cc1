import t from 'tap';
import { claims } from './contract/claims.js';
import { clusterContract } from './contract/cluster.js';
import { housekeeping } from './contract/housekeeping.js';
import { outbox } from './contract/outbox.js';
import { queries } from './contract/queries.js';
import { webhooks } from './contract/webhooks.js';
import { makeSqliteCluster, makeSqliteStore } from './sqlite-under-test.js';

for (const contract of [queries, webhooks, outbox, claims, housekeeping])
  contract(t, makeSqliteStore);
clusterContract(t, makeSqliteCluster);
