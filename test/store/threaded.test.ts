import t from 'tap';
import { claims } from './contract/claims.js';
import { commits } from './contract/commits.js';
import { decisions } from './contract/decisions.js';
import { failures } from './contract/failures.js';
import { health } from './contract/health.js';
import { housekeeping } from './contract/housekeeping.js';
import { options } from './contract/options.js';
import { signals } from './contract/signals.js';
import { makeThreadedStore } from './sqlite-under-test.js';

// The writer in a thread of its own, as the service has it: what is between the two. The other
// sentences are of statements, which are the same for both.
for (const contract of [
  commits,
  failures,
  decisions,
  claims,
  signals,
  options,
  housekeeping,
  health,
])
  contract(t, makeThreadedStore);
