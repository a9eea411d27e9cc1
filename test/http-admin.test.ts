import t from 'tap';
import { STATES } from '#src/domain/interactions/vocabulary.js';
import { SCOPES } from '#src/domain/scopes.js';
import { ADMIN_KEY, type Anything, type List, startService, type View } from './support/service.js';
import { act, inSituation, SITUATIONS, type SituationName } from './support/situations.js';

interface Queue extends Anything {
  readonly name: string;
  readonly active: number;
  readonly stopped: number;
  readonly entered: number;
}

const service = await startService(t);
const { call, clock, create, setOption, advance } = service;

const iso = (moment: number): string => new Date(moment).toISOString();
const list = async (query = '') =>
  (await call<List<View>>('GET', `/v1/admin/interactions${query}`)).body;
const ids = async (query: string): Promise<readonly string[]> =>
  (await list(query)).items.map(({ id }) => id);
const queues = async () => (await call<List<Queue>>('GET', '/v1/admin/queues')).body.items;
const counts = async (name: string) => {
  const queue = (await queues()).find((each) => each.name === `Webengagement_${name}`);
  return [queue?.active, queue?.stopped, queue?.entered];
};
const clean = (name: string, body?: object) =>
  call<Anything>('POST', `/v1/admin/queues/${name}/clean`, { ...(body && { body }) });
const audit = async () => (await call<List<Anything>>('GET', '/v1/admin/audit')).body.items;

t.test('the eight queues are listed with their states before anything is in them', async (t) => {
  const names = ['Qualified', 'Chat', 'Engaged', 'Accepted', 'Missed', 'Rejected', 'Timeout'];
  t.strictSame(
    await queues(),
    [...names, 'Failed'].map((state) => ({
      name: `Webengagement_${state}`,
      states: state === 'Chat' || state === 'Missed' ? [] : [state],
      active: 0,
      stopped: 0,
      entered: 0,
      oldestActiveAt: null,
      strategy: { Qualified: 'none', Chat: 'builtin' }[state] ?? null,
    })),
  );
});

t.test('queues count what is active, stopped and ever entered', async (t) => {
  await setOption('wmsg.connector.interactionServer.autoStopWebengagementIntr', false);
  const first = await create();
  await advance(1000);
  const second = await create();
  t.strictSame(await counts('Qualified'), [2, 0, 2]);
  const qualified = (await queues()).find(({ name }) => name === 'Webengagement_Qualified');
  t.equal(qualified?.oldestActiveAt, first.createdAt);
  await act(service, first, 'engage');
  t.strictSame(await counts('Qualified'), [1, 0, 2]);
  t.strictSame(await counts('Engaged'), [1, 0, 1]);
  await act(service, first, 'reject');
  t.strictSame(await counts('Rejected'), [1, 0, 1]);
  t.match(await act(service, first, 'stop'), { status: 200, body: { status: 'stopped' } });
  t.strictSame(await counts('Rejected'), [0, 1, 1]);
  await act(service, second, 'noengage');
  t.match(await act(service, second, 'clean'), { status: 200, body: { state: 'Failed' } });
  t.strictSame(await counts('Failed'), [0, 1, 1]);
  await setOption('wmsg.connector.interactionServer.autoStopWebengagementIntr', true);
});

t.test('a renamed queue keeps its interactions and its counts beside the new one', async (t) => {
  const name = 'wmsg.connector.interactionServer.queueEngaged';
  const before = await inSituation(service, 'Engaged');
  await setOption(name, 'Webengagement_Chat');
  const after = await inSituation(service, 'Engaged');
  t.match(await queues(), [
    { states: ['Qualified'] },
    { name: 'Webengagement_Chat', states: ['Engaged'], active: 1, entered: 1 },
    { name: 'Webengagement_Engaged', states: [], active: 1 },
  ]);
  for (const each of [before, after]) await act(service, each, 'reject');
  await setOption(name, 'Webengagement_Engaged');
});

t.test(
  'cleaning takes out what is in a queue long enough, after a dry run changes nothing',
  async (t) => {
    const old = await inSituation(service, 'Displayed');
    await advance(300_000);
    const young = await inSituation(service, 'Displayed');
    const name = 'Webengagement_Engaged';
    t.strictSame((await clean(name)).body, { matched: 0, cleaned: 0 }, 'ten minutes by default');
    t.strictSame((await clean(name, { olderThanSeconds: 300, dryRun: true })).body, {
      matched: 1,
      cleaned: 0,
    });
    t.equal((await list('?state=Engaged')).items.length, 2);
    const cleaned = await clean(name, { olderThanSeconds: 300 });
    t.strictSame(cleaned.body, { matched: 1, cleaned: 1 });
    t.match((await call('GET', `/v1/interactions/${old.id}`)).body, {
      state: 'Failed',
      reason: 'cleaned',
      dispositionCode: null,
      status: 'stopped',
    });
    t.strictSame(await ids('?state=Engaged'), [young.id]);
    t.strictSame((await clean(name, { olderThanSeconds: 0 })).body, { matched: 1, cleaned: 1 });
  },
);

t.test('a cleaning that names no queue or no sensible age is refused', async (t) => {
  t.match((await clean('Nothing', {})).body, { code: 'not_found', detail: /Webengagement_Chat/ });
  for (const body of [{ olderThanSeconds: -1 }, { olderThanSeconds: 1.5 }, { dryRun: 'yes' }])
    t.match((await clean('Webengagement_Failed', body)).body, { code: 'validation_failed' });
  t.match((await clean('Webengagement_Failed', { dryrun: true })).body.errors, [
    { pointer: '#/dryrun', detail: /did you mean "dryRun"/ },
  ]);
});

t.test('interactions are found by each filter and by all of them together', async (t) => {
  const since = iso(clock.now());
  await advance(1);
  const made = new Map<string, string>();
  for (const situation of Object.keys(SITUATIONS) as SituationName[])
    made.set((await inSituation(service, situation, { visitorId: 'Ada' })).id, situation);
  const found = await list(`?createdAfter=${since}`);
  t.equal(found.items.length, made.size);
  const expected = (matches: (view: View) => boolean) =>
    found.items.filter(matches).map(({ id }) => id);
  const only = (query: string) => ids(`?createdAfter=${since}&${query}`);
  for (const state of STATES)
    t.strictSame(
      await only(`state=${state}`),
      expected((view) => view.state === state),
      state,
    );
  for (const status of ['active', 'stopped'])
    t.strictSame(
      await only(`status=${status}`),
      expected((view) => view.status === status),
    );
  const reasons = { not_engaged: 1, engagement_expired: 3, abandoned: 2, cleaned: 1 };
  for (const [reason, count] of Object.entries(reasons))
    t.equal((await only(`reason=${reason}`)).length, count, reason);
  const [newest] = found.items;
  t.strictSame(await only(`visitId=${newest?.visitId}`), [newest?.id]);
  t.equal((await only('visitorId=Ada')).length, made.size);
  t.strictSame(await only('visitorId=ada'), []);
  t.strictSame(await only('queue=Webengagement_Failed&reason=cleaned&status=stopped'), [
    newest?.id,
  ]);
  t.strictSame(await ids(`?createdAfter=${newest?.createdAt}`), [], 'later than');
  t.strictSame(await only(`createdBefore=${since}`), [], 'earlier than');
  t.ok('userData' in (newest ?? {}) && 'identity' in (newest ?? {}), 'operators see everything');
});

t.test('a filter that means nothing is refused by name', async (t) => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['state=engaged', /Qualified, Engaged/],
    ['status=done', /active, stopped/],
    ['reason=bored', /not_engaged/],
    ['createdAfter=yesterday', /2026-01-31T08:00:00\.000Z/],
    ['createdAfter=2026-12-31', /2026-01-31T08:00:00\.000Z/],
    ['createdAfter=2026-12-31T23:59:60Z', /2026-01-31T08:00:00\.000Z/],
    ['createdBefore=2026-02-30T00:00:00Z', /2026-01-31T08:00:00\.000Z/],
    ['pageSize=0', /at least 1/],
    ['pageSize=501', /at most 500/],
    ['pageSize=ten', /whole number/],
    ['pageSize=1.5', /whole number/],
    ['pageSize=1e999', /at most 500/],
    ['pageToken=nonsense', /nextPageToken/],
    ['sate=Failed', /did you mean "state"/],
    ['state=Failed&state=Missed', /a string/],
  ];
  for (const [query, detail] of refused)
    t.match((await call('GET', `/v1/admin/interactions?${query}`)).body, {
      code: 'validation_failed',
      errors: [{ pointer: `#/${query.split('=')[0]}`, detail }],
    });
  for (const moment of ['2026-12-31T23:59:59Z', '2026-12-31T23:59:59.999%2B02:00'])
    t.equal((await call('GET', `/v1/admin/interactions?createdBefore=${moment}`)).status, 200);
});

t.test('pages follow one another without gap or repeat while others are created', async (t) => {
  const expected = await ids('?pageSize=500');
  const seen: string[] = [];
  let token: string | null = '';
  while (token !== null) {
    const page: List<View> = await list(`?pageSize=7${token && `&pageToken=${token}`}`);
    seen.push(...page.items.map(({ id }) => id));
    token = page.nextPageToken;
    await create();
  }
  t.strictSame(seen, expected);
});

t.test('a page token is good for the same filters in any order and for no others', async (t) => {
  const filters = 'state=Failed&status=stopped';
  const { nextPageToken } = await list(`?${filters}&pageSize=1`);
  const next = await ids(`?pageToken=${nextPageToken}&${filters}`);
  t.ok(next.length > 0);
  t.strictSame(await ids(`?status=stopped&pageToken=${nextPageToken}&state=Failed`), next);
  t.strictSame((await ids(`?${filters}&pageSize=2&pageToken=${nextPageToken}`)).length, 2);
  for (const query of [
    'state=Failed',
    'state=Rejected&status=stopped',
    `${filters}&reason=cleaned`,
  ])
    t.equal(
      (await call('GET', `/v1/admin/interactions?${query}&pageToken=${nextPageToken}`)).status,
      422,
    );
  const { nextPageToken: ofAudit } = (
    await call<List<Anything>>('GET', '/v1/admin/audit?pageSize=1')
  ).body;
  t.equal((await call('GET', `/v1/admin/interactions?pageToken=${ofAudit}`)).status, 422);
});

t.test('every change by ops is in the audit with who, what, before and after', async (t) => {
  const as = await service.key('admin:write');
  const created = await inSituation(service, 'Engaged');
  const url = '/v1/admin/options/engagement.abandonedTime';
  await call('PUT', url, { as, body: { value: 700 } });
  const at = iso(clock.now());
  const keys = (await call<List<Anything>>('GET', '/v1/admin/api-keys')).body.items;
  const by = { at, keyId: String(keys[0]?.id), keyName: 'for admin:write' };
  t.match((await audit())[0], {
    ...by,
    action: 'option.changed',
    target: 'engagement.abandonedTime',
    before: { value: '600', version: 1 },
    after: { value: '700', version: 2 },
  });
  await act(service, created, 'clean', { as });
  t.match((await audit())[0], {
    ...by,
    action: 'interaction.cleaned',
    target: created.id,
    before: { state: 'Engaged', queue: 'Webengagement_Engaged', stopped: false },
    after: { state: 'Failed', queue: 'Webengagement_Failed', reason: 'cleaned', stopped: true },
  });
  const before = await audit();
  await act(service, created, 'clean', { as });
  await act(service, created, 'adminStop', { as });
  await call('PUT', url, { as, body: { value: '700' } });
  await call('PUT', url, { as, body: { value: 'nonsense' } });
  await act(service, await create(), 'adminStop', { as });
  t.strictSame(await audit(), before, 'what changed nothing is not in it');
  await call('DELETE', `/v1/admin/api-keys/${by.keyId}`, { as });
  t.match((await audit())[0], { ...by, action: 'api_key.revoked', target: by.keyId });
});

t.test('an API key is shown once, and after that by its beginning only', async (t) => {
  const body = { name: 'Shop back end', scopes: ['interactions:read', 'interactions:create'] };
  const made = await call<Anything>('POST', '/v1/admin/api-keys', { body });
  const { key, ...rest } = made.body;
  t.match(key, /^wek_[\w-]{43}$/);
  t.strictSame(rest, {
    id: rest.id,
    name: body.name,
    prefix: String(key).slice(0, 8),
    scopes: SCOPES.slice(0, 2),
    createdAt: iso(clock.now()),
    revokedAt: null,
  });
  const [first] = (await call<List<Anything>>('GET', '/v1/admin/api-keys')).body.items;
  t.strictSame(first, rest);
  const stored = service.store.lastSettings().apiKeys;
  t.notOk(JSON.stringify(stored).includes(String(key)), 'only its hash is stored');
  t.notOk(JSON.stringify(stored).includes(ADMIN_KEY));
  const revoked = await call<Anything>('DELETE', `/v1/admin/api-keys/${String(rest.id)}`);
  t.strictSame(revoked.body, { ...rest, revokedAt: iso(clock.now()) });
  await advance(1000);
  t.strictSame((await call('DELETE', `/v1/admin/api-keys/${String(rest.id)}`)).body, revoked.body);
  t.equal((await call('DELETE', '/v1/admin/api-keys/none')).status, 404);
});

t.test('an API key needs a name of its own and scopes that exist', async (t) => {
  const refused: readonly (readonly [object, string])[] = [
    [{ name: 'x' }, '#/scopes'],
    [{ name: 'x', scopes: [] }, '#/scopes'],
    [{ name: 'x', scopes: ['admin'] }, '#/scopes/0'],
    [{ name: 'x', scopes: ['admin:read', 'admin:read'] }, '#/scopes'],
    [{ name: 'x', scopes: 'admin:read' }, '#/scopes'],
    [{ name: '', scopes: ['admin:read'] }, '#/name'],
    [{ name: 'admin', scopes: ['admin:read'] }, '#/name'],
    [{ name: 'system', scopes: ['admin:read'] }, '#/name'],
    [{ name: 'x', scopes: ['admin:read'], expires: 1 }, '#/expires'],
  ];
  for (const [body, pointer] of refused)
    t.match((await call('POST', '/v1/admin/api-keys', { body })).body, {
      code: 'validation_failed',
      errors: [{ pointer }],
    });
});
