import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type PostgresServer, startPostgres } from '../../test/support/postgres.js';
import { spreadOf } from '../measured.js';
import { type Driver, type Slice, type StoreProcess, startStore } from './contender.js';
import { familyMicros, serverOf } from './processes.js';

/** How nodes are compared. */
export interface Comparison {
  readonly rounds: number;
  /** Length of a slice. */
  readonly seconds: number;
  /** Changes at a time, over all processes of a contender. */
  readonly lanes: number;
  /** Where the data is. */
  readonly directory: string;
}

/** Those that are compared. */
export const CONTENDERS = [
  { name: 'here', driver: 'here', nodes: 1, times: 1 },
  { name: 'thread', driver: 'thread', nodes: 1, times: 1 },
  { name: 'one', driver: 'postgres', nodes: 1, times: 1 },
  { name: 'two', driver: 'postgres', nodes: 2, times: 1 },
  { name: 'four', driver: 'postgres', nodes: 4, times: 1 },
  // Each as loaded as the one: its transactions are as large.
  { name: 'fourFull', driver: 'postgres', nodes: 4, times: 4 },
] as const satisfies readonly {
  name: string;
  driver: Driver;
  nodes: number;
  /** Of the changes at a time. */
  times: number;
}[];
export type ContenderName = (typeof CONTENDERS)[number]['name'];

/** What one slice came to; processor time for each change, in microseconds. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Of all processes of the service. */
  readonly nodeMicros: number;
  /** Of all processes of the database; 0 without one. */
  readonly databaseMicros: number;
  /** Changes in one transaction. */
  readonly batch: number;
}

/** The slices of each, in the order of the rounds. */
export type Compared = Readonly<Record<ContenderName, readonly Measured[]>>;

const MOST_NODES = 4;
/** Of load before what is measured, when a process has stood still. */
const WARM_MS = 500;
/** So much of it at first: what is cold is not what is asked for. */
const FIRST_MS = 2000;

function sum(slices: readonly Slice[], of: (slice: Slice) => number): number {
  return slices.reduce((total, slice) => total + of(slice), 0);
}

/** What is compared, running: a server, its nodes, and two processes with directories. */
async function startAll(directory: string) {
  // A server on the disk that was named, with what it does by itself: every commit is on the disk.
  process.env.TMPDIR = directory;
  const server = await startPostgres(['shared_buffers=512MB']);
  const home = mkdtempSync(join(directory, 'webengagement-bench-'));
  const url = server.urlOf('postgres');
  const nodes = await Promise.all(
    Array.from({ length: MOST_NODES }, () => startStore('postgres', url)),
  );
  const here = await startStore('here', join(home, 'here'));
  const thread = await startStore('thread', join(home, 'thread'));
  const all = [...nodes, here, thread];
  for (const each of all) each.rest();
  const of = (driver: Driver, count: number): readonly StoreProcess[] =>
    driver === 'postgres' ? nodes.slice(0, count) : [driver === 'here' ? here : thread];
  return {
    server,
    nodes,
    here,
    thread,
    of,
    async end() {
      await Promise.all(all.map((each) => each.end()));
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * What a server does by itself every minute, before a slice: statistics by which it chooses indexes, and
 * nothing left over from the slice before.
 */
async function settle({ config }: PostgresServer): Promise<void> {
  const client = new pg.Client({ ...config, database: 'postgres' });
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
}

const runAll = (
  processes: readonly StoreProcess[],
  lanes: number,
  ms: number,
  profile?: string,
): Promise<Slice[]> =>
  Promise.all(
    processes.map((each) => each.run({ lanes: Math.ceil(lanes / processes.length), ms, profile })),
  );

/** Measures all by turns; rejects unless what is stored is what was acknowledged. */
export async function compareNodes(comparison: Comparison): Promise<Compared> {
  const { rounds, seconds, directory } = comparison;
  const running = await startAll(directory);
  const slices = new Map<ContenderName, Measured[]>();
  const finished = new Map<Driver, number>();
  const heated = new Set<StoreProcess>();

  async function measure({ name, driver, nodes, times }: (typeof CONTENDERS)[number]) {
    const processes = running.of(driver, nodes);
    const lanes = comparison.lanes * times;
    const pid = serverOf(running.server.data);
    for (const each of processes) each.wake();
    const isCold = processes.some((each) => !heated.has(each));
    for (const each of processes) heated.add(each);
    const warm = await runAll(processes, lanes, isCold ? FIRST_MS : WARM_MS);
    if (driver === 'postgres') await settle(running.server);
    const before = familyMicros(pid);
    const ran = await runAll(processes, lanes, seconds * 1000);
    const databaseMicros = driver === 'postgres' ? familyMicros(pid) - before : 0;
    for (const each of processes) each.rest();
    const done = sum([...warm, ...ran], (slice) => slice.finished);
    finished.set(driver, (finished.get(driver) ?? 0) + done);
    const durations = ran.flatMap((slice) => slice.durations);
    const { length } = durations;
    slices.set(name, [
      ...(slices.get(name) ?? []),
      {
        ...spreadOf(durations),
        perSecond: length / Math.max(...ran.map((slice) => slice.seconds)),
        nodeMicros: sum(ran, (slice) => slice.cpuMicros) / length,
        databaseMicros: databaseMicros / length,
        batch: length / sum(ran, (slice) => slice.turns),
      },
    ]);
  }

  try {
    for (let round = 1; round <= rounds; round += 1)
      for (const contender of round % 2 === 0 ? CONTENDERS.toReversed() : CONTENDERS) {
        console.error(`round ${round} of ${rounds}: ${contender.name} ...`);
        await measure(contender);
      }
    for (const [driver, amount] of finished) {
      const [first] = running.of(driver, 1);
      first?.wake();
      const stored = await first?.count();
      if (stored !== amount) throw new Error(`${amount} were acknowledged, ${stored} are stored`);
    }
  } finally {
    await running.end();
  }
  const of = (name: ContenderName): readonly Measured[] => slices.get(name) ?? [];
  return {
    here: of('here'),
    thread: of('thread'),
    one: of('one'),
    two: of('two'),
    four: of('four'),
    fourFull: of('fourFull'),
  };
}

/** Runs one process on PostgreSQL for a while, warm, and writes a CPU profile of it. */
export async function profileNode(
  { directory, lanes, seconds }: Comparison,
  file: string,
): Promise<void> {
  const running = await startAll(directory);
  try {
    const processes = running.of('postgres', 1);
    for (const each of processes) each.wake();
    await runAll(processes, lanes, FIRST_MS);
    await runAll(processes, lanes, seconds * 1000, file);
  } finally {
    await running.end();
  }
}
