// All that a driver promises, through a pooler in transaction mode: npm run chaos -- --nodes. But for
// failures, which the suite makes by ending sessions: those of a pooler go on.

import t from 'tap';
import { audit } from '../store/contract/audit.js';
import { calm } from '../store/contract/calm.js';
import { changes } from '../store/contract/changes.js';
import { claims } from '../store/contract/claims.js';
import { credentials } from '../store/contract/credentials.js';
import { decisions } from '../store/contract/decisions.js';
import { health } from '../store/contract/health.js';
import { history } from '../store/contract/history.js';
import { housekeeping } from '../store/contract/housekeeping.js';
import { interactions } from '../store/contract/interactions.js';
import { keptAnswers } from '../store/contract/kept-answers.js';
import { leases } from '../store/contract/leases.js';
import { objects } from '../store/contract/objects.js';
import { outbox } from '../store/contract/outbox.js';
import { pagesOfLists } from '../store/contract/pages.js';
import { persons } from '../store/contract/persons.js';
import { queries } from '../store/contract/queries.js';
import { questions } from '../store/contract/questions.js';
import { queues } from '../store/contract/queues.js';
import { refusals } from '../store/contract/refusals.js';
import { signals } from '../store/contract/signals.js';
import { strategies } from '../store/contract/strategies.js';
import { tallies } from '../store/contract/tallies.js';
import { webhooks } from '../store/contract/webhooks.js';
import { postgresUnderTest } from '../store/postgres-under-test.js';
import { KEPT_STATEMENTS, NO_PGBOUNCER, startPgbouncer } from '../support/pgbouncer.js';

for (const kept of KEPT_STATEMENTS) {
  const made = await postgresUnderTest(NO_PGBOUNCER, (server) => startPgbouncer(server, kept));
  if (made === undefined) break;
  for (const contract of [
    ...[audit, calm, changes, claims, credentials, decisions, health, history],
    ...[housekeeping, interactions, keptAnswers, leases, objects, outbox, pagesOfLists, persons],
    ...[queries, questions, queues, refusals, signals, strategies, tallies, webhooks],
  ])
    contract(t, made.makeStore);
}
