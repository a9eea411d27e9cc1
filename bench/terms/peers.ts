import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NO_POSTGRES, startPostgres } from '../../test/support/postgres.js';
import { creation } from '../asking.js';
import { expire } from '../expiring.js';
import { apply } from '../load.js';
import { serving, spreadOf } from '../measured.js';
import { type Fsync, NO_REDIS, startRedis } from '../redis.js';
import type { Program, Server } from '../server.js';
import type { Measures, Row, Settings, Term } from './term.js';

const FOLDER = fileURLToPath(new URL('../../../bench/peers/', import.meta.url));
const CONNECTIONS = 64;
const DUE_PER_SECOND = 1_000;
const DUE_SECONDS = { quick: 3, full: 10 };
/** What is accepted at first, to see how fast it is; and what is added by one caller after another at most. */
const PROBE = 1_000;
const MOST = 100_000;
/** From the beginning of their creation until the first is due, at least. */
const AHEAD_MS = 8_000;
/** So many times as long as accepting them all should take. */
const SLACK = 2;

interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

interface Peer {
  readonly name: string;
  /** What holds once it has said that it accepted something, and how it looks for what is due. */
  readonly guarantee: string;
  /** Why it cannot be measured here. */
  readonly missing: string | undefined;
  start(directory: string): Promise<DatabaseServer>;
}

const LOST = 'a second of what was accepted can be lost';
const SYNCED = 'accepted is on the disk';

const onRedis = (name: string, fsync: Fsync): Peer => ({
  name: `${name}, Redis, appendfsync ${fsync}`,
  guarantee: `${fsync === 'always' ? SYNCED : LOST}; handed over at least once`,
  missing: NO_REDIS,
  start: (directory) => startRedis(directory, fsync),
});

const onPostgres = (name: string, polls: string): Peer => ({
  name: `${name}, PostgreSQL`,
  guarantee: `${SYNCED}; handed over at least once; ${polls}`,
  missing: NO_POSTGRES,
  async start() {
    const server = await startPostgres([]);
    return { url: server.urlOf('postgres'), stop: server.stop };
  },
});

const PEERS: readonly Peer[] = [
  onRedis('bullmq', 'always'),
  onRedis('bullmq', 'everysec'),
  onRedis('bee-queue', 'always'),
  onRedis('bee-queue', 'everysec'),
  onPostgres('pg-boss', 'looks every 0.5 s'),
  onPostgres('graphile-worker', 'looks every 0.1 s'),
];

interface Late {
  readonly lateness: readonly number[];
  /** Whether all were accepted before the first was due. */
  readonly isInTime: boolean;
}

async function post<T>({ address }: Server, path: string): Promise<T> {
  const answer = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(creation()),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A queue by itself, and behind a route; the lateness there is beside the requests. */
async function rowsOf(peer: Peer, { quick, directory, key }: Settings): Promise<readonly Row[]> {
  const scale = quick ? 'quick' : 'full';
  const seconds = DUE_SECONDS[scale];
  const due = DUE_PER_SECOND * seconds;
  /** As many as it accepts while the others are due. */
  const asMany = (perSecond: number): number => Math.min(Math.round(perSecond * seconds), MOST);
  const server = await peer.start(directory);
  const [name = ''] = peer.name.split(',');
  const programOn = (): Program => ({
    args: [`${FOLDER}peer.mjs`, name, server.url],
    env: {},
    strategy: null,
  });
  const row = (what: string, perSecond: number, { lateness, isInTime }: Late): Row => {
    const { p50, p99, max } = spreadOf(lateness);
    return {
      what,
      measures: { perSecond, p50, p99, max },
      also: isInTime ? peer.guarantee : `${peer.guarantee}; was still accepting when they were due`,
    };
  };
  try {
    return await serving(programOn, directory, async (running) => {
      const { address } = running;
      const load = (amount: number) =>
        apply({ address, key, connections: CONNECTIONS, amount, rich: true });
      const add = async (amount: number) =>
        (await post<{ perSecond: number }>(running, `/alone?amount=${amount}`)).perSecond;
      const probed = await add(PROBE);
      const aheadMs = Math.round(Math.max(AHEAD_MS, (SLACK * due * 1000) / probed));
      const late = `/late?amount=${due}&perSecond=${DUE_PER_SECOND}&aheadMs=${aheadMs}`;
      const lateAlone = await post<Late>(running, late);
      const alone = await add(asMany(probed));
      const { perSecond: expected } = await load(PROBE);
      const lateBeside = post<Late>(running, late);
      await pause(aheadMs);
      const { perSecond } = await load(asMany(expected));
      return [
        row(`${peer.name}: alone`, alone, lateAlone),
        row(`${peer.name}: behind a route`, perSecond, await lateBeside),
      ];
    });
  } finally {
    await server.stop();
  }
}

async function ours(settings: Settings): Promise<readonly Row[]> {
  const seconds = DUE_SECONDS[settings.quick ? 'quick' : 'full'];
  const all = { amount: DUE_PER_SECOND * seconds, perSecond: DUE_PER_SECOND };
  const also = `${SYNCED}; its outcome once, dated at its deadline`;
  const lateOf = ({ p50 = 0, p99 = 0, max = 0 }: Measures): Measures => ({ p50, p99, max });
  const alone = await expire(all, 0, settings);
  const { deadlines, creations, settledMs } = await expire(all, CONNECTIONS, settings);
  const perSecond = (creations.meanwhile.length / settledMs) * 1000;
  return [
    { what: 'webengagement: no requests', measures: lateOf(alone.deadlines), also },
    { what: 'webengagement: creations', measures: { perSecond, ...lateOf(deadlines) }, also },
  ];
}

export const peers: Term = {
  name: 'peers',
  title: 'Queues of delayed work',
  says: `What public queues do with the same body: how many a second are accepted by ${CONNECTIONS} callers, each of whom waits until it is; and how late ${DUE_PER_SECOND.toLocaleString('en')} a second are handed over when their moment has come. Each by itself, and behind a bare fastify with one route, where both happen at once, as in the row of the service. What is done then, and what is known of it later, is for whoever they hand it to.`,
  async rows(settings) {
    const rows: Row[] = [...(await ours(settings))];
    if (!existsSync(`${FOLDER}node_modules`)) {
      const also = 'not installed: npm ci --prefix bench/peers --ignore-scripts';
      return [...rows, { what: 'the others', measures: {}, also }];
    }
    for (const peer of PEERS)
      if (peer.missing === undefined) rows.push(...(await rowsOf(peer, settings)));
      else rows.push({ what: peer.name, measures: {}, also: `skipped: ${peer.missing}` });
    return rows;
  },
};
