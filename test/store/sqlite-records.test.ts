import t from 'tap';
import { audit } from './contract/audit.js';
import { credentials } from './contract/credentials.js';
import { keptAnswers } from './contract/kept-answers.js';
import { leases } from './contract/leases.js';
import { persons } from './contract/persons.js';
import { refusals } from './contract/refusals.js';
import { strategies } from './contract/strategies.js';
import { makeSqliteStore } from './sqlite-under-test.js';

for (const contract of [persons, credentials, audit, refusals, keptAnswers, leases, strategies])
  contract(t, makeSqliteStore);
