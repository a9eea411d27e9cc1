// The service in a process of its own, which tells how late deadlines were: once so many have passed, each
// as it goes into the metric. Usage: deadline-service.js AMOUNT, with the settings in the environment.

import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';

/** What came of the deadlines. */
export interface Passed {
  /** From each deadline until what follows from it was known to be on disk, in milliseconds. */
  readonly lateness: readonly number[];
  /** When the last was, in milliseconds since the epoch. */
  readonly lastAt: number;
}

const amount = Number(process.argv[2]);
const service = await compose(readConfig({ ...process.env, PORT: '0' }), createLog('silent'));
const lateness: number[] = [];
const unwatch = service.store.watch(({ tally }) => {
  for (const { of, ms } of tally?.durations ?? []) if (of === 'lateness') lateness.push(ms);
  if (lateness.length < amount) return;
  unwatch();
  process.send?.({ lateness, lastAt: Date.now() } satisfies Passed);
});
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ address: await service.listen() })}\n`);
