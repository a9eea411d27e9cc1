import type { Clock } from '../clock.js';
import type { ServingNode } from '../store/node-queries.js';
import { FAILURE_KINDS, type SharedDatabase, type Traffic } from '../store/shared-database.js';
import type { Store } from '../store/store.js';
import { SINGLETONS } from '../store/work.js';
import { type Check, type CheckResult, type Gauge, type Part, shared } from './part.js';

/** What others committed is told here later than this: somebody should look, in milliseconds. */
const MAX_LAG_MS = 5000;
/** The clock of the machine and that of the database should not differ by more, in milliseconds. */
const MAX_OFFSET_MS = 1000;
/** Nobody should wait longer for a connection, in milliseconds. */
const MAX_WAIT_MS = 1000;
/** From one look at the settings of the server to the next. */
const LOOK_MS = 60_000;

const aboutNodes = (nodes: readonly ServingNode[]): CheckResult => {
  const self = nodes.find((node) => node.self);
  const others = nodes.filter((node) => !node.self).map(({ host }) => host);
  const count = nodes.length === 1 ? '1 process serves' : `${nodes.length} processes serve`;
  const named = [self && `${self.host} (this one)`, ...others].filter((name) => name !== undefined);
  if (self) return { ok: true, detail: `${count}: ${named.join(', ')}`, advisory: true };
  const detail = `${count}, and this one is not among them: the others take it for gone`;
  return { ok: false, detail, advisory: true };
};

const aboutLeases = (nodes: readonly ServingNode[]): CheckResult => {
  const holderOf = (name: (typeof SINGLETONS)[number]): string => {
    const node = nodes.find(({ leases }) => leases.includes(name));
    if (node === undefined) return 'nobody now';
    return node.self ? 'this process' : node.host;
  };
  const detail = SINGLETONS.map((name) => `${name}: ${holderOf(name)}`).join(', ');
  return { ok: true, detail, advisory: true };
};

const ms = (duration: number): string => `${Math.round(duration)} ms`;

function aboutFeed({ feedLagMs }: Traffic): CheckResult {
  const detail = `looked ${ms(feedLagMs)} ago at what the others commit`;
  return { ok: feedLagMs <= MAX_LAG_MS, detail, advisory: true };
}

function aboutOffset({ clockOffsetMs, clockErrorMs }: Traffic): CheckResult {
  const side = clockOffsetMs < 0 ? 'behind' : 'ahead of';
  const within = Math.max(1, Math.ceil(clockErrorMs));
  const detail = `the database's clock is ${ms(Math.abs(clockOffsetMs))} ${side} this machine's, give or take ${within} ms`;
  if (Math.abs(clockOffsetMs) <= MAX_OFFSET_MS) return { ok: true, detail, advisory: true };
  return {
    ok: false,
    detail: `${detail}; set both by NTP, others hold our signatures against their own clock`,
    advisory: true,
  };
}

function aboutPool({ connections, inUse, waiting, waitingMs }: Traffic): CheckResult {
  const detail = `${inUse} of ${connections} connections in use, ${waiting} waiting`;
  if (waitingMs <= MAX_WAIT_MS) return { ok: true, detail, advisory: true };
  const said = `${detail}, for ${ms(waitingMs)}: the database is slow, or has too much to do`;
  return { ok: false, detail: said, advisory: true };
}

const gaugesOf = (traffic: SharedDatabase['traffic']): readonly Gauge[] => [
  {
    name: 'webengagement_database_connections',
    help: 'Connections of the process to PostgreSQL, by whether something is under way on them.',
    labels: ['state'],
    read() {
      const { connections, inUse } = traffic();
      return [
        { labels: { state: 'in_use' }, value: inUse },
        { labels: { state: 'idle' }, value: connections - inUse },
      ];
    },
  },
  {
    name: 'webengagement_database_waiting',
    help: 'Transactions and long reads that wait for a connection.',
    read: () => traffic().waiting,
  },
  {
    name: 'webengagement_database_feed_lag_seconds',
    help: 'Since the process last looked at what the others have committed.',
    read: () => traffic().feedLagMs / 1000,
  },
  {
    name: 'webengagement_database_clock_offset_seconds',
    help: "How far the database's clock is ahead of the machine's; negative when it is behind.",
    read: () => traffic().clockOffsetMs / 1000,
  },
  {
    name: 'webengagement_database_commits_retried_total',
    help: 'Commits of decisions that were made again because something was not as it was read.',
    isCounter: true,
    read: () => traffic().retried,
  },
  {
    name: 'webengagement_database_failures_total',
    help: 'Statements, and attempts to connect, that failed, by kind.',
    isCounter: true,
    labels: ['kind'],
    read() {
      const { failures } = traffic();
      return FAILURE_KINDS.map((kind) => ({ labels: { kind }, value: failures[kind] }));
    },
  },
];

export interface DatabasePartDependencies {
  readonly store: Pick<Store, 'read'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: { warn(message: string): void };
}

/** A database that several processes share: who they are, and how this one does with it. */
export function databasePart(
  { traffic, hazards }: SharedDatabase,
  { store, clock, log }: DatabasePartDependencies,
): Part {
  const nodes = shared(() => store.read('nodes'));
  const warned = new Set<string>();
  let disarm = (): void => {};
  let isStopped = false;

  async function readHazards(): Promise<readonly string[]> {
    const found = await hazards();
    for (const hazard of found) {
      if (!warned.has(hazard)) log.warn(hazard);
      warned.add(hazard);
    }
    return found;
  }

  async function watch(): Promise<void> {
    // A database that does not answer is told of elsewhere.
    await readHazards().catch(() => {});
    if (!isStopped) disarm = clock.after(LOOK_MS, () => void watch());
  }

  const now = (name: string, about: (traffic: Traffic) => CheckResult): Check => ({
    name,
    look: async () => about(traffic()),
  });
  return {
    start: watch,
    stop() {
      isStopped = true;
      disarm();
    },
    checks: [
      { name: 'nodes', look: async () => aboutNodes(await nodes()) },
      { name: 'leases', look: async () => aboutLeases(await nodes()) },
      now('feed', aboutFeed),
      now('database_clock', aboutOffset),
      now('pool', aboutPool),
      {
        name: 'durability',
        async look() {
          const found = await readHazards();
          const detail = found.join('. ') || 'what is acknowledged is on the disk of the server';
          return { ok: found.length === 0, detail, advisory: true };
        },
      },
    ],
    gauges: gaugesOf(traffic),
  };
}
