import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { MAX_UNTOLD_MS } from '#src/store/postgres/postgres.js';
import { createDatabases, until } from './support/databases.js';
import { listenTo } from './support/event-stream.js';
import { lose, type ServiceNode, startNodes, startNodesHere } from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { receive } from './support/receiver.js';
import { createStrategyHand, doing, gateway } from './support/scxml-service.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);
  const { url, query } = await databases.makeEmpty(t);
  const env = { STRATEGY: 'builtin' };
  const [processes, [second]] = await Promise.all([
    startNodes(t, url, 2, env),
    startNodesHere(t, url, 1, env),
  ]);
  const [first, third] = processes;
  if (!first || !second || !third) throw new Error('there are three');
  const nodes: readonly ServiceNode[] = [first, second, third];
  const portOf = ({ address }: ServiceNode): number => Number(new URL(address).port);

  type Ask = ServiceNode['ask'];
  /** What must work. */
  async function must(node: ServiceNode, ...args: Parameters<Ask>) {
    const answer = await node.ask(...args);
    if (answer.status >= 300) throw new Error(`${args[1]}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** What each node but one says of something, at once. */
  const elsewhere = (node: ServiceNode, ...args: Parameters<Ask>) =>
    Promise.all(nodes.filter((each) => each !== node).map((each) => each.ask(...args)));

  /** What was answered on one node is so on each other in the same moment, in turns. */
  async function inForce(
    t: Test,
    path: string,
    change: (node: ServiceNode, turn: number) => Promise<(body: object) => boolean>,
  ): Promise<void> {
    for (const [turn, node] of nodes.entries()) {
      const isSo = await change(node, turn);
      for (const { status, body } of await elsewhere(node, 'GET', path)) {
        t.equal(status, 200, path);
        t.ok(isSo(body), `${path}: ${JSON.stringify(body).slice(0, 200)}`);
      }
    }
  }

  const says = (words: string) => (body: object) => JSON.stringify(body).includes(words);

  t.test('what operators set on one node is in force on each when it is answered', async (t) => {
    const option = `/v1/admin/options/${CATALOGUE.engagementExpirationTime.name}`;
    await inForce(t, option, async (node, turn) => {
      await must(node, 'PUT', option, { value: 40 + turn });
      return says(`"value":"${40 + turn}"`);
    });
    await inForce(t, '/v1/admin/objects/interaction-queues', async (node, turn) => {
      await must(node, 'PUT', `/v1/admin/objects/interaction-queues/Q${turn}`, { properties: {} });
      return says(`"Q${turn}"`);
    });
    for (const [strategy, result] of [
      ['engagement-logic', { decision: 'engage' }],
      ['chat-routing', { closed: {} }],
    ] as const) {
      const path = `/v1/admin/strategies/${strategy}`;
      await inForce(t, path, async (node, turn) => {
        const rules = turn === 2 ? [] : [{ name: `rule ${turn}`, result }];
        const { version } = await must(node, 'PUT', path, { rules });
        t.equal(version, turn + 2, 'of three who change each stands on the one before');
        return says(`"version":${turn + 2}`);
      });
    }
    await inForce(t, '/v1/admin/strategies/logic', async (node, turn) => {
      const hand = createStrategyHand({
        ask: (method, path, body) => node.ask(method, `/v1${path}`, body) as never,
      });
      const version = await hand.push('logic', doing(gateway('noengage', `{ reason: '${turn}' }`)));
      t.equal(version.version, turn + 1);
      return says(`"version":${turn + 1}`);
    });
    await inForce(t, '/v1/admin/strategy-secrets', async (node, turn) => {
      await must(node, 'POST', '/v1/admin/strategy-secrets', { name: `secret ${turn}` });
      return says(`"secret ${turn}"`);
    });
    await inForce(t, '/v1/admin/agents', async (node, turn) => {
      await must(node, 'POST', '/v1/admin/agents', { name: `agent-${turn}` });
      return says(`"agent-${turn}"`);
    });
  });

  t.test('rules that one node was given decide on another', async (t) => {
    const rules = [{ name: 'all', result: { decision: 'noengage', reason: 'by the new rule' } }];
    await must(first, 'PUT', '/v1/admin/strategies/engagement-logic', { rules });
    const made = await must(second, 'POST', '/v1/interactions', { visitId: 'ruled' });
    await until(async () => {
      const { body } = await third.ask('GET', `/v1/interactions/${made.id}`);
      return body.state === 'Failed' && body.reasonDetail === 'by the new rule';
    });
    await must(first, 'PUT', '/v1/admin/strategies/engagement-logic', { rules: [] });
    t.pass('by those');
  });

  t.test(
    'an endpoint is told of what happens on any node, and no more once it is gone',
    async (t) => {
      const receiver = await receive(t);
      const { id } = await must(first, 'POST', '/v1/admin/webhook-endpoints', {
        url: receiver.url,
        eventTypes: ['interaction.created'],
      });
      for (const [n, node] of nodes.entries())
        await must(node, 'POST', '/v1/interactions', { visitId: `told ${n}` });
      await receiver.got(3);
      t.equal(new Set(receiver.received.map((each) => each.id)).size, 3, 'of each once');
      await must(second, 'DELETE', `/v1/admin/webhook-endpoints/${id}`);
      await must(third, 'POST', '/v1/interactions', { visitId: 'untold' });
      t.equal(receiver.received.length, 3);
    },
  );

  t.test('a key is good and void on every node as soon as that was answered', async (t) => {
    for (const [turn, node] of nodes.entries()) {
      const { id, key } = await must(node, 'POST', '/v1/admin/api-keys', {
        name: `key ${turn}`,
        scopes: ['interactions:read'],
      });
      const path = '/v1/visits/any';
      for (const each of nodes) t.equal((await each.ask('GET', path, undefined, key)).status, 200);
      const streams = await Promise.all(
        nodes.map((each) =>
          listenTo(portOf(each), '/v1/visits/any/stream', { authorization: `Bearer ${key}` }),
        ),
      );
      for (const { answer } of streams) t.equal(answer.statusCode, 200);
      await must(nodes[(turn + 1) % nodes.length] ?? node, 'DELETE', `/v1/admin/api-keys/${id}`);
      for (const each of nodes) t.equal((await each.ask('GET', path, undefined, key)).status, 401);
      for (const stream of streams) {
        while ((await stream.beat()) !== undefined);
        t.pass('and what was listened to with it has ended, on each node');
      }
    }
  });

  t.test('so is a publishable key, and that of an agent', async (t) => {
    const made = await must(first, 'POST', '/v1/admin/publishable-keys', {
      name: 'shop',
      origins: ['https://shop.example'],
    });
    const begin = ({ address }: ServiceNode) =>
      fetch(`${address}/v1/visits`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${made.key}`,
          origin: 'https://shop.example',
          'content-type': 'application/json',
        },
        body: '{}',
      });
    for (const node of nodes) t.equal((await begin(node)).status, 201);
    await must(second, 'DELETE', `/v1/admin/publishable-keys/${made.id}`);
    for (const node of nodes) t.equal((await begin(node)).status, 401);

    const { key } = await must(first, 'POST', '/v1/admin/agents', { name: 'ann' });
    for (const node of nodes)
      t.equal((await node.ask('GET', '/v1/agent', undefined, key)).status, 200);
    const desks = await Promise.all(
      nodes.map((node) =>
        listenTo(portOf(node), '/v1/agent/stream', { authorization: `Bearer ${key}` }),
      ),
    );
    const rotated = await must(third, 'POST', '/v1/admin/agents/ann/rotate-key', {});
    for (const node of nodes) {
      t.equal((await node.ask('GET', '/v1/agent', undefined, key)).status, 401);
      t.equal((await node.ask('GET', '/v1/agent', undefined, rotated.key)).status, 200);
    }
    for (const desk of desks) {
      while ((await desk.any()) !== undefined);
      t.pass('and the stream of the former key has ended');
    }
  });

  t.test('a chat goes where the rules say that another node was given', async (t) => {
    await must(first, 'PUT', `/v1/admin/options/chat.whenNoAgents`, { value: 'queue' });
    await must(first, 'PUT', '/v1/admin/objects/agent-groups/Vip', { properties: { agents: [] } });
    await must(second, 'PUT', '/v1/admin/strategies/chat-routing', {
      rules: [{ name: 'vip', result: { group: 'Vip' } }],
    });
    const visit = await must(third, 'POST', '/v1/visits', {});
    const chat = await must(third, 'POST', '/v1/chats', {}, visit.token);
    const seen = await must(first, 'GET', `/v1/admin/chats/${chat.id}`);
    t.match(JSON.stringify(seen), /"Vip"/);
  });

  t.test('a page hears of a commit on another node within a poll of the feed', async (t) => {
    t.ok(MAX_UNTOLD_MS <= 100, 'that is asked for at least so often');
    const visit = await must(first, 'POST', '/v1/visits', {});
    const stream = await listenTo(
      portOf(second),
      `/v1/visits/${visit.visitId}/stream?token=${visit.token}`,
    );
    t.equal(stream.answer.statusCode, 200);
    // Of agents nobody is free.
    const { id } = await must(first, 'POST', '/v1/interactions', {
      visitId: visit.visitId,
      channel: 'proactiveCallback',
    });
    let event = await stream.next();
    // That it waits for a decision is told before.
    while (event.name !== 'invitation') event = await stream.next();
    t.match(event, { data: { id } });
    stream.asked.destroy();
  });

  t.test(
    'of the whole one node tells in its metrics, and another when that one is gone',
    async (t) => {
      const [{ active = 0 } = {}] = await query<{ active: number }>(
        `select active::int from queue_counts where queue = 'Webengagement_Engaged'`,
      );
      t.ok(active > 0);
      const line =
        /^webengagement_queue_interactions\{queue="Webengagement_Engaged",status="active"\} (\d+)$/m;
      const told = async (node: ServiceNode) => {
        const text = await (await fetch(`${node.address}/metrics`)).text();
        const lines = text
          .split('\n')
          .filter((each) => each.startsWith('webengagement_agent_slots_free '));
        return {
          counts: line.exec(text)?.[1],
          slots: lines.length,
          streams: /^webengagement_visit_streams \d/m.test(text),
        };
      };
      const all = await Promise.all(nodes.map(told));
      t.strictSame(all.flatMap(({ counts }) => counts ?? []).map(Number), [active]);
      t.equal(
        all.reduce((sum, { slots }) => sum + slots, 0),
        1,
        'one without labels, too',
      );
      t.ok(
        all.every(({ streams }) => streams),
        'of itself each tells',
      );

      /** Which of some tell, once any does. */
      async function tellersOf<N extends ServiceNode>(some: readonly N[]): Promise<readonly N[]> {
        const tell = async (): Promise<readonly N[]> => {
          const found = await Promise.all(some.map(told));
          return some.filter((_, index) => found[index]?.counts !== undefined);
        };
        await until(async () => (await tell()).length > 0);
        return tell();
      }
      await second.close();
      const tellers = await tellersOf(processes);
      t.equal(tellers.length, 1, 'of those that are left when one has ended');
      const [teller = first] = tellers;
      await lose(teller, { query });
      t.equal((await tellersOf(processes.filter((each) => each !== teller))).length, 1);
    },
  );
}
