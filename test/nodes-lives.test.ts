// Three processes behind a balancer, of which one is killed while whole lives are dealt out over them; nothing
// is looked at but what callers, operators and receivers are told. In its long form with
// `npm run chaos -- --nodes`. What holds: docs/decisions/0116.

import t from 'tap';
import { machinePause } from '#src/clock.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { startBalancer } from './support/balancer.js';
import { createDatabases, type Database, until } from './support/databases.js';
import { IS_LONG, wrongRows } from './support/faults.js';
import { COURSES, lead, persistent } from './support/lives.js';
import { type Answered, askAt, idOf, lose, startNodes } from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { receive } from './support/receiver.js';
import { startStrategy } from './support/strategy-server.js';

/** In the short form nobody waits for seven seconds of silence, or for a deadline. */
const SCALE = IS_LONG
  ? { lives: 400, callers: 32, lapsesAfterSeconds: 40 }
  : { lives: 24, callers: 12, lapsesAfterSeconds: 60 };

/** Within this the others have the work of one that is gone, in milliseconds. */
const TAKEN_OVER_MS = 7000;
/** A look at who has it, on a machine with much to do. */
const LOOK_MS = 1000;

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** A fact in short, for whoever has to find out. */
const toldOf = ({ type, at, detail }: { type: string; at: string; detail?: string }): string =>
  `${at} ${type}${detail ? ` (${detail})` : ''}`;

/** Lets the time have passed for whoever waits to be shown an invitation; not more, so that the option is older. */
async function pass({ query }: Database): Promise<void> {
  await query(`
    with waiting as (
      update interactions set created_at = created_at - ${SCALE.lapsesAfterSeconds * 1000}, engaged_at = engaged_at - ${SCALE.lapsesAfterSeconds * 1000},
        placed_at = placed_at - ${SCALE.lapsesAfterSeconds * 1000}, clock_started_at = clock_started_at - ${SCALE.lapsesAfterSeconds * 1000}
      where clock = 'engagement' returning n)
    update history set at = at - ${SCALE.lapsesAfterSeconds * 1000} from waiting where history.interaction = waiting.n`);
}

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  t.test('of three processes one is killed in the middle, and nobody notices', async (t) => {
    const database = await databases.make(t);
    const { query } = database;
    const strategy = await startStrategy(t, (one) => one.answer(200, { instruction: 'engage' }));
    const receiver = await receive(t);
    // On a busy machine nobody answers within the two seconds that a strategy has.
    const decider = IS_LONG ? strategy.url : 'builtin';
    const nodes = await startNodes(t, database.url, 3, { STRATEGY: decider });
    const balancer = await startBalancer(
      t,
      nodes.map(({ address }) => address),
    );
    const ask = askAt(balancer.address);
    const insist = persistent(ask, { torn: 0, refused: 0 });
    const sure = async (...asked: Parameters<typeof ask>): Promise<Answered['body']> => {
      const { status, body } = await insist(...asked);
      if (status >= 300) throw new Error(`${asked[1]}: ${status} ${JSON.stringify(body)}`);
      return body;
    };
    const set = (option: { readonly name: string }, value: unknown) =>
      sure('PUT', `/v1/admin/options/${option.name}`, { value });
    await set(CATALOGUE.engagementExpirationTime, SCALE.lapsesAfterSeconds);
    await set(CATALOGUE.autoStop, false);
    const eventTypes = ['interaction.*', 'registration_form.*'];
    await sure('POST', '/v1/admin/webhook-endpoints', { url: receiver.url, eventTypes });

    const led = lead(ask, SCALE);
    await led.through(SCALE.lives / 4);
    const leasesOf = async () =>
      (await sure('GET', '/v1/admin/nodes')).items.flatMap(
        (node: { id: string; leases: readonly string[] }) =>
          node.leases.map((name) => ({ name, id: node.id })),
      ) as { name: string; id: string }[];
    const holderOf = async (work: string) =>
      (await leasesOf()).find(({ name }) => name === work)?.id;
    const ids = await Promise.all(nodes.map(idOf));
    let held: string | undefined;
    while (held === undefined) held = await holderOf('expiry');
    const victim = nodes[ids.indexOf(held)];
    if (victim === undefined) throw new Error('one of them ends what is due');
    const killedAt = performance.now();
    await (IS_LONG ? victim.end('SIGKILL') : lose(victim, database));
    for (;;) {
      const holder = await holderOf('expiry');
      if (holder !== undefined && holder !== held) break;
      await machinePause(50);
    }
    const tookMs = performance.now() - killedAt;
    if (IS_LONG) t.ok(tookMs < TAKEN_OVER_MS + LOOK_MS, `taken over in ${Math.round(tookMs)} ms`);
    t.notOk(
      (await leasesOf()).some(({ id }) => id === held),
      'it has nothing any more',
    );

    await led.through(SCALE.lives);
    t.comment(`${led.courses.size} lives, ${JSON.stringify(led.again)}`);
    t.comment(`requests of each: ${[...balancer.given.values()].join(', ')}`);
    t.strictSame(led.others, [], 'every answer is success, or 503 by name');
    t.equal(led.courses.size, SCALE.lives);
    for (const [address, count] of balancer.given) t.ok(count > 0, `${address} had its share`);
    if (!IS_LONG) await pass(database);
    // Whoever reads one of them would end it: it is left to those who do that by themselves.
    await until(async () => {
      await machinePause(50);
      const waiting = "select 1 from interactions where clock = 'engagement' limit 1";
      return (await query(waiting)).length === 0;
    });
    for (const [id, course] of led.courses) {
      const view = await sure('GET', `/v1/interactions/${id}`);
      t.ok(view.version >= (led.versions.get(id) ?? 0), 'what was acknowledged is there');
      t.equal(view.state, COURSES[course].state);
      const { items } = await sure('GET', `/v1/interactions/${id}/history`);
      const facts = items.filter(({ type }: { type: string }) => !type.startsWith('strategy.'));
      t.strictSame(
        facts.map(({ type }: { type: string }) => type),
        COURSES[course].facts,
        `${course}: each fact once, of ${items.map(toldOf).join(', ')}`,
      );
      const moments = items.map(({ at }: { at: string }) => Date.parse(at));
      t.ok(moments.every((at: number, n: number) => at >= (moments[n - 1] ?? 0)));
      if (course === 'lapses')
        t.equal(moments.at(-1) - moments[0], SCALE.lapsesAfterSeconds * 1000, 'at its deadline');
    }
    t.strictSame(await wrongRows(database), []);

    await until(async () => {
      await machinePause(50);
      const open = `select 1 from messages m left join deliveries d on d.message = m.n
        where d.status is distinct from 'succeeded' limit 1`;
      return (await query(open)).length === 0;
    });
    const names = new Map<string, string>();
    for (const { id, data, sequence } of receiver.received) {
      const fact = `${data.interaction?.id ?? data.id} ${sequence}`;
      if (names.has(fact)) t.equal(id, names.get(fact), 'a message has one id, however often sent');
      names.set(fact, id);
    }
    const messages = await query<{ id: string }>('select id from messages');
    t.strictSame(
      new Set(receiver.received.map(({ id }) => id)),
      new Set(messages.map(({ id }) => id)),
    );
    t.equal(names.size, messages.length, 'and each arrives');
  });
}
