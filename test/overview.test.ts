import { hostname } from 'node:os';
import t from 'tap';
import { VERSION } from '#src/version.js';
import { createConversing } from './support/conversing.js';
import { type Anything, type List, START, startService } from './support/service.js';

const service = await startService(t);
const { call, create } = service;
const MINUTE_MS = 60_000;

interface Flow {
  readonly since: string;
  readonly moves: readonly Anything[];
  readonly [of: string]: unknown;
}
interface Overview {
  readonly queues: readonly Anything[];
  readonly flow: Flow;
  readonly chats: Anything & { readonly queues: readonly Anything[] };
  readonly agents: Anything & { readonly groups: readonly Anything[] };
  readonly pacing: readonly Anything[];
  readonly [member: string]: unknown;
}

const look = async () => (await call<Overview>('GET', '/v1/admin/overview')).body;
const queueIn = ({ queues }: Overview, name: string) => queues.find((queue) => queue.name === name);
const happen = (id: string, what: string) =>
  call('POST', `/v1/interactions/${id}/${what}`, { body: {} });

t.test('of a service in which nothing happens the overview says so', async (t) => {
  t.match(await look(), {
    serverTime: '2030-03-18T08:00:00.000Z',
    flow: { since: '2030-03-18T08:00:00.000Z', minutes: [1, 5, 15], moves: [], outcomes: [] },
    chats: { open: 0, waiting: 0, ringing: 0, oldestWaitingAt: null, serviceLevelGoal: 80 },
    agents: { total: 0, byState: { Ready: 0, NotReady: 0, LoggedOut: 0 }, groups: [] },
    pacing: [{ group: 'Web Engagement Chat', off: 'no_agents' }],
    deliveries: { pending: 0, oldestPendingAt: null, failing: [] },
    expiryLagMs: 0,
    service: { ready: true },
  });
});

t.test('the process is listed with all that one does at a time', async (t) => {
  const { status, body } = await call<List<Anything>>('GET', '/v1/admin/nodes');
  t.equal(status, 200);
  const ids = body.items.map(({ id }) => id);
  t.match(ids, [/^[\w-]{12}$/]);
  t.strictSame(body, {
    items: [
      {
        id: ids[0],
        self: true,
        host: hostname(),
        version: VERSION,
        startedAt: new Date(START).toISOString(),
        seenAt: new Date(START).toISOString(),
        leases: ['expiry', 'views', 'upkeep'],
      },
    ],
  });
});

t.test('the overview tells what is where, and what passed in the last minutes', async (t) => {
  const lost = await create();
  await happen(lost.id, 'noengage');
  await service.advance(2 * MINUTE_MS);
  const kept = await create();
  t.match(queueIn(await look(), 'Webengagement_Qualified'), {
    states: ['Qualified'],
    active: 1,
    oldestActiveAt: kept.createdAt,
  });
  await happen(kept.id, 'engage');
  const again = await call('POST', '/v1/interactions', { body: { visitId: kept.visitId } });
  t.equal(again.status, 409);
  const { flow } = await look();
  t.strictSame(flow.moves, [
    { from: 'Qualified', to: 'Engaged', reason: null, counts: [1, 1, 1] },
    { from: 'Qualified', to: 'Failed', reason: 'not_engaged', counts: [0, 1, 1] },
    { from: null, to: 'Qualified', reason: null, counts: [1, 2, 2] },
  ]);
  t.match(flow, {
    refused: [
      { reason: 'engagement_in_progress', counts: [1, 1, 1] },
      { reason: 'not_engaged', counts: [0, 1, 1] },
    ],
  });
  await service.advance(16 * MINUTE_MS);
  t.ok(Date.parse((await look()).flow.since) > START, 'and forgets it after a quarter of an hour');
});

t.test('the overview tells of chats and of those who take them, by group', async (t) => {
  const { agent, ask } = createConversing(service);
  const ann = await agent('ann', { capacity: 2 }, 'away');
  await ann.say('login');
  t.match((await look()).agents, {
    total: 1,
    byState: { NotReady: 1 },
    groups: [{ group: 'Web Engagement Chat', byState: { NotReady: 1 }, slots: 0 }],
  });
  await ann.say('ready');
  const begun = await ask('asks');
  const ringing = await look();
  t.match(ringing.chats, { open: 1, waiting: 1, ringing: 1, oldestWaitingId: begun.body.id });
  t.match(ringing.agents, { freeSlots: 1, slots: 2, busy: 0 });
  t.match(ringing.pacing[0], { off: null, slots: 2, free: 1, because: /./ });
  await ann.do(begun.body.id, 'accept');
  const { chats } = await look();
  t.match(chats, { open: 1, waiting: 0, ringing: 0, oldestWaitingAt: null });
  t.match(
    chats.queues.filter(({ open }) => open === 1),
    [{ name: 'Webengagement_Chat', waiting: 0 }],
  );
});

t.test(
  'whoever asks after a change is told of it, and all who ask at a time the same',
  async (t) => {
    const before = queueIn(await look(), 'Webengagement_Qualified')?.active as number;
    const asked = [look(), look()];
    await create();
    const after = await look();
    t.equal(queueIn(after, 'Webengagement_Qualified')?.active, before + 1);
    for (const each of asked) t.ok((await each).queues.length > 0);
  },
);
