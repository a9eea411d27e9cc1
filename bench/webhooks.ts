import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { createClock } from '#src/clock.js';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import { median } from './measured.js';
import { endReceivers, startReceiver } from './receivers.js';

/**
 * How fast deliveries are: `npm run bench:webhooks`, with `--quick` in short; what they cost creations is a
 * term of `npm run bench`. Receivers are processes of their own; the service shares this one.
 */
const quick = process.argv.includes('--quick');
const SECONDS = quick ? 3 : 8;
const BACKLOG = quick ? 5_000 : 100_000;
const KEY = 'bench-admin-key-of-at-least-32-characters';
const OPERATOR = { keyId: 'bench', keyName: 'bench' };

async function withService<T>(run: (service: Service) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));
  const config = readConfig({
    DATA_DIR: directory,
    ADMIN_KEY: KEY,
    STRATEGY: 'none',
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
  });
  const service = await compose(config, createLog('silent'));
  try {
    return await run(service);
  } finally {
    await service.close();
    rmSync(directory, { recursive: true });
  }
}

const subscribe = (service: Service, url: string, eventTypes: readonly string[] = ['*']) =>
  createWebhookEndpoints(service.store, createClock()).create(
    { url, eventTypes, description: '', rateLimitPerSecond: null, enabled: true },
    OPERATOR,
  );

async function fill(service: Service, count: number, from = 0): Promise<void> {
  const request = {
    visitorId: null,
    visitorIdClaimed: false,
    pageId: null,
    pageUrl: null,
    category: null,
    channel: null,
  };
  for (let made = 0; made < count; made += 500)
    await Promise.all(
      Array.from({ length: Math.min(500, count - made) }, (_, index) => {
        const visitId = `fill-${from + made + index}`;
        return service.engine.create({ ...request, visitId, caseData: {}, userData: {} });
      }),
    );
}

/** The ceiling of a receiver: the same posts, without a service behind them. */
async function ceiling(): Promise<number> {
  const receiver = await startReceiver();
  const pool = new Pool(new URL(receiver.url).origin, { connections: 32 });
  const body = JSON.stringify({
    type: 'x',
    timestamp: new Date().toISOString(),
    pad: 'x'.repeat(700),
  });
  const until = performance.now() + SECONDS * 1000;
  let sent = 0;
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const answer = await pool.request({ path: '/', method: 'POST', body });
      await answer.body.dump();
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: 32 }, work));
  await pool.close();
  receiver.end();
  return sent / SECONDS;
}

/** Deliveries a second of a backlog that is there already. */
async function drain(): Promise<number> {
  const receiver = await startReceiver();
  return withService(async (service) => {
    const endpoints = createWebhookEndpoints(service.store, createClock());
    const endpoint = await subscribe(service, receiver.url, ['interaction.created']);
    if (typeof endpoint === 'string') throw new Error(endpoint);
    // Held back while the backlog grows, then let go.
    await endpoints.update(endpoint.id, { rateLimitPerSecond: 1 }, OPERATOR);
    await fill(service, BACKLOG);
    let got = (await receiver.ask()).count;
    const started = performance.now();
    await endpoints.update(endpoint.id, { rateLimitPerSecond: null }, OPERATOR);
    for (; got < BACKLOG; got += (await receiver.ask()).count) await pause(50);
    const seconds = (performance.now() - started) / 1000;
    console.log(`  backlog of ${BACKLOG} drained in ${seconds.toFixed(1)} s`);
    receiver.end();
    return BACKLOG / seconds;
  });
}

/** The median delay of a live endpoint, alone and beside a dead one with a backlog: one run. */
async function beside(): Promise<readonly [alone: number, withDead: number]> {
  const receiver = await startReceiver();
  return withService(async (service) => {
    const measure = async (from: number): Promise<number> => {
      await receiver.ask();
      for (let made = 0; made < 500; made += 1) {
        await fill(service, 1, from + made);
        await pause(4);
      }
      await pause(1000);
      return median((await receiver.ask()).delays);
    };
    await subscribe(service, receiver.url, ['interaction.created']);
    await measure(10_000_000);
    const alone = await measure(20_000_000);
    await subscribe(service, 'http://127.0.0.1:9/', ['interaction.created']);
    await fill(service, BACKLOG);
    for (let got = 0; got < BACKLOG; got += (await receiver.ask()).count) await pause(250);
    return [alone, await measure(30_000_000)];
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

try {
  console.log('deliveries');
  const most = await ceiling();
  const rate = await drain();
  console.log(
    `  ${rate.toFixed(0)}/s (at least 2000); the receiver alone takes ${most.toFixed(0)}/s`,
  );
  console.log('a live endpoint beside a dead one with a backlog');
  const [alone, withDead] = await beside();
  console.log(`  median delay ${alone} ms alone, ${withDead} ms beside`);
} finally {
  endReceivers();
}
