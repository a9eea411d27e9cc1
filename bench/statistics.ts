// What counting costs a creation, in the store without the request around it and by HTTP: processor
// time with the provisioned statistics, against the same without any, in turns, so that whatever else
// the machine does falls on both. And how long the funnel takes to answer from the counters of ten
// million facts.

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
import { apply } from './load.js';
import { MAIN, type Server, service, start } from './server.js';

const { creations, turns, facts, days } = new Command('npm run bench:statistics --')
  .description('What counting the provisioned statistics costs a creation, in processor time.')
  .option('--creations <n>', 'creations of a turn', Number, 512)
  .option('--turns <n>', 'turns of each', Number, 61)
  .option('--facts <n>', 'facts of the funnel', Number, 10_000_000)
  .option('--days <n>', 'days over which they are', Number, 30)
  .parse()
  .opts<Record<'creations' | 'turns' | 'facts' | 'days', number>>();

const self = { application: 'Web_Engagement_Server', tenantId: 1 };
const KEY = 'bench-key-of-at-least-32-characters';
/** A Stat Server that counts nothing. */
const NOTHING = { type: 'Stat Server', connections: [], options: {} } as const;
const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));

async function open(name: string, isCounted: boolean) {
  const { database, close } = openDatabase(join(directory, name));
  database.pragma('synchronous = off');
  const clock = createClock(0);
  migrate(database, clock.now);
  const { store } = createSqliteStore(database, clock, DECISIONS, close);
  await createProvisioning({ store, clock, self }).install();
  if (!isCounted) {
    const operator = { keyId: 'bench', keyName: 'bench' };
    await createRegistry(store, clock).put('applications', 'Stat_Server', NOTHING, { operator });
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

/** Takes turns, the first of each to warm up, and says what they came to. */
async function compare<T>(
  what: string,
  sides: { readonly counted: T; readonly bare: T },
  run: (side: T) => Promise<number>,
): Promise<void> {
  const counted: number[] = [];
  const bare: number[] = [];
  // Short turns, and each side first in every other: what the machine does besides falls on both.
  for (let at = 0; at <= turns; at += 1)
    for (const side of at % 2 === 0
      ? (['counted', 'bare'] as const)
      : (['bare', 'counted'] as const))
      (side === 'counted' ? counted : bare).push(await run(sides[side]));
  const per = (values: readonly number[]): string =>
    `${((median(values.slice(1)) * 1000) / creations).toFixed(1)} µs`;
  // Of pairs that ran side by side: the machine may be slower for a while.
  const share = (median(counted.slice(1).map((ms, at) => ms / (bare[at + 1] ?? ms))) - 1) * 100;
  console.log(
    `${what}: ${per(counted)} counted, ${per(bare)} not; counting costs ${share.toFixed(1)} %`,
  );
}

/** A service of its own, with the statistics or without. */
async function serve(name: string, isCounted: boolean): Promise<Server> {
  const where = mkdtempSync(join(directory, name));
  const server = await start(service(MAIN, 'none', where, KEY), where);
  if (isCounted) return server;
  const { status } = await fetch(`${server.address}/v1/admin/objects/applications/Stat_Server`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ properties: NOTHING }),
  });
  if (status !== 200) throw new Error(`the statistics cannot be taken away: ${status}`);
  return server;
}

async function requests(server: Server): Promise<number> {
  const { address } = server;
  await server.observe(false);
  await apply({ address, key: KEY, connections: 50, amount: creations, rich: false });
  return (await server.observed()).cpu;
}

/** How long the funnel takes to answer, from as many facts as a busy site has in a month. */
async function answerFunnel({ database, store, clock }: Awaited<ReturnType<typeof open>>) {
  const rows = fillFunnel(database, facts, days, clock.now() / 60_000);
  console.log(`${facts} facts of the funnel over ${days} days: ${rows} rows`);
  const funnel = createFunnel(store, clock);
  const month = clock.now() - (days - 1) * 86_400_000;
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
      await funnel(store.lastSettings(), request);
      took.push(performance.now() - begin);
    }
    const [least, middle] = [Math.min(...took), median(took)].map((ms) => ms.toFixed(1));
    console.log(`the funnel of ${what}: ${middle} ms, at best ${least} ms`);
  }
}

const stores = { counted: await open('counted', true), bare: await open('bare', false) };
await compare('a creation in the store', stores, turn);
await answerFunnel(stores.counted);
for (const { store } of Object.values(stores)) await store.close();
const servers = { counted: await serve('with', true), bare: await serve('without', false) };
await compare('a creation by HTTP', servers, requests);
for (const server of Object.values(servers)) await server.stop();
rmSync(directory, { recursive: true });
