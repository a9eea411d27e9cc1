import t from 'tap';
import { audit } from './contract/audit.js';
import { credentials } from './contract/credentials.js';
import { keptAnswers } from './contract/kept-answers.js';
import { leases } from './contract/leases.js';
import { persons } from './contract/persons.js';
import { refusals } from './contract/refusals.js';
import { postgresUnderTest } from './postgres-under-test.js';

const made = await postgresUnderTest();
if (made) {
  for (const contract of [persons, credentials, audit, refusals, keptAnswers, leases])
    contract(t, made.makeStore);
}
