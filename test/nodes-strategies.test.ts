import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createDatabases, type Database, until } from './support/databases.js';
import {
  idOf,
  lose,
  type NodeProcess,
  type ServiceNode,
  startNodes,
  startNodesHere,
} from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { createStrategyHand, doing, example, startFetchServer } from './support/scxml-service.js';
import { type Asked, startStrategy } from './support/strategy-server.js';

/** A process that is silent for so long is gone, in milliseconds. */
const SILENT_MS = 7000;

// The real silence takes its seconds beside what the other test does.
t.jobs = 2;

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** Until then nobody's clock decides. */
const EXPIRATION = `/v1/admin/options/${CATALOGUE.engagementExpirationTime.name}`;

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  async function create(t: Test, { ask }: ServiceNode, visitId: string): Promise<string> {
    const { status, body } = await ask('POST', '/v1/interactions', { visitId });
    t.equal(status, 201);
    return body.id;
  }

  /** Which of the nodes asks about something (its creator, or who looked meanwhile), and the others. */
  async function holderOf(
    nodes: readonly NodeProcess[],
    { query }: Pick<Database, 'query'>,
    subject: string,
  ): Promise<readonly [holder: NodeProcess, ...others: NodeProcess[]]> {
    const [claim] = await query<{ node: string }>('select node from questions where subject = $1', [
      subject,
    ]);
    const ids = await Promise.all(nodes.map(idOf));
    const holder = nodes[ids.indexOf(claim?.node ?? '')];
    if (!holder) throw new Error('one of them asks');
    return [holder, ...nodes.filter((node) => node !== holder)];
  }

  t.test(
    'a slow strategy is asked once, and by another process when the first is gone',
    { buffered: true },
    async (t) => {
      const database = await databases.make(t);
      const { url, query } = database;
      // It takes the question, and calls back some day.
      let answer = (one: Asked): void => one.answer(202);
      const strategy = await startStrategy(t, (one) => answer(one));
      const env = { STRATEGY: strategy.url };
      const [[holder], here] = await Promise.all([
        startNodes(t, url, 1, env),
        startNodesHere(t, url, 2, env),
      ]);
      const [other] = here;
      if (!holder || !other) throw new Error('there are three');
      await holder.ask('PUT', EXPIRATION, { value: 60 });
      const ids = await Promise.all([holder, ...here].map((node, n) => create(t, node, `v${n}`)));
      for (const [n] of ids.entries()) await strategy.question(n);
      const subjects = () =>
        strategy.asked.map(({ headers }) =>
          String(headers['webhook-id']).replace('strategy-requested-', ''),
        );
      t.strictSame(new Set(subjects()), new Set(ids));
      t.equal(strategy.asked.length, 3, 'each is asked about once');

      const lost = await idOf(holder);
      const ofLost = async (): Promise<string | undefined> => {
        const held = 'select subject from questions where node = $1';
        return (await query<{ subject: string }>(held, [lost]))[0]?.subject;
      };
      // Who made one asks about it, unless another one has looked before.
      while ((await ofLost()) === undefined) {
        ids.push(await create(t, holder, `v${ids.length}`));
        await strategy.question(ids.length - 1);
      }
      const id = (await ofLost()) ?? '';
      answer = (one) => one.answer(200, { instruction: 'engage' });
      await holder.end('SIGKILL');
      await strategy.question(ids.length);
      t.ok(ids.includes(subjects()[ids.length] ?? ''), 'by the same name');
      await until(
        async () => (await other.ask('GET', `/v1/interactions/${id}`)).body.state === 'Engaged',
      );
      const claims = await query<{ subject: string; epoch: number; after: number }>(
        `select subject, epoch::int as epoch, (extract(epoch from
           until - interval '2 minutes' - (select seen_at from nodes where id = $1)) * 1000)::int as after
         from questions`,
        [lost],
      );
      const epochs = new Map(claims.map(({ subject, epoch }) => [subject, epoch]));
      t.ok((epochs.get(id) ?? 0) > 1, 'as its second holder');
      t.ok(
        (claims.find(({ subject }) => subject === id)?.after ?? 0) > SILENT_MS,
        'not before the first had been silent for long, though all look twice a second',
      );
      // On a machine with much else to do another one may have been silent for too long, too.
      for (const subject of new Set(subjects().slice(ids.length)))
        t.ok((epochs.get(subject) ?? 0) > 1, 'what somebody asks about stays theirs');
    },
  );

  t.test('what runs in a process that is gone is taken over', { buffered: true }, async (t) => {
    const database = await databases.make(t);
    const { url, query } = database;
    const somebody = await startFetchServer(t);
    const nodes = await startNodes(t, url, 3, { STRATEGY: 'scxml:slow' });
    const [first, second] = nodes;
    if (!first || !second) throw new Error('there are three');
    await first.ask('PUT', EXPIRATION, { value: 60 });
    await first.ask('PUT', '/v1/admin/options/chat.whenNoAgents', { value: 'queue' });
    const hand = createStrategyHand({
      ask: (method, path, body) => second.ask(method, `/v1${path}`, body) as never,
    });
    await hand.push('routing', example('chat-routing'));
    await hand.route('Webengagement_Chat', 'scxml:routing');
    await hand.push(
      'slow',
      doing(`<session:fetch requestid="_data.r" timeout="60" srcexpr="'${somebody.url}/x'"/>`),
    );
    let left: readonly NodeProcess[] = nodes;

    await t.test('a session that waits with its chat, and is run by one at a time', async (t) => {
      const visit = (await first.ask('POST', '/v1/visits', {})).body;
      const userData = { Language: 'de' };
      const chat = await first.ask('POST', '/v1/chats', { visitId: visit.visitId, userData });
      t.equal(chat.status, 201);
      await until(async () =>
        /German/.test(
          JSON.stringify((await second.ask('GET', `/v1/admin/chats/${chat.body.id}`)).body.skills),
        ),
      );
      const running = async ({ address }: ServiceNode) =>
        Number(
          /scxml_sessions\{state="running"\} (\d+)/.exec(
            await (await fetch(`${address}/metrics`)).text(),
          )?.[1],
        );
      const counts = async () => (await Promise.all(left.map(running))).sort();
      await until(async () => Math.max(...(await counts())) > 0);
      t.strictSame(await counts(), [0, 0, 1], 'one of them runs it');
      const [holder, ...others] = await holderOf(left, database, chat.body.id);
      await lose(holder, database);
      left = others;
      await until(async () => Math.max(...(await counts())) === 1);
      t.strictSame(await counts(), [0, 1], 'another one does');
      t.strictSame(
        (await query('select epoch::int as epoch from questions')).map(({ epoch }) => epoch),
        [2],
        'its second holder',
      );
    });

    await t.test('a session about an interaction, which asks again', async (t) => {
      const [creator] = left;
      if (!creator) throw new Error('two are left');
      const id = await create(t, creator, 'v1');
      await somebody.request(0);
      const [holder, other] = await holderOf(left, database, id);
      await lose(holder, database);
      await somebody.request(1);
      t.equal(somebody.asked.length, 2);
      const history = await other?.ask('GET', `/v1/interactions/${id}/history`);
      const requested = history?.body.items.filter(
        ({ type }: { type: string }) => type === 'strategy.requested',
      );
      t.equal(requested.length, 2, 'by each of them');
    });
  });
}
