// One process of those that `npm run bench:nodes` compares: a store with its driver, and changes that are
// asked of it without HTTP. Usage: nodes-process.js here|thread|postgres DIRECTORY|URL.

import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { createClock } from '#src/clock.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import type { Event } from '#src/domain/interactions/interaction.js';
import { createId } from '#src/ids.js';
import { createLog } from '#src/log/log.js';
import { openPostgres } from '#src/store/postgres/open-store.js';
import { openSqlite } from '#src/store/sqlite/open-store.js';
import type { Store } from '#src/store/store.js';
import type { Driver, Order, Slice } from './nodes/contender.js';

const [driver, place = ''] = process.argv.slice(2) as [Driver, string?];

async function open(): Promise<Pick<Store, 'apply' | 'read' | 'close'>> {
  const log = createLog('silent');
  if (driver === 'postgres')
    return (await openPostgres(place, DECISIONS, { log, makeClock: createClock, version: 'bench' }))
      .store;
  const writer = driver === 'here' ? driver : undefined;
  return openSqlite(place, DECISIONS, { log, makeClock: createClock, writer }).store;
}

const store = await open();
const request = {
  visitorIdClaimed: false,
  pageId: null,
  category: null,
  channel: null,
  caseData: {},
} as const;
let lives = 0;

/** A visit and a visitor that no other process has. */
function requestOfNext() {
  lives += 1;
  const name = `${process.pid} ${lives}`.padStart(22, 'x');
  return {
    ...request,
    visitId: name,
    visitorId: name,
    pageUrl: 'https://shop.example.com/cart?step=2&utm_source=newsletter',
    userData: {
      EmailAddress: `${name.replace(' ', '.')}@example.com`,
      FirstName: 'Ada',
      CartValue: '129.90',
    },
  };
}

async function create(): Promise<string> {
  const made = await store.apply('create', {
    seed: createId(Date.now()),
    request: requestOfNext(),
  });
  if (!('interaction' in made)) throw new Error(JSON.stringify(made));
  return made.interaction.id;
}

async function happen(id: string, event: Event): Promise<void> {
  const outcome = await store.apply('event', { id, seed: createId(Date.now()), event });
  if (!outcome?.applied) throw new Error(JSON.stringify(outcome));
}

/** Counts how many answers come at once: those of one transaction do. */
function createTogether() {
  let turns = 0;
  let isCounted = false;
  return {
    note(): void {
      if (isCounted) return;
      isCounted = true;
      turns += 1;
      setImmediate(() => {
        isCounted = false;
      });
    },
    turns: () => turns,
  };
}

async function run({ lanes, ms, profile }: Order): Promise<Slice> {
  const session = profile ? new Session() : undefined;
  session?.connect();
  await session?.post('Profiler.enable');
  await session?.post('Profiler.start');
  const durations: number[] = [];
  const together = createTogether();
  const cpu = process.cpuUsage();
  const began = performance.now();
  async function timed<T>(change: Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await change;
    durations.push(performance.now() - startedAt);
    together.note();
    return result;
  }
  let finished = 0;
  async function lane(): Promise<void> {
    while (performance.now() - began < ms) {
      const id = await timed(create());
      await timed(happen(id, { type: 'engage' }));
      await timed(happen(id, { type: 'reject' }));
      finished += 1;
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (session && profile) {
    writeFileSync(profile, JSON.stringify((await session.post('Profiler.stop')).profile));
    session.disconnect();
  }
  return { durations, seconds, finished, cpuMicros: user + system, turns: together.turns() };
}

/** Interactions that the store holds. */
async function held(): Promise<number> {
  const queues = await store.read('queueCounts');
  return queues.reduce((sum, counts) => sum + counts.active + counts.stopped, 0);
}

process.on('message', async (order: Order | 'count') => {
  process.send?.(order === 'count' ? await held() : await run(order));
});
process.once('disconnect', () => void store.close().then(() => process.exit(0)));
process.send?.('ready');
