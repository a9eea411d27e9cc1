import t from 'tap';
import { startService } from './support/service.js';

const service = await startService(t);
const { call, advance, create, setOption, clock } = service;

interface Stat {
  readonly value: number;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly since: string;
}

const SERVER = '/v1/admin/objects/applications/Stat_Server';
const ENTERED = 'Webengagement_Total_Entered_Queue';
const get = async <T = Stat>(name: string, query = '') =>
  call<T>('GET', `/v1/admin/statistics/${name}${query}`);
const value = async (name: string, query = ''): Promise<number> =>
  (await get(name, query)).body.value;

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;
interface Server {
  readonly properties: { readonly options: Sections };
}

/** Changes sections of the options of the Stat Server; whatever the answer is. */
async function put<T>(sections: Sections) {
  const { properties } = (await call<Server>('GET', SERVER)).body;
  const options = { ...properties.options, ...sections };
  return call<T>('PUT', SERVER, { body: { properties: { ...properties, options } } });
}

const COUNT = { Category: 'TotalNumber', MainMask: 'Entered', Objects: 'StagingArea' };

t.test('a statistic is asked by the name of the object, by its type, or of all', async (t) => {
  const { id } = await create();
  await create();
  await call('POST', `/v1/interactions/${id}/engage`, { body: {} });
  const told = await get(ENTERED, '?object=Webengagement_Qualified');
  t.match(told.body, {
    name: ENTERED,
    object: 'Webengagement_Qualified',
    objectType: 'StagingArea',
    value: 2,
    unit: 'number',
    from: '2030-03-18T00:00:00.000Z',
    to: new Date(clock.now()).toISOString(),
    since: '2030-03-18T08:00:00.000Z',
  });
  t.equal(await value(ENTERED), 3, 'of all queues');
  t.equal(await value(ENTERED, '?objectType=StagingArea&object=Webengagement_Engaged'), 1);
  t.match(await get(ENTERED, '?objectType=Agent'), {
    status: 422,
    body: { code: 'validation_failed', errors: [{ pointer: '#/objectType' }] },
  });
  t.match(await get(ENTERED, '?object=Webengagement_Qualifed'), {
    status: 404,
    body: { code: 'not_found', detail: /did you mean \\?"Webengagement_Qualified/ },
  });
  t.match(await get('Webengagement_Total_Entered'), {
    status: 404,
    body: { detail: /did you mean \\?"Webengagement_Total_Entered_Queue/ },
  });
  for (const query of ['?profile=Weekly', '?range=0', '?range=2678401', '?ranges=5'])
    t.match(await get(ENTERED, query), { status: 422, body: { code: 'validation_failed' } });
});

t.test(
  'a sliding profile forgets what is longer ago, a growing one what was before midnight',
  async (t) => {
    const before = await value(ENTERED);
    await advance(600_000);
    t.equal(await value(ENTERED, '?profile=Sliding&range=300'), 0, 'all of it was before');
    await create();
    t.equal(await value(ENTERED, '?profile=Sliding&range=300'), 1);
    const settled = await value(ENTERED);
    t.ok(settled > before);
    await setOption('statistics.timeZone', 'Pacific/Honolulu');
    t.equal((await get(ENTERED)).body.from, '2030-03-17T10:00:00.000Z');
    t.equal(await value(ENTERED), settled);
    await setOption('statistics.timeZone', 'Asia/Kathmandu');
    t.equal((await get(ENTERED)).body.from, '2030-03-17T18:15:00.000Z');
    await setOption('statistics.timeZone', 'UTC');
  },
);

t.test(
  'with a filter it is folded from what is kept, and what does not parse is refused',
  async (t) => {
    const body = { category: 'Shoes', userData: { 'WebEngagement.Rule': 'TEMPLATE' } };
    await create(body);
    const filtered = (filter: string) => get(ENTERED, `?filter=${encodeURIComponent(filter)}`);
    t.match((await filtered('Category=Shoes')).body, {
      value: 1,
      since: '2030-02-16T08:10:00.000Z',
    });
    t.equal((await filtered('Webengagement_rule_TEMPLATE & ~Category=Hats')).body.value, 1);
    t.equal((await filtered('Webengagement_chat_filter')).body.value, 0);
    const bad = await filtered('Category=Shoes & ');
    t.match(bad, { status: 422, body: { code: 'filter_invalid', column: 18 } });
  },
);

t.test('what cannot be evaluated is kept, warned about and never 0', async (t) => {
  const answer = await put<{ warnings: readonly string[] }>({
    Strange: { ...COUNT, Category: 'EstimatedWaitingTime' },
  });
  t.equal(answer.status, 200);
  t.match(answer.body.warnings, [/The statistic Strange is not evaluated: "EstimatedWaitingTime"/]);
  t.match(await get('Strange'), {
    status: 422,
    body: { code: 'statistic_not_supported', word: 'EstimatedWaitingTime' },
  });
  const { items } = (await call<{ items: readonly object[] }>('GET', '/v1/admin/statistics')).body;
  t.match(items.at(-1), { name: 'Strange', supported: false, reason: /EstimatedWaitingTime/ });
  t.ok(service.log.some((line) => line.includes('EstimatedWaitingTime')));
  const table = await call('GET', '/v1/admin/statistics', { headers: { accept: 'text/plain' } });
  t.match(table.text, /^name +supported/);
});

t.test(
  'a filter that does not parse is refused with its place, and leaves nothing behind',
  async (t) => {
    const before = (await call('GET', SERVER)).body;
    t.match(await put({ Filters: { 'A/b': 'MediaType=' } }), {
      status: 422,
      body: {
        code: 'filter_invalid',
        column: 11,
        errors: [{ pointer: '#/properties/options/Filters/A~1b' }],
      },
    });
    t.match(await put({ Mine: { ...COUNT, Filter: 'Nobody' } }), {
      status: 422,
      body: {
        code: 'filter_invalid',
        column: 1,
        detail: /Filter of Mine, at column 1: there is no filter/,
      },
    });
    t.match(await put({ Filters: { A: '~B', B: 'A' } }), {
      status: 422,
      body: { code: 'filter_invalid', detail: /leads back to itself/ },
    });
    t.strictSame((await call('GET', SERVER)).body, before);
  },
);

t.test('an edited statistic is counted anew from then on, and the others go on', async (t) => {
  await put({ Mine: COUNT });
  await create();
  t.equal(await value('Mine'), 1);
  const others = await value(ENTERED);
  await advance(5000);
  await put({ Mine: { ...COUNT, Description: 'Of whatever is placed.' } });
  t.equal(await value('Mine'), 1, 'what it counts did not change');
  await put({ Mine: { ...COUNT, MainMask: 'Wait' } });
  const edited = (await get('Mine')).body;
  t.match(edited, { value: 0, since: new Date(clock.now()).toISOString() });
  await put({ Mine: COUNT });
  t.equal(await value('Mine'), 0, 'and so it does when it is what it was');
  await create();
  t.equal(await value('Mine'), 1);
  t.equal(await value(ENTERED), others + 1);
});

t.test('what goes on is read from where it stands', async (t) => {
  await put({
    Waiting: { ...COUNT, Category: 'CurrentNumber', MainMask: 'InteractionWait' },
    Longest: { ...COUNT, Category: 'CurrentMaxTime', MainMask: 'InteractionWait' },
    Usual: { ...COUNT, Category: 'CurrentAverageTime', MainMask: 'InteractionWait' },
  });
  const queue = '?object=Webengagement_Qualified';
  const before = await value('Waiting', queue);
  await create();
  await advance(4000);
  await create();
  t.equal(await value('Waiting', queue), before + 2);
  await advance(600_000);
  t.equal(await value('Waiting', queue), 0, 'the clock took them out');
  t.equal(await value('Longest', queue), 0);
  await create();
  await advance(2500);
  await create();
  await advance(500);
  t.equal(await value('Longest', queue), 3);
  t.equal(await value('Usual', queue), 1.75);
});

/** Lets time pass until something is done. */
async function passing<T>(asked: Promise<T>): Promise<T> {
  let isDone = false;
  const noted = asked.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await advance(2);
    await new Promise(setImmediate);
  }
  return noted;
}

t.test('counted anew, a statistic knows what was before, and nothing twice', async (t) => {
  const recount = () =>
    call<{ since: string }>('POST', '/v1/admin/statistics/Mine/recount', { body: {} });
  await put({ Mine: { ...COUNT, MainMask: 'InteractionWait' } });
  t.equal(await value('Mine'), 0);
  const wanted = (await get('Mine', `?filter=${encodeURIComponent('MediaType=*')}`)).body.value;
  t.ok(wanted > 5);
  t.match(await passing(recount()), { status: 200, body: { name: 'Mine', since: /^2030-02-16/ } });
  t.equal(await value('Mine'), wanted);
  const { id } = await create();
  await call('POST', `/v1/interactions/${id}/noengage`, { body: {} });
  t.equal(await value('Mine'), wanted + 2, 'out of Qualified, and stopped in Failed');

  const [first, second] = await passing(Promise.all([recount(), recount()]));
  t.match(first, { status: 412, body: { code: 'precondition_failed' } });
  t.match(second, { status: 200 });
  t.equal(await value('Mine'), wanted + 2);
  t.match(await call('POST', '/v1/admin/statistics/Strange/recount', { body: {} }), {
    status: 422,
    body: { code: 'statistic_not_supported' },
  });
});
