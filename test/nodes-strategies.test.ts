import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createDatabases, until } from './support/databases.js';
import { type ServiceNode, startNodes } from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { createStrategyHand, doing, startFetchServer } from './support/scxml-service.js';
import { startStrategy } from './support/strategy-server.js';

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
      const strategy = await startStrategy(t);
      const nodes = await startNodes(t, url, 3, { STRATEGY: strategy.url });
      const [first, second, third] = nodes;
      if (!first || !second || !third) throw new Error('there are three');
      await first.ask('PUT', EXPIRATION, { value: 60 });
      const ids = await Promise.all(nodes.map((node, n) => create(t, node, `v${n}`)));
      for (const [n] of ids.entries()) await strategy.question(n);
      const names = () => strategy.asked.map(({ headers }) => idOf(headers['webhook-id']));
      t.strictSame(new Set(names()), new Set(ids.map((id) => `strategy-requested-${id}`)));
      t.equal(strategy.asked.length, 3, 'each is asked about once');
      for (const one of strategy.asked) one.answer(202);
      // Everybody has looked several times for what waits when another question comes after these.
      await until(async () => {
        const waited = await query<{ ms: string }>(
          `select extract(epoch from clock_timestamp() - min(until - interval '2 minutes')) * 1000 as ms
         from questions`,
        );
        return Number(waited[0]?.ms) > 3000;
      });
      t.equal(strategy.asked.length, 3, 'also three seconds later, and whoever looks');

      first.process.kill('SIGKILL');
      const again = await strategy.question(3);
      t.equal(again.headers['webhook-id'], `strategy-requested-${ids[0]}`, 'by the same name');
      again.answer(200, { instruction: 'engage' });
      await until(
        async () =>
          (await second.ask('GET', `/v1/interactions/${ids[0]}`)).body.state === 'Engaged',
      );
      const history = (await third.ask('GET', `/v1/interactions/${ids[0]}/history`)).body.items;
      t.equal(
        history.filter(({ type }: { type: string }) => type === 'strategy.requested').length,
        2,
      );
      const [claim] = await query<{ epoch: string }>(
        'select epoch from questions where subject = $1',
        [ids[0]],
      );
      t.equal(Number(claim?.epoch), 2, 'as its second holder');
      t.equal(strategy.asked.length, 4, 'what the others ask about stays theirs');
    },
  );

  t.test(
    'a session of an SCXML strategy runs once, and again when its process is gone',
    async (t) => {
      const { url } = await databases.make(t);
      const somebody = await startFetchServer(t);
      const nodes = await startNodes(t, url, 3, { STRATEGY: 'scxml:slow' });
      const [first, second] = nodes;
      if (!first || !second) throw new Error('there are three');
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
}
