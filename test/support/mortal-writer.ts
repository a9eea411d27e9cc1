// The thread of a service's writer that does what an interaction's visit says: ends before or after its
// commit, hangs, or throws.

import { parentPort } from 'node:worker_threads';
import { DECISIONS } from '#src/decisions/decisions.js';
import type { FromWriter, ToWriter } from '#src/store/sqlite/writer-messages.js';
import { runWriter } from '#src/store/sqlite/writer-thread.js';

const port = parentPort;
if (port === null) throw new Error('this is a thread, not a program');

const says = (message: unknown, word: string): boolean => JSON.stringify(message).includes(word);
const post = port.postMessage.bind(port);
port.postMessage = (message: FromWriter) => {
  if (message.type === 'outcomes' && says(message, 'ends-after')) process.exit(0);
  post(message);
};
port.on('message', (message: ToWriter) => {
  if (says(message, 'ends-before')) process.exit(0);
  if (says(message, 'throws')) throw new Error('a fault of the program');
  if (says(message, 'hangs')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
runWriter(DECISIONS);
