import assert from 'node:assert/strict';
import t from 'tap';
import { startService } from './support/service.js';

const service = await startService(t);
const { call, create, advance, setOption, clock } = service;

interface Item {
  readonly [name: string]: unknown;
}
interface Report {
  readonly items: readonly Item[];
  readonly [name: string]: unknown;
}
const report = async (path: string, accept?: string) =>
  call<Report>('GET', `/v1/admin/reports/${path}`, accept ? { headers: { accept } } : {});
const must = async (path: string, body: object = {}, as?: string) => {
  const answer = await call('POST', path, { body, ...(as && { as }) });
  assert.ok(answer.status < 300, `${path}: ${answer.text}`);
  await service.router.idle();
  return answer.body;
};
const named = (items: readonly Item[], name: string) => items.find((item) => item.name === name);

const keys: Record<string, string> = {};
for (const name of ['ann', '=bob'])
  keys[name] = String((await must('/v1/admin/agents', { name, capacity: 2 })).key);
const asAnn = (path: string, body: object = {}) => must(`/v1/agent/${path}`, body, keys.ann);

/** A chat that an invitation led to. */
async function chat(): Promise<string> {
  const { id, token } = await create({ category: 'Cart', channel: 'proactiveChat' });
  await must(`/v1/interactions/${id}/engage`);
  await must(`/v1/interactions/${id}/displayed`, {}, token);
  await must(`/v1/interactions/${id}/disposition`, { code: 'acceptCall' }, token);
  const fields = { EmailAddress: 'a@example.com' };
  return String((await must(`/v1/interactions/${id}/registration-form`, { fields }, token)).chatId);
}

t.test(
  'queues tell what waits, since when and which, what became of it, and who is there',
  async (t) => {
    await asAnn('login');
    await asAnn('ready');
    const first = await chat();
    await advance(3000);
    await asAnn(`chats/${first}/accept`);
    const second = await chat();
    await asAnn(`chats/${second}/reject`);
    const waits = await create();
    await advance(7000);
    const { body } = await report('queues');
    t.match(named(body.items, 'Webengagement_Chat'), {
      waiting: 1,
      longestWaitSeconds: 7,
      longestWaitId: second,
      entered: 2,
      outcomes: {},
      serviceLevel: 100,
      serviceLevelMet: true,
    });
    t.match(named(body.items, 'Webengagement_Qualified'), {
      waiting: 1,
      longestWaitSeconds: 7,
      longestWaitId: waits.id,
      entered: 3,
      outcomes: { Engaged: 2 },
      serviceLevel: null,
      serviceLevelMet: null,
    });
    t.match(named(body.items, 'Webengagement_Engaged'), { waiting: 0, outcomes: { Accepted: 2 } });
    t.match(body, {
      agents: { LoggedOut: 1, NotReady: 0, Ready: 1 },
      busy: 0,
      slots: 2,
      freeSlots: 1,
      serviceLevelGoal: 80,
      from: '2030-03-18T00:00:00.000Z',
      to: new Date(clock.now()).toISOString(),
    });
    await must(`/v1/admin/chats/${second}/stop`);
    await asAnn(`chats/${first}/end`);
    const ended = (await report('queues')).body;
    t.match(named(ended.items, 'Webengagement_Chat'), {
      waiting: 0,
      longestWaitSeconds: null,
      longestWaitId: null,
      outcomes: { processed: 1, cleaned: 1 },
      serviceLevel: 50,
      serviceLevelMet: false,
    });
    await setOption('chat.serviceLevelGoal', 50);
    const met = (await report('queues')).body;
    t.match(named(met.items, 'Webengagement_Chat'), { serviceLevelMet: true });
    await setOption('chat.serviceLevelGoal', 80);
  },
);

t.test('agents tell where they stand, and what they have done today', async (t) => {
  const { items } = (await report('agents')).body;
  t.match(named(items, 'ann'), {
    state: 'Ready',
    since: '2030-03-18T08:00:00.000Z',
    held: 0,
    capacity: 2,
    offered: 2,
    accepted: 1,
    rejected: 1,
    missed: 0,
    handled: 1,
    averageHandlingSeconds: 7,
  });
  t.match(named(items, '=bob'), { state: 'LoggedOut', handled: 0, averageHandlingSeconds: null });
  const ringing = await chat();
  // An offer that nobody was shown is none that was missed.
  t.match((await call('GET', '/v1/agent', { as: keys.ann ?? null })).body, {
    offers: [{ chatId: ringing }],
  });
  await advance(31_000);
  t.match(named((await report('agents')).body.items, 'ann'), {
    state: 'NotReady',
    reason: 'not_responding',
    offered: 3,
    missed: 1,
  });
  await must(`/v1/admin/chats/${ringing}/stop`);
  await asAnn('logout');
  const out = named((await report('agents')).body.items, 'ann');
  t.match(out, { state: 'LoggedOut', since: new Date(clock.now()).toISOString() });
});

t.test(
  'a report is JSON, a table, or CSV that a spreadsheet takes for text and numbers',
  async (t) => {
    const csv = await report('agents', 'text/csv');
    t.equal(csv.headers['content-type'], 'text/csv; charset=utf-8; header=present');
    t.match(csv.headers.vary, /Accept/);
    const [header, , bob] = csv.text.split('\r\n');
    t.match(header, /^name,state,since,held,capacity,offered,accepted,/);
    t.match(bob, /^'=bob,LoggedOut,,0,2,0,/);
    const funnel = (await report('funnel?by=category', 'text/csv')).text.split('\r\n');
    t.match(funnel[0], /^group,step,number,.*,losses\.cleaned,losses\.erased,losses\.other$/);
    t.equal(funnel.length, 1 + 16 + 1, 'Cart, and what had none');
    t.match(funnel[1], /^Cart,qualified,3,,,,,0,/);
    const table = await report('funnel', 'text/plain');
    t.match(table.text, /^step +number +rateToBefore/);
    t.match(table.text, /\nqualified +4 +- +-/);
    t.match(table.text, /\ntimeZone +UTC\n$/);
    t.match((await report('queues', 'text/plain')).text, /\nfreeSlots +\d+\n/);
    t.match((await report('funnel', 'application/json, text/csv;q=0.5')).headers, {
      'content-type': 'application/json; charset=utf-8',
    });
    t.match((await call('GET', '/v1/admin/agents', { headers: { accept: 'text/csv' } })).headers, {
      'content-type': /^application\/json/,
    });
  },
);

t.test('the funnel is of today, of a time by moments or days, and in steps', async (t) => {
  const { body } = await report('funnel');
  t.match(body, {
    by: null,
    step: null,
    from: '2030-03-18T00:00:00.000Z',
    since: '2030-03-18T08:00:00.000Z',
    timeZone: 'UTC',
  });
  t.match(body.items.slice(0, 3), [
    { step: 'qualified', number: 4, rateToBefore: null, rateToFirst: null, lost: 0, losses: {} },
    { step: 'engaged', number: 3, rateToBefore: 0.75, rateToFirst: 0.75, medianSeconds: 0 },
    { step: 'displayed', number: 3, rateToBefore: 1 },
  ]);
  t.match(body.items[7], { step: 'processed', number: 1, losses: { cleaned: undefined } });
  t.match(body.items[6], { step: 'chat_accepted', losses: { cleaned: 2 }, lost: 2 });
  const days = (await report('funnel?from=2030-03-17&to=2030-03-19&step=1d')).body;
  t.strictSame(
    days.items.filter(({ step }) => step === 'qualified').map(({ from, number }) => [from, number]),
    [
      ['2030-03-17T00:00:00.000Z', 0],
      ['2030-03-18T00:00:00.000Z', 4],
    ],
  );
  await setOption('statistics.timeZone', 'Asia/Kolkata');
  const here = (await report('funnel?from=2030-03-18&step=6h')).body;
  t.strictSame(
    here.items.filter(({ step }) => step === 'qualified').map(({ from, number }) => [from, number]),
    [
      ['2030-03-17T18:30:00.000Z', 0],
      ['2030-03-18T00:30:00.000Z', 0],
      ['2030-03-18T06:30:00.000Z', 4],
    ],
    'days begin at half past six in the evening there',
  );
  await setOption('statistics.timeZone', 'UTC');
  const yesterday = (await report('funnel?to=2030-03-18T00:00:00Z')).body;
  t.match(yesterday, { from: '2030-03-17T00:00:00.000Z', to: '2030-03-18T00:00:00.000Z' });
  t.equal(yesterday.items[0]?.number, 0);
});

const REFUSED = [
  [
    'from=2030-03-18T09:00:00Z&to=2030-03-18T08:00:00Z',
    '#/to',
    /after `from`, which is 2030-03-18T09/,
  ],
  ['from=2031-01-01', '#/to', /after `from`/],
  ['from=yesterday', '#/from', /such as 2030-03-18T08:00:00Z/],
  ['to=2030-02-30', '#/to', /such as 2030-03-18/],
  ['from=2030-03-18T25:00:00Z', '#/from', /not "2030-03-18T25/],
  ['step=10m', '#/step', /15m, 30m, 1h/],
  ['step=1y', '#/step', /1d or 7d/],
  ['from=2030-01-01&step=1h', '#/step', /more than 500 steps.*such as 1d/],
  ['from=2020-01-01&step=1d', '#/step', /such as 30d, or less time/],
  ['by=agent', '#/by', /category, channel, rule/],
  ['grouping=rule', '#/grouping', /.*/],
] as const;
for (const [query, pointer, detail] of REFUSED)
  t.test(`the funnel refuses ${query} and says what would do`, async (t) => {
    const { status, body } = await report(`funnel?${query}`);
    t.match({ status, body }, { status: 422, body: { code: 'validation_failed' } });
    t.match(body.errors, [{ pointer, detail }]);
  });
