// The thread of the writer under test: the suite's decisions, and a disk that the suite fills.

import { existsSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { runWriter } from '#src/store/sqlite/writer-thread.js';
import { SUITE_DECISIONS } from './decisions.js';
import { plainDecisions } from './plain.js';

const database = runWriter(plainDecisions(SUITE_DECISIONS));
// Nothing here survives a loss of power, so nothing waits for the disk.
database.pragma('synchronous = off');
// Before each transaction, which begins in the turn after what asks for it.
parentPort?.on('message', () => {
  const pages = existsSync(`${database.name}.full`) ? 1 : 0x7fffffff;
  database.pragma(`max_page_count = ${pages}`);
});
