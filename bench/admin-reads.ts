// Holds the rule that no request holds the event loop above 10 ms against a full database: runs every
// list filter, of deliveries and events too, counts, cleaning, exports, erasure and retention while interactions are created.
// Usage: npm run bench:reads [-- ROWS [DIRECTORY]]; a directory that holds a database is used again.

import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { createClock } from '#src/clock.js';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { fill } from './fill.js';
import { type Hold, watchHolds } from './holds.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'webengagement-bench-'));
const ADMIN_KEY = 'an-admin-key-for-this-benchmark-only';
const REPETITIONS = 5;
/** One creation every so many milliseconds, whatever else goes on. */
const CREATE_EVERY_MS = 10;

const filledMs = fill(directory, rows);
console.log(`${rows} interactions in ${directory}, filled in ${Math.round(filledMs)} ms`);

/** Service time whose long timers fire at once on demand: retention sleeps for minutes. */
let hurried = false;
const makeClock = (floor: number) => {
  const clock = createClock(floor);
  const after = (delayMs: number, run: () => void) =>
    clock.after(hurried ? Math.min(delayMs, 20) : delayMs, run);
  return { ...clock, after };
};

const start = (settings: Readonly<Record<string, string>>) =>
  compose(
    readConfig({ DATA_DIR: directory, ADMIN_KEY, PORT: '0', STRATEGY: 'none', ...settings }),
    createLog('silent'),
    makeClock,
  );

let service = await start({});
const address = await service.listen();
const holds = watchHolds();
const latencies: number[] = [];
let visits = 0;
let creating = true;

type Method = 'GET' | 'POST' | 'DELETE';

async function call(method: Method, url: string, payload?: object): Promise<string> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const answer = await service.app.inject({ method, url, headers, ...(payload && { payload }) });
  if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.body}`);
  return answer.body;
}

/** Over a socket and thrown away: an injected answer is kept whole, which would measure that. */
function download(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    get(`${address}${path}`, { headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      answer.resume().once('end', resolve).once('error', reject);
    }).once('error', reject);
  });
}

async function createSteadily(): Promise<void> {
  creating = true;
  while (creating) {
    const started = performance.now();
    visits += 1;
    await call('POST', '/v1/interactions', { visitId: `bench ${process.pid} ${visits}` });
    latencies.push(performance.now() - started);
    await sleep(CREATE_EVERY_MS);
  }
}

const at = (values: number[], share: number): string => {
  const sorted = values.sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
    .toFixed(1)
    .padStart(10);
};

async function measure(
  name: string,
  run: () => Promise<unknown>,
  repetitions = REPETITIONS,
): Promise<void> {
  const times: number[] = [];
  const longest: Hold[] = [];
  latencies.length = 0;
  for (let n = 0; n < repetitions; n += 1) {
    await sleep(50);
    holds.longest();
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
    await sleep(10);
    longest.push(holds.longest());
  }
  const held = longest.map((hold) => hold.held);
  const computed = longest.map((hold) => hold.computed);
  const cells = [
    at(times, 0.5),
    at(held, 0.5),
    at(held, 1),
    at(computed, 0.5),
    at(latencies, 0.5),
    at(latencies, 0.99),
  ];
  console.log(name.padEnd(46) + cells.join(''));
}

const list = (query: string) => () => call('GET', `/v1/admin/interactions?${query}`);
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const clean = (dryRun: boolean, days: number) => () =>
  call('POST', '/v1/admin/queues/Webengagement_Failed/clean', {
    dryRun,
    olderThanSeconds: days * 86_400,
  });

console.log(`${'in ms'.padEnd(46)}      time  hold med  hold max   cpu med    create       p99`);
let creator = createSteadily();
// The first requests compile what they run.
for (let n = 0; n < 100; n += 1) await list('pageSize=500')();
await measure('nothing but creations', () => sleep(500));
for (const query of [
  'pageSize=50',
  'pageSize=500',
  'state=Rejected&pageSize=500',
  'state=Missed',
  'queue=Webengagement_Accepted&pageSize=500',
  'queue=Webengagement_Rejected&status=active',
  'status=active&pageSize=500',
  'status=stopped&pageSize=500',
  'visitId=v-500',
  'visitorId=heavy&pageSize=500',
  'visitorId=heavy&state=Missed',
  'reason=abandoned&pageSize=500',
  'reason=erased',
  `createdBefore=${ago(28)}&pageSize=500`,
  `createdAfter=${ago(10)}&createdBefore=${ago(9.99)}`,
  `reason=erased&status=active&createdAfter=${ago(29)}`,
])
  await measure(`list ${query.replace(/=20[^&]*/g, '=…')}`, list(query));
for (const query of [
  'deliveries?pageSize=500',
  'deliveries?status=failed&pageSize=500',
  'deliveries?status=pending',
  'deliveries?eventType=interaction.erased&pageSize=500',
  'deliveries?eventType=interaction.missed',
  'deliveries?interactionId=01900000-0000-7000-8000-000000000007',
  'deliveries?endpointId=01900000-0000-7000-a000-000000000001&status=failed',
  'events?pageSize=500',
  'events?deliverySuccess=true&pageSize=500',
  'events?deliverySuccess=false&pageSize=500',
  'refusals?reason=not_engaged',
])
  await measure(query.replace(/=0190[^&]*/g, '=…'), () => call('GET', `/v1/admin/${query}`));
await measure('statistics of an endpoint', () =>
  call('GET', '/v1/admin/webhook-endpoints/01900000-0000-7000-a000-000000000001/statistics'),
);
await measure('sixty lists of 500 at once', async () => {
  const lists: Promise<string>[] = [];
  for (let n = 0; n < 60; n += 1) {
    lists.push(list('pageSize=500')());
    await turn();
  }
  await Promise.all(lists);
});
await measure('audit', () => call('GET', '/v1/admin/audit?pageSize=500'));
await measure('queues', () => call('GET', '/v1/admin/queues'));
await measure('metrics', () => call('GET', '/metrics'));
await measure('count what is stuck in a queue', clean(true, 0));
await measure('clean a queue of what is older than 27 days', clean(false, 27), 1);
await measure('export of 1,000', () => download('/v1/admin/visitors/p-7/export'));
await measure('export of a twentieth of all', () => download('/v1/admin/visitors/heavy/export'), 1);
let person = 20;
await measure('erasure of 1,000', () => call('DELETE', `/v1/admin/visitors/p-${++person}`));

creating = false;
await creator;
await service.close();
hurried = true;
service = await start({ RETENTION_DAYS: '15' });
const stopped = async () =>
  (await service.store.read('queueCounts')).reduce((sum, counts) => sum + counts.stopped, 0);
const before = await stopped();
creator = createSteadily();
await measure('ten seconds of retention', () => sleep(10_000), 1);
console.log(`retention removed ${before - (await stopped())} of ${before} in that time`);
creating = false;
await creator;
holds.stop();
await service.close();
if (process.argv[3] === undefined) rmSync(directory, { recursive: true, force: true });
