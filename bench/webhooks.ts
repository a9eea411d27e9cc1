import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import { createClock } from '#src/clock.js';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';

/**
 * What webhooks cost, and how fast they are: `npm run bench:webhooks`, with `--quick` in short.
 * Receivers are processes of their own; the service and the load share this one.
 */
const quick = process.argv.includes('--quick');
const SECONDS = quick ? 3 : 8;
const ROUNDS = quick ? 1 : 3;
const BACKLOG = quick ? 5_000 : 100_000;
const KEY = 'bench-admin-key-of-at-least-32-characters';
const OPERATOR = { keyId: 'bench', keyName: 'bench' };
const RECEIVER = fileURLToPath(new URL('./webhook-receiver.js', import.meta.url));
const SERVICE = fileURLToPath(new URL('./webhook-service.js', import.meta.url));

interface Receiver {
  readonly url: string;
  /** How many came since it was asked last, and how late each was. */
  ask(): Promise<{ readonly count: number; readonly delays: readonly number[] }>;
  end(): void;
}

const children: ChildProcess[] = [];

async function startChild(file: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: line.toString().trim() };
}

async function startReceiver(): Promise<Receiver> {
  const { child, line } = await startChild(RECEIVER);
  const url = `http://127.0.0.1:${line}/`;
  return {
    url,
    ask: async () => (await (await fetch(url)).json()) as { count: number; delays: number[] },
    end: () => child.kill(),
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

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

/** Creates a second through HTTP, with so many endpoints subscribed, and so many that refuse. */
async function creates(endpoints: number, refusing = 0): Promise<number> {
  const receivers = await Promise.all(Array.from({ length: endpoints }, startReceiver));
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-bench-'));
  // Nobody listens on the discard port.
  const dead = Array.from({ length: refusing }, (_, number) => `http://127.0.0.1:9/${number}`);
  const urls = [...receivers.map(({ url }) => url), ...dead].join(',');
  const { child, line } = await startChild(SERVICE, {
    DATA_DIR: directory,
    ADMIN_KEY: KEY,
    STRATEGY: 'none',
    URLS: urls,
  });
  let visits = 0;
  const run = (duration: number) =>
    autocannon({
      url: `${line}/v1/interactions`,
      connections: 50,
      duration,
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      setupClient(client) {
        const next = (): void => {
          visits += 1;
          client.setBody(JSON.stringify({ visitId: `v-${visits}` }));
        };
        next();
        client.on('response', next);
      },
    });
  await run(2);
  const { requests, non2xx, errors, timeouts } = await run(SECONDS);
  if (non2xx + errors + timeouts > 0 || requests.average === 0)
    throw new Error(`${non2xx} creates were refused, ${errors} failed, ${timeouts} timed out`);
  const delivered = (await Promise.all(receivers.map((one) => one.ask()))).map((one) => one.count);
  console.log(
    `  ${endpoints} endpoints, ${refusing} that refuse: ${requests.average} creates/s, delivered ${delivered}`,
  );
  child.kill('SIGKILL');
  await once(child, 'close');
  rmSync(directory, { recursive: true });
  for (const receiver of receivers) receiver.end();
  return requests.average;
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
  console.log('creates');
  const withTwo: number[] = [];
  const beside100: number[] = [];
  // By turns: what slows the machine for a while slows all.
  for (let round = 1; round <= ROUNDS; round += 1) {
    const without = await creates(0);
    withTwo.push((await creates(2)) / without);
    beside100.push((await creates(0, 100)) / without);
  }
  console.log(`  ratio ${median(withTwo).toFixed(2)} with two that listen (at least 0.7)`);
  console.log(`  ratio ${median(beside100).toFixed(2)} with 100 that refuse (at least 0.8)`);
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
  for (const child of children) child.kill('SIGKILL');
}
