// What counting costs a creation in the store, without the request around it: processor time with the provisioned statistics, against the same
// without any, in turns, so that whatever else the machine does falls on both. And how long the funnel takes
// to answer from the counters of ten million facts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createClock } from '#src/clock.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import { createEngine } from '#src/engine/engine.js';
import { createFunnel, type FunnelRequest } from '#src/engine/funnel.js';
import { createRegistry } from '#src/settings/objects.js';
import { createProvisioning } from '#src/settings/provisioning.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { fillFunnel } from './funnel.js';

const { creations, turns, facts, days } = new Command('npm run bench:statistics --')
  .description('What counting the provisioned statistics costs a creation, in processor time.')
  .option('--creations <n>', 'creations of a turn', Number, 4000)
  .option('--turns <n>', 'turns of each', Number, 7)
  .option('--facts <n>', 'facts of the funnel', Number, 10_000_000)
  .option('--days <n>', 'days over which they are', Number, 30)
  .parse()
  .opts<Record<'creations' | 'turns' | 'facts' | 'days', number>>();

const self = { application: 'Web_Engagement_Server', tenantId: 1 };
const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));

async function open(name: string, isCounted: boolean) {
  const { database, close } = openDatabase(join(directory, name));
  database.pragma('synchronous = off');
  const clock = createClock(0);
  migrate(database, clock.now);
  const { store } = createSqliteStore(database, clock, DECISIONS, close);
  await createProvisioning({ store, clock, self }).install();
  if (!isCounted) {
    const properties = { type: 'Stat Server', connections: [], options: {} } as const;
    const operator = { keyId: 'bench', keyName: 'bench' };
    await createRegistry(store, clock).put('applications', 'Stat_Server', properties, { operator });
  }
  return {
    database,
    clock,
    store,
    engine: createEngine({ store, clock, application: self.application }),
  };
}

let visits = 0;

/** Processor time of a turn in milliseconds: creations in bursts of 64, as under load. */
async function turn({ engine }: Awaited<ReturnType<typeof open>>): Promise<number> {
  const before = process.cpuUsage();
  for (let made = 0; made < creations; made += 64)
    await Promise.all(
      Array.from({ length: 64 }, () => {
        visits += 1;
        return engine.create({
          visitId: `v${visits}`,
          visitorId: null,
          visitorIdClaimed: false,
          pageId: null,
          pageUrl: 'https://shop.example/cart',
          category: 'Cart',
          channel: null,
          caseData: {},
          userData: { 'WebEngagement.Rule': 'cart' },
        });
      }),
    );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const counted = await open('counted', true);
const bare = await open('bare', false);
const times = { counted: [] as number[], bare: [] as number[] };
await turn(counted);
await turn(bare);
for (let at = 0; at < turns; at += 1) {
  times.counted.push(await turn(counted));
  times.bare.push(await turn(bare));
}
const perCreation = (values: readonly number[]): string =>
  `${((median(values) * 1000) / creations).toFixed(1)} µs`;
const share = (median(times.counted) / median(times.bare) - 1) * 100;
console.log(
  `a creation: ${perCreation(times.counted)} counted, ${perCreation(times.bare)} not; counting costs ${share.toFixed(1)} %`,
);

const rows = fillFunnel(counted.database, facts, days, counted.clock.now() / 60_000);
console.log(`${facts} facts of the funnel over ${days} days: ${rows} rows`);
const funnel = createFunnel(counted.store, counted.clock);
const month = counted.clock.now() - (days - 1) * 86_400_000;
const asked: readonly (readonly [what: string, request: FunnelRequest])[] = [
  ['today', { by: null }],
  ['today, by rule', { by: 'rule' }],
  ['today, by the hour', { by: null, step: 60 }],
  [`${days} days`, { by: null, from: month }],
  [`${days} days, by category`, { by: 'category', from: month }],
  [`${days} days, day by day`, { by: null, from: month, step: 1440 }],
];
for (const [what, request] of asked) {
  const took: number[] = [];
  for (let at = 0; at < turns; at += 1) {
    const begin = performance.now();
    await funnel(counted.store.lastSettings(), request);
    took.push(performance.now() - begin);
  }
  const [least, middle] = [Math.min(...took), median(took)].map((ms) => ms.toFixed(1));
  console.log(`the funnel of ${what}: ${middle} ms, at best ${least} ms`);
}
await counted.store.close();
await bare.store.close();
rmSync(directory, { recursive: true });
