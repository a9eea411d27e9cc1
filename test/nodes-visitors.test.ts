import t, { type Test } from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { GRACE_SECONDS } from '#src/streams/leaving.js';
import { createDatabases, until } from './support/databases.js';
import { type EventStream, listenTo, type StreamEvent } from './support/event-stream.js';
import { type ServiceNode, startNodes, startNodesHere } from './support/nodes.js';
import { NO_POSTGRES } from './support/postgres.js';
import { runAlone } from './support/process.js';
import { receive } from './support/receiver.js';

// What takes its seconds does so beside the others.
t.jobs = 3;

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** The next event of that name; undefined at the end. */
async function heard(stream: EventStream, name: string): Promise<StreamEvent | undefined> {
  for (;;) {
    const event = await stream.any();
    if (event === undefined || event.name === name) return event;
  }
}

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);
  const { url, query } = await databases.makeEmpty(t);
  const [[lost, first], [second, third]] = await Promise.all([
    startNodes(t, url, 2),
    startNodesHere(t, url, 2),
  ]);
  if (!lost || !first || !second || !third) throw new Error('there are four');
  const nodes: readonly ServiceNode[] = [first, second, third];
  const portOf = ({ address }: ServiceNode): number => Number(new URL(address).port);

  /** An invitation that is on the screen of a visit, made by one node. */
  async function open(t: Test, node: ServiceNode) {
    const { body: visit } = await node.ask('POST', '/v1/visits', {});
    const created = await node.ask('POST', '/v1/interactions', {}, visit.token);
    t.equal(created.status, 201);
    const { id } = created.body;
    t.equal((await node.ask('POST', `/v1/interactions/${id}/engage`)).status, 200);
    await node.ask('POST', `/v1/interactions/${id}/displayed`, {}, visit.token);
    return { id, visitId: visit.visitId, token: visit.token };
  }
  type Opened = Awaited<ReturnType<typeof open>>;

  const listen = (node: ServiceNode, { visitId, token }: Opened) =>
    listenTo(portOf(node), `/v1/visits/${visitId}/stream?token=${token}`, {});
  const leave = (node: ServiceNode, { id, token }: Opened) =>
    node.ask(
      'POST',
      `/v1/interactions/${id}/disposition`,
      { code: 'timeout', leaving: true },
      token,
    );
  const stateOf = async (node: ServiceNode, { id }: Opened): Promise<string> =>
    (await node.ask('GET', `/v1/interactions/${id}`)).body.state;

  t.test(
    'agents and visitors talk over any nodes, and whoever loses a node is missed',
    { buffered: true },
    async (t) => {
      await first.ask('PUT', `/v1/admin/options/${CATALOGUE.presenceTimeout.name}`, { value: 15 });
      const made = await first.ask('POST', '/v1/admin/agents', { name: 'ann' });
      t.equal(made.status, 201);
      const { key } = made.body;
      await lost.ask('POST', '/v1/agent/login', {}, key);
      await third.ask('POST', '/v1/agent/ready', {}, key);
      const desk = await listenTo(portOf(lost), '/v1/agent/stream', {
        authorization: `Bearer ${key}`,
      });
      const hears = (name: string) => heard(desk, name);
      const { body: visit } = await first.ask('POST', '/v1/visits', {});
      const { body: chat } = await first.ask('POST', '/v1/chats', {}, visit.token);
      t.match(
        await hears('offer'),
        { data: { chatId: chat.id } },
        'offered where the agent listens',
      );
      t.equal((await third.ask('POST', `/v1/agent/chats/${chat.id}/accept`, {}, key)).status, 200);
      const page = await listenTo(
        portOf(third),
        `/v1/visits/${visit.visitId}/stream?token=${visit.token}`,
      );
      await first.ask('POST', `/v1/chats/${chat.id}/typing`, {}, visit.token);
      t.match(await hears('typing'), { data: { chatId: chat.id } }, 'that the visitor writes');
      await first.ask('POST', `/v1/agent/chats/${chat.id}/typing`, {}, key);
      t.match(await heard(page, 'typing'), { name: 'typing' }, 'and that the agent does');
      page.asked.destroy();
      const beat = await lost.ask('POST', '/v1/agent/heartbeat', {}, key);
      t.equal(beat.status, 200);

      const receiver = await receive(t);
      const told = await third.ask('POST', '/v1/admin/webhook-endpoints', {
        url: receiver.url,
        eventTypes: ['agent.logged_out'],
      });
      t.equal(told.status, 201);
      await lost.end('SIGKILL');
      await receiver.got(1);
      t.match((await third.ask('GET', '/v1/admin/agents/ann')).body, { state: 'LoggedOut' });
      t.match((await first.ask('GET', '/v1/admin/agents/ann')).body, { reason: 'connection_lost' });
      const waiting = 'select id from chats where state = $1 and agent_lost_at is not null';
      t.match(await query(waiting, ['Active']), [{ id: chat.id }], 'whose chat waits for them');
    },
  );

  t.test(
    'a page that leaves on one node may come back to any, or be on another',
    { buffered: true },
    async (t) => {
      const [gone, back, tab] = [await open(t, first), await open(t, first), await open(t, second)];
      const receiver = await receive(t);
      const told = await third.ask('POST', '/v1/admin/webhook-endpoints', {
        url: receiver.url,
        eventTypes: ['interaction.timed_out'],
      });
      t.equal(told.status, 201);
      const other = await listen(third, tab);
      await other.next();
      for (const each of [gone, back])
        t.match((await leave(first, each)).body, { state: 'Engaged' });
      await leave(first, tab);
      t.equal((await query('select 1 from visits where leaving_at is not null')).length, 3);
      const returned = await listen(second, back);
      await returned.next();
      await receiver.got(1);
      t.equal(await stateOf(third, gone), 'Timeout');
      const [{ at = 0 } = {}] = await query<{ at: number }>(
        `select (disposed_at - displayed_at)::int as at from interactions where id = $1`,
        [gone.id],
      );
      t.ok(at >= GRACE_SECONDS * 1000, 'not before the grace is over');
      await until(
        async () => (await query('select 1 from visits where leaving_at is not null')).length === 0,
      );
      t.equal(await stateOf(first, back), 'Engaged', 'it came back elsewhere');
      t.equal(await stateOf(first, tab), 'Engaged', 'another tab listens elsewhere');
      for (const { asked } of [other, returned]) asked.destroy();
    },
  );

  t.test('a code of the console is good once, on any node', { buffered: true }, async (t) => {
    const { stdout, stderr, code } = await runAlone(['console'], {
      DATABASE_URL: url,
      PORT: String(portOf(first)),
    });
    t.equal(code, 0, stderr);
    const link = new URL(stdout.trim());
    const enter = (node: ServiceNode) =>
      fetch(`${node.address}/v1/admin/session`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          origin: node.address,
        },
        body: JSON.stringify({ code: link.searchParams.get('code') }),
      });
    const entered = await enter(second);
    t.equal(entered.status, 201);
    for (const node of nodes) t.equal((await enter(node)).status, 401, 'it is used up everywhere');
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    for (const { address } of nodes) {
      const mine = await fetch(`${address}/v1/admin/session`, { headers });
      t.match(await mine.json(), { session: { keyName: 'admin' } }, 'signed in on each');
      t.equal((await fetch(`${address}/v1/admin/options`, { headers })).status, 200);
    }
    await fetch(`${third.address}/v1/admin/session`, { method: 'DELETE', headers });
    for (const { address } of nodes)
      t.equal((await fetch(`${address}/v1/admin/options`, { headers })).status, 401);
  });
}
