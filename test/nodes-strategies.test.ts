import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createDatabases, type Database, until } from './support/databases.js';
import { type ServiceNode, startNodes } from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { createStrategyHand, doing, example, startFetchServer } from './support/scxml-service.js';
import { type Asked, startStrategy } from './support/strategy-server.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** Until then nobody's clock decides. */
const EXPIRATION = `/v1/admin/options/${CATALOGUE.engagementExpirationTime.name}`;

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);
  const idOf = (name: unknown): string => String(name);

  async function create(t: Test, { ask }: ServiceNode, visitId: string): Promise<string> {
    const { status, body } = await ask('POST', '/v1/interactions', { visitId });
    t.equal(status, 201);
    return body.id;
  }

  /** Which of the nodes asks about something (its creator, or who looked meanwhile), and another one. */
  async function holderOf(
    nodes: readonly ServiceNode[],
    { query }: Pick<Database, 'query'>,
    subject: string,
  ): Promise<readonly [holder: ServiceNode, other: ServiceNode]> {
    const [claim] = await query<{ node: string }>('select node from questions where subject = $1', [
      subject,
    ]);
    const isHolder = async ({ ask }: ServiceNode): Promise<boolean> =>
      (await ask('GET', '/v1/admin/nodes')).body.items.some(
        ({ id, self }: { id: string; self: boolean }) => self && id === claim?.node,
      );
    const holds = await Promise.all(nodes.map(isHolder));
    const holder = nodes[holds.indexOf(true)];
    const other = nodes[holds.indexOf(false)];
    if (!holder || !other) throw new Error('one asks, and another does not');
    return [holder, other];
  }

  t.test(
    'a slow strategy is asked once, and by another process when the first is gone',
    async (t) => {
      const database = await databases.make(t);
      const { url, query } = database;
      // It takes the question, and calls back some day.
      let answer = (one: Asked): void => one.answer(202);
      const strategy = await startStrategy(t, (one) => answer(one));
      const nodes = await startNodes(t, url, 3, { STRATEGY: strategy.url });
      await nodes[0]?.ask('PUT', EXPIRATION, { value: 60 });
      const ids = await Promise.all(nodes.map((node, n) => create(t, node, `v${n}`)));
      for (const [n] of ids.entries()) await strategy.question(n);
      const names = () => strategy.asked.map(({ headers }) => idOf(headers['webhook-id']));
      t.strictSame(new Set(names()), new Set(ids.map((id) => `strategy-requested-${id}`)));
      t.equal(strategy.asked.length, 3, 'each is asked about once');
      // Everybody has looked several times for what waits when another question comes after these.
      await until(async () => {
        const waited = await query<{ ms: string }>(
          `select extract(epoch from clock_timestamp() - min(until - interval '2 minutes')) * 1000 as ms
         from questions`,
        );
        return Number(waited[0]?.ms) > 3000;
      });
      t.equal(strategy.asked.length, 3, 'also three seconds later, and whoever looks');

      const [holder, other] = await holderOf(nodes, database, ids[0] ?? '');
      answer = (one) => one.answer(200, { instruction: 'engage' });
      holder.process.kill('SIGKILL');
      const again = await strategy.question(3);
      t.ok(names().slice(0, 3).includes(idOf(again.headers['webhook-id'])), 'by the same name');
      await until(
        async () => (await other.ask('GET', `/v1/interactions/${ids[0]}`)).body.state === 'Engaged',
      );
      const claims = await query<{ subject: string; epoch: string }>(
        'select subject, epoch from questions',
      );
      const epochs = new Map(claims.map(({ subject, epoch }) => [subject, Number(epoch)]));
      t.ok((epochs.get(ids[0] ?? '') ?? 0) > 1, 'as its second holder');
      // On a machine with much else to do another one may have been silent for too long, too.
      for (const name of new Set(names().slice(3)))
        t.ok(
          (epochs.get(name.replace('strategy-requested-', '')) ?? 0) > 1,
          'what somebody asks about stays theirs',
        );
    },
  );

  t.test(
    'a session of an SCXML strategy runs once, and again when its process is gone',
    async (t) => {
      const database = await databases.make(t);
      const { url } = database;
      const somebody = await startFetchServer(t);
      const nodes = await startNodes(t, url, 2, { STRATEGY: 'scxml:slow' });
      const [first, second] = nodes;
      if (!first || !second) throw new Error('there are two');
      await first.ask('PUT', EXPIRATION, { value: 60 });
      const hand = createStrategyHand({
        ask: (method, path, body) => second.ask(method, `/v1${path}`, body) as never,
      });
      await hand.push(
        'slow',
        doing(`<session:fetch requestid="_data.r" timeout="60" srcexpr="'${somebody.url}/x'"/>`),
      );
      const id = await create(t, first, 'v1');
      await somebody.request(0);
      const [holder, other] = await holderOf(nodes, database, id);
      holder.process.kill('SIGKILL');
      await somebody.request(1);
      t.equal(somebody.asked.length, 2);
      const { body } = await other.ask('GET', `/v1/interactions/${id}/history`);
      const requested = body.items.filter(
        ({ type }: { type: string }) => type === 'strategy.requested',
      );
      t.equal(requested.length, 2, 'by each of them');
    },
  );

  t.test(
    'a session that waits with its chat is taken over, and run by one at a time',
    async (t) => {
      const database = await databases.make(t);
      const { url, query } = database;
      const nodes = await startNodes(t, url, 2);
      const [first, second] = nodes;
      if (!first || !second) throw new Error('there are two');
      await first.ask('PUT', '/v1/admin/options/chat.whenNoAgents', { value: 'queue' });
      const hand = createStrategyHand({
        ask: (method, path, body) => first.ask(method, `/v1${path}`, body) as never,
      });
      await hand.push('routing', example('chat-routing'));
      await hand.route('Webengagement_Chat', 'scxml:routing');
      const visit = (await first.ask('POST', '/v1/visits', {})).body;
      const userData = { Language: 'de' };
      const chat = await first.ask('POST', '/v1/chats', { visitId: visit.visitId, userData });
      t.equal(chat.status, 201);
      const isRouted = async ({ ask }: ServiceNode, words: RegExp) =>
        words.test(
          JSON.stringify((await ask('GET', `/v1/admin/chats/${chat.body.id}`)).body.skills),
        );
      await until(() => isRouted(second, /German/));
      const running = async ({ address }: ServiceNode) =>
        Number(
          /scxml_sessions\{state="running"\} (\d+)/.exec(
            await (await fetch(`${address}/metrics`)).text(),
          )?.[1],
        );
      const counts = await Promise.all(nodes.map(running));
      t.strictSame(counts.sort(), [0, 1], 'one of them runs it');
      const [holder, other] = await holderOf(nodes, database, chat.body.id);
      holder.process.kill('SIGKILL');
      await until(async () => (await running(other)) === 1);
      t.strictSame(
        (await query('select epoch::int as epoch from questions')).map(({ epoch }) => epoch),
        [2],
        'its second holder',
      );
    },
  );
}
