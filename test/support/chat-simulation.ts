import Sqlite from 'better-sqlite3';
import { createId } from '#src/ids.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { type Act, type ChatTurn, MAIN_GROUP } from './chat-simulation-actions.js';
import { perform } from './chat-simulation-acts.js';
import { createGateWatch } from './chat-simulation-gate.js';
import { APPLICATION, QUEUE, type Running, startHouse } from './chat-simulation-house.js';
import { createHouse, createHouseWatch } from './chat-simulation-watch.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { failing, reusePrepared } from './simulation-database.js';
import { OPERATOR } from './world.js';

const write = { operator: OPERATOR };

/** A house that is set up, and in which nothing has happened yet. */
export async function furnish(): Promise<Buffer> {
  const database = new Sqlite(':memory:');
  migrate(database, () => 0);
  const clock: FakeClock = createFakeClock(() => house.pending() > 0);
  const house = startHouse(database, clock);
  const { store, registry, options } = house;
  const self = { application: APPLICATION, tenantId: 1 };
  const put = (
    kind: 'agent-groups' | 'interaction-queue-views',
    name: string,
    properties: object,
  ) =>
    store.apply('putObject', {
      seed: createId(clock.now()),
      object: { kind, name, properties } as never,
      operator: OPERATOR,
    });
  await store.apply('install', { seed: createId(clock.now()), self, operator: OPERATOR });
  await put('agent-groups', 'Sales', { agents: [] });
  await put('interaction-queue-views', `${QUEUE}.Clean`, {
    queue: QUEUE,
    condition: { minTimeInQueueSeconds: 0 },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 86_400,
  });
  await registry.create('ann', { capacity: 1 }, OPERATOR);
  await registry.create('bob', { groups: [MAIN_GROUP, 'Sales'], skills: { french: 80 } }, OPERATOR);
  await registry.create('eve', { groups: ['Sales'], capacity: 2 }, OPERATOR);
  await options.set('whenNoAgents', 'queue', write);
  const image = database.serialize();
  database.close();
  return image;
}

/** Plays a history on an image of a house; what was not as it must be. */
export async function playChats(
  image: Buffer,
  history: readonly ChatTurn[],
): Promise<{ readonly violations: readonly string[] }> {
  const database = new Sqlite(image);
  database.pragma('foreign_keys = on');
  reusePrepared(database);
  const clock: FakeClock = createFakeClock(() => running.pending() > 0);
  const house = createHouse(database);
  const watch = createHouseWatch(house);
  const gate = createGateWatch(database, house, watch.must);
  const decisions = gate.watching(watch.decisions);
  let running = await begin();
  const leases: string[] = [];

  async function begin(): Promise<Running> {
    const started = startHouse(database, clock, decisions);
    await started.expiry.start();
    started.router.start();
    return started;
  }

  async function stop(): Promise<void> {
    await running.router.stop();
    await running.expiry.stop();
    running.pulls.close();
  }

  const askAll = (acts: readonly Act[]) =>
    Promise.allSettled(acts.map((act) => perform(act, running, house, leases, database)));

  async function ask(acts: readonly Act[]): Promise<void> {
    for (const outcome of await askAll(acts))
      if (outcome.status === 'rejected') watch.violations.push(String(outcome.reason.stack));
  }

  async function take(turn: ChatTurn): Promise<void> {
    switch (turn.turn) {
      case 'ask':
        return ask(turn.acts);
      case 'wait':
        return turn.stalled ? clock.leap(turn.ms) : clock.advance(turn.ms);
      case 'waitForDeadline': {
        const next = await running.engine.nextDeadline();
        return clock.advance(Math.max((next ?? 0) + turn.offset - clock.now(), 0));
      }
      case 'crash': {
        const disk = failing(database);
        if (turn.lost) disk.stop();
        await askAll(turn.acts);
        await stop();
        disk.resume();
        await clock.leap(turn.ms);
        running = await begin();
      }
    }
  }

  try {
    for (const turn of history) {
      await take(turn);
      // The timers that a commit armed for now, and what a failure put off.
      await clock.advance(0);
      await running.router.idle();
      const { store } = running;
      watch.checkQuiet(await store.settings(), clock.now());
      gate.checkQuiet();
      if (watch.violations.length > 0) break;
    }
    await stop();
    return { violations: watch.violations };
  } finally {
    database.close();
  }
}
