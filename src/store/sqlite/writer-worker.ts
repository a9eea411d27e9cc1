// The thread in which the service's writer runs.

import { DECISIONS } from '../../decisions/decisions.js';
import { runWriter } from './writer-thread.js';

runWriter(DECISIONS);
