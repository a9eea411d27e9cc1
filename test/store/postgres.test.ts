import t from 'tap';
import { audit } from './contract/audit.js';
import { calm } from './contract/calm.js';
import { changes } from './contract/changes.js';
import { claims } from './contract/claims.js';
import { clusterContract } from './contract/cluster.js';
import { commits } from './contract/commits.js';
import { credentials } from './contract/credentials.js';
import { decisions } from './contract/decisions.js';
import { failures } from './contract/failures.js';
import { health } from './contract/health.js';
import { history } from './contract/history.js';
import { housekeeping } from './contract/housekeeping.js';
import { interactions } from './contract/interactions.js';
import { keptAnswers } from './contract/kept-answers.js';
import { leases } from './contract/leases.js';
import { objects } from './contract/objects.js';
import { options } from './contract/options.js';
import { outbox } from './contract/outbox.js';
import { pagesOfLists } from './contract/pages.js';
import { persons } from './contract/persons.js';
import { queries } from './contract/queries.js';
import { questions } from './contract/questions.js';
import { queues } from './contract/queues.js';
import { refusals } from './contract/refusals.js';
import { signals } from './contract/signals.js';
import { tallies } from './contract/tallies.js';
import { webhooks } from './contract/webhooks.js';
import { postgresUnderTest } from './postgres-under-test.js';

const CONTRACTS = [
  audit,
  calm,
  changes,
  claims,
  commits,
  credentials,
  decisions,
  failures,
  health,
  history,
  housekeeping,
  interactions,
  keptAnswers,
  leases,
  objects,
  options,
  outbox,
  pagesOfLists,
  persons,
  queries,
  questions,
  queues,
  refusals,
  signals,
  tallies,
  webhooks,
];

const made = await postgresUnderTest();
if (made) {
  for (const contract of CONTRACTS) contract(t, made.makeStore);
  clusterContract(t, made.makeCluster);
}
