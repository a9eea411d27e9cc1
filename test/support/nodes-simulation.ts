import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DECISIONS } from '#src/decisions/decisions.js';
import { createEngine } from '#src/engine/engine.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { createOptions } from '#src/settings/options.js';
import { openPostgres } from '#src/store/postgres/open-store.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { createDatabases, type Database } from './databases.js';
import { wrongRows } from './faults.js';
import type { Trace } from './simulation.js';
import { histories, type Op, type Turn } from './simulation-actions.js';
import { checkTrace } from './simulation-invariants.js';
import type { Plan, Verdict } from './simulation-run.js';
import { OPERATOR, requestOf } from './world.js';

/** Processes that a history is dealt to. */
const NODES = 3;
/** Everything a history writes. */
const EMPTIED = [
  'history',
  'interactions',
  'identities',
  'queue_counts',
  'option_changes',
  'visits',
];
/** What an option may allow, and what the erased take from the row of a visit. */
const MAY_BE = /^(two attempts|moves) of /;
/** Looks that settle all that is due at the end. */
const MOST_LOOKS = 20;
const LOG = createLog('silent');
const WRITE = { operator: OPERATOR };

/** To whom the next thing goes, again and again. */
const dealings = fc.array(fc.nat(NODES - 1), { minLength: 16, maxLength: 16 });

interface Node {
  readonly fake: FakeClock;
  readonly store: Awaited<ReturnType<typeof openPostgres>>['store'];
  readonly engine: ReturnType<typeof createEngine>;
  readonly options: ReturnType<typeof createOptions>;
  readonly expiry: ReturnType<typeof createExpiry>;
}

/** One of them, that comes up when so much time has passed for all. */
async function startNode(url: string, passedMs: number): Promise<Node> {
  const fake: FakeClock = createFakeClock(() => (opened?.pending() ?? 0) > 0);
  let opened: Awaited<ReturnType<typeof openPostgres>> | undefined;
  await fake.advance(passedMs);
  opened = await openPostgres(url, DECISIONS, {
    log: LOG,
    makeClock: (floor) => fake.make(floor),
    version: 'test',
  });
  const { store, clock } = opened;
  const engine = createEngine({ store, clock });
  const expiry = createExpiry({ engine, store, clock, log: LOG });
  await expiry.start();
  return { fake, store, engine, expiry, options: createOptions(store, clock) };
}

/** Plays histories on a database, each dealt out over nodes whose clocks go alike. */
async function createHouse({ url, query }: Database) {
  let passed = 0;
  const nodes = await Promise.all(Array.from({ length: NODES }, () => startNode(url, passed)));
  const any = (): Node => nodes[0] as Node;

  async function wait(ms: number): Promise<void> {
    await Promise.all(nodes.map(({ fake }) => fake.advance(ms)));
    passed += ms;
  }

  async function empty(): Promise<void> {
    await query(`truncate ${EMPTIED.join(', ')} cascade`);
    await query('update service set revision = revision + 1');
  }

  async function play(history: readonly Turn[], dealing: readonly number[]): Promise<Trace> {
    await empty();
    const ids: string[] = [];
    const visits: number[] = [];
    let dealt = 0;

    function next(): number {
      dealt += 1;
      return dealing[dealt % dealing.length] ?? 0;
    }

    async function ask(op: Op): Promise<void> {
      const { engine, options } = nodes[next()] ?? any();
      if (op.op === 'set') await options.set(op.key, op.value, WRITE);
      else if (op.op === 'reset') await options.reset(op.key, WRITE);
      else if (op.op === 'create') {
        const { visit, channel, mail } = op;
        const userData = mail === null ? {} : { EmailAddress: mail };
        const made = await engine.create(requestOf({ visitId: `v${visit}`, channel, userData }));
        if (!('interaction' in made)) return;
        ids.push(made.interaction.id);
        visits.push(visit);
      } else {
        const id = ids[ids.length - 1 - op.target];
        if (id !== undefined) await engine.apply(id, op.event);
      }
    }

    async function take(turn: Turn): Promise<void> {
      switch (turn.turn) {
        case 'ask':
          return void (await Promise.all(turn.ops.map(ask)));
        case 'fail':
          // What fails a transaction is tried by the tests of the driver.
          await Promise.all(turn.ops.map(ask));
          return wait(turn.ms);
        case 'wait':
          return wait(turn.ms);
        case 'waitForDeadline': {
          await any().store.settings();
          const at = (await any().engine.nextDeadline()) ?? 0;
          return wait(Math.max(at + turn.offset - any().engine.now(), 0));
        }
        case 'rollBack':
          return void (await any().options.rollBack(turn.key, turn.version, WRITE));
        case 'restart': {
          const index = next();
          const { expiry, store } = nodes[index] ?? any();
          await expiry.stop();
          await store.close();
          nodes[index] = await startNode(url, passed);
        }
      }
    }

    for (const turn of history) await take(turn);
    await wait(1000);
    // What another one set is told a little later, by a clock that this time does not pass for.
    await any().store.settings();
    for (let looks = 0; (await any().engine.settleDue(100)) > 0; looks += 1)
      assert.ok(looks < MOST_LOOKS, 'what is due stays due');

    // Those that one node made at once with another: their order is that of their ids.
    const order = ids.map((id, index) => [id, index] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    const store = nodes[next()]?.store ?? any().store;
    const found = await Promise.all(order.map(([id]) => store.read('interaction', id)));
    const interactions = found.flatMap((interaction) => interaction ?? []);
    const changes = await query<{ name: string; version: string; value: string; at: string }>(
      'select name, version, value, at from option_changes order by n',
    );
    return {
      answers: [],
      waits: [],
      interactions,
      facts: await Promise.all(interactions.map(({ id }) => store.read('history', id))),
      visits: order.map(([, index]) => visits[index] ?? 0),
      counts: await store.read('queueCounts'),
      optionChanges: changes.map(({ name, version, value, at }) => ({
        ...{ name, value, version: Number(version), at: Number(at), by: OPERATOR.keyName },
      })),
      endedAt: any().engine.now(),
      violations: (await wrongRows({ url, query })).filter((words) => !MAY_BE.test(words)),
    };
  }

  return {
    play,
    async close() {
      for (const { expiry, store } of nodes) {
        await expiry.stop();
        await store.close();
      }
    },
  };
}

/** Plays `runs` histories of a seed, dealt out over several nodes of one database. */
export async function simulateNodes({ seed, runs, path }: Plan): Promise<Verdict> {
  const closes: (() => unknown)[] = [];
  const scope = { teardown: (close: () => unknown) => closes.push(close) };
  const databases = await createDatabases(scope);
  const house = await createHouse(await databases.make(scope));
  const property = fc.asyncProperty(histories, dealings, async (history, dealing) => {
    checkTrace(await house.play(history, dealing));
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
    includeErrorInReport: true,
  });
  await house.close();
  for (const close of closes.toReversed()) await close();
  return { failed: details.failed, report: fc.defaultReportMessage(details) ?? '' };
}
