import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createDatabases, until } from './support/databases.js';
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

  t.test(
    'a slow strategy is asked once, and by another process when the first is gone',
    async (t) => {
      const { url, query } = await databases.make(t);
      // It takes the question, and calls back some day.
      let answer = (one: Asked): void => one.answer(202);
      const strategy = await startStrategy(t, (one) => answer(one));
      const nodes = await startNodes(t, url, 3, { STRATEGY: strategy.url });
      const [first, second] = nodes;
      if (!first || !second) throw new Error('there are three');
      await first.ask('PUT', EXPIRATION, { value: 60 });
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

      answer = (one) => one.answer(200, { instruction: 'engage' });
      first.process.kill('SIGKILL');
      const again = await strategy.question(3);
      t.equal(again.headers['webhook-id'], `strategy-requested-${ids[0]}`, 'by the same name');
      await until(
        async () =>
          (await second.ask('GET', `/v1/interactions/${ids[0]}`)).body.state === 'Engaged',
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
      const { url } = await databases.make(t);
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
      first.process.kill('SIGKILL');
      await somebody.request(1);
      t.equal(somebody.asked.length, 2);
      const { body } = await second.ask('GET', `/v1/interactions/${id}/history`);
      const requested = body.items.filter(
        ({ type }: { type: string }) => type === 'strategy.requested',
      );
      t.equal(requested.length, 2, 'by each of them');
    },
  );

  t.test(
    'a session that waits with its chat is taken over, and run by one at a time',
    async (t) => {
      const { url, query } = await databases.make(t);
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
      const [{ node } = { node: '' }] = await query<{ node: string }>('select node from questions');
      const self = (await first.ask('GET', '/v1/admin/nodes')).body.items.find(
        (each: { self: boolean }) => each.self,
      );
      const [holder, other] = self.id === node ? [first, second] : [second, first];
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
