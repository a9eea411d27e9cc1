import assert from 'node:assert/strict';
import t from 'tap';
import { CATALOGUE, OPTION_KEYS } from '#src/domain/options/catalogue.js';
import { ANY_QUEUE, VALUES } from './support/option-values.js';
import { PACING_SHIPPED } from './support/pacing-options.js';
import { ADMIN_KEY, type Anything, type List, START, startService } from './support/service.js';

interface Option extends Anything {
  readonly name: string;
  readonly value: string | null;
  readonly version: number;
}

const service = await startService(t);
const { call, setOption } = service;

const urlOf = (name: string): string => `/v1/admin/options/${name}`;
const read = async (name: string) => (await call<Option>('GET', urlOf(name))).body;
const put = (name: string, value: unknown, headers = {}) =>
  call<Option>('PUT', urlOf(name), { body: { value }, headers });
const list = async () => (await call<List<Option>>('GET', '/v1/admin/options')).body.items;

/** The options as they are shipped: name and default, in the order of the list. */
const SHIPPED: readonly (readonly [string, string | null])[] = [
  ['wmsg.connector.engagementExpirationTime', '30'],
  ['wmsg.connector.registrationFormExpirationTime', '120'],
  ['wmsg.connector.interactionServer.autoStopWebengagementIntr', 'true'],
  ['wmsg.connector.interactionServer.queueAccepted', 'Webengagement_Accepted'],
  ['wmsg.connector.interactionServer.queueEngaged', 'Webengagement_Engaged'],
  ['wmsg.connector.interactionServer.queueFailed', 'Webengagement_Failed'],
  ['wmsg.connector.interactionServer.queueQualified', 'Webengagement_Qualified'],
  ['wmsg.connector.interactionServer.queueRejected', 'Webengagement_Rejected'],
  ['wmsg.connector.interactionServer.queueTimeout', 'Webengagement_Timeout'],
  ['wmsg.connector.defaultEngagementChannel', null],
  ['wmsg.connector.userIdentifier', 'EmailAddress'],
  ['wmsg.connector.phoneNumber', 'PhoneNumber'],
  ['engagement.strictEngagementMode', 'true'],
  ['engagement.queueMissed', null],
  ['engagement.abandonedTime', '600'],
  ['engagement.strictCategories', 'false'],
  ['agents.chatCapacity', '3'],
  ['agents.presenceTimeout', '60'],
  ['agents.afterMissedOffer', 'notready'],
  ['agents.wrapUpTime', '0'],
  ['chat.automatic', 'auto'],
  ['chat.copyUserData', 'all'],
  ['chat.whenNoAgents', 'refuse'],
  ['chat.offerTime', '30'],
  ['chat.maxWaitTime', '600'],
  ['chat.maxWaiting', '100'],
  ['chat.visitorLostTime', '60'],
  ['chat.agentLostTime', '60'],
  ['chat.inactivityTime', '1800'],
  ['chat.selection', 'least_busy'],
  ['chat.stickyTime', '0'],
  ['chat.shortAbandonTime', '5'],
  ['chat.serviceLevelTime', '20'],
  ...PACING_SHIPPED,
  ['statistics.timeZone', 'UTC'],
];

t.test('every option is listed with all that is to be known of it', async (t) => {
  const items = await list();
  t.equal(SHIPPED.length, OPTION_KEYS.length);
  for (const [index, [name, value]] of SHIPPED.entries()) {
    const { valid, description, ...item } = items[index] ?? { valid: '', description: '' };
    t.strictSame(item, {
      section: name.startsWith('wmsg.') ? 'service:wmsg' : name.split('.')[0],
      name,
      value,
      default: value,
      isDefault: true,
      updatedAt: null,
      updatedBy: null,
      version: 1,
      warning: null,
    });
    t.ok(valid && description, name);
    t.strictSame(await read(name), items[index]);
  }
  t.equal(items.length, SHIPPED.length);
});

for (const key of OPTION_KEYS) {
  const { name } = CATALOGUE[key];
  const { good, bad } = VALUES[key] ?? ANY_QUEUE;
  t.test(`${name} takes every valid value and refuses every other by name`, async (t) => {
    for (const value of good) {
      const { status, body } = await put(name, value);
      assert.equal(status, 200, JSON.stringify(value));
      assert.equal(body.value, value === null || value === '' ? null : String(value));
      assert.deepEqual(body, await read(name));
    }
    const before = await read(name);
    for (const value of bad) {
      const { body } = await put(name, value);
      assert.equal(body.code, 'invalid_option_value', JSON.stringify(value));
      assert.ok(String(body.detail).includes(`Valid for ${name}: ${String(before.valid)}`));
      assert.deepEqual(body.errors, [{ pointer: '#/value', detail: body.detail }]);
    }
    t.strictSame(await read(name), before, 'the old value stays');
    const reset = await call<Option>('DELETE', urlOf(name));
    t.match(reset.body, { isDefault: true, value: before.default });
  });
}

t.test('an option takes one value and nothing else', async (t) => {
  const url = urlOf('engagement.abandonedTime');
  for (const body of [{}, { value: {} }, { value: [60] }, { value: 60, vlaue: 61 }, [], 'x', 60])
    t.match((await call('PUT', url, { body })).body, { code: 'validation_failed' });
  const { body } = await call('PUT', url, { body: { valeu: 60 } });
  t.match(body.errors, [
    { pointer: '#/value', detail: 'is required' },
    { pointer: '#/valeu', detail: /did you mean "value"/ },
  ]);
});

t.test('a change is one version, whoever asks again finds who made it and when', async (t) => {
  const name = 'wmsg.connector.userIdentifier';
  const { version } = await read(name);
  const key = await service.key('admin:write');
  service.clock.advance(5000);
  const changed = await call<Option>('PUT', urlOf(name), { as: key, body: { value: 'Login' } });
  const expected = {
    value: 'Login',
    isDefault: false,
    version: version + 1,
    updatedAt: new Date(START + 5000).toISOString(),
    updatedBy: 'for admin:write',
  };
  t.match(changed.body, expected);
  t.match(await read(name), expected);
  service.clock.advance(5000);
  t.strictSame((await put(name, 'Login')).body, changed.body, 'the same value is no change');
});

t.test('a change meant for another version is refused and changes nothing', async (t) => {
  const name = 'wmsg.connector.phoneNumber';
  const { headers, body: before } = await call<Option>('GET', urlOf(name));
  t.equal(headers.etag, `"${before.version}"`);
  const stale = { 'if-match': `"${before.version + 1}"` };
  const tries = [
    put(name, 'Phone', stale),
    put(name, before.value, stale),
    put(name, 'Phone', { 'if-match': 'nonsense' }),
    call('DELETE', urlOf(name), { headers: stale }),
    call('POST', `${urlOf(name)}/rollback`, { body: { version: 1 }, headers: stale }),
  ];
  for (const answer of await Promise.all(tries))
    t.match(answer.body, { status: 412, code: 'precondition_failed' });
  t.strictSame(await read(name), before);
  const fresh = await put(name, 'Phone', { 'if-match': String(headers.etag) });
  t.match(fresh, { status: 200, headers: { etag: `"${before.version + 1}"` } });
  t.equal((await put(name, 'Fax', { 'if-match': '*' })).status, 200);
  const rivals = await Promise.all(
    ['A', 'B', 'C'].map((value) => put(name, value, { 'if-match': `"${before.version + 2}"` })),
  );
  t.strictSame(rivals.map(({ status }) => status).sort(), [200, 412, 412], 'one of three wins');
});

t.test('every version is kept, and any of them can be made the newest', async (t) => {
  const name = 'wmsg.connector.interactionServer.queueRejected';
  await setOption(name, 'Webengagement_Chat');
  const url = `${urlOf(name)}/history`;
  const before = (await call<List<Option>>('GET', url)).body.items;
  t.match(before[0], { value: 'Webengagement_Chat', updatedBy: 'admin' });
  t.strictSame(before.at(-1), {
    version: 1,
    value: 'Webengagement_Rejected',
    updatedAt: null,
    updatedBy: null,
  });
  t.strictSame(
    before.map(({ version }) => version),
    before.map((_, index) => before.length - index),
  );
  const back = await call<Option>('POST', `${urlOf(name)}/rollback`, { body: { version: 1 } });
  t.match(back, { status: 200, headers: { etag: `"${before.length + 1}"` } });
  t.match(back.body, { value: 'Webengagement_Rejected', isDefault: true });
  t.strictSame((await call<List<Option>>('GET', url)).body.items.slice(1), before);
  for (const version of [99, 0, -1, 1.5, '1', null]) {
    const { body } = await call('POST', `${urlOf(name)}/rollback`, { body: { version } });
    t.match(body, { code: 'validation_failed', errors: [{ pointer: '#/version' }] });
  }
});

t.test('a misspelled option is answered with the nearest name', async (t) => {
  const given = 'wmsg.connector.engagmentExpirationTime';
  const calls = [
    call('GET', urlOf(given)),
    put(given, 30),
    call('DELETE', urlOf(given)),
    call('GET', `${urlOf(given)}/history`),
    call('POST', `${urlOf(given)}/rollback`, { body: { version: 1 } }),
  ];
  for (const { body } of await Promise.all(calls))
    t.match(body, {
      code: 'not_found',
      detail: /"wmsg\.connector\.engagmentExp.*mean wmsg\.connector\.engagementExpirationTime\?/,
    });
  for (const name of ['constructor', '__proto__', 'ENGAGEMENT.QUEUEMISSED', '%20', 'x'.repeat(500)])
    t.equal((await call('GET', urlOf(name))).status, 404, name);
  for (const [asked, meant] of [
    ['engagementExpirationTime', 'wmsg.connector.engagementExpirationTime'],
    ['wmsg.connector.queueAccepted', 'wmsg.connector.interactionServer.queueAccepted'],
    ['QUEUEMISSED', 'engagement.queueMissed'],
  ] as const) {
    const { body } = await call('GET', urlOf(asked));
    t.match(body, { detail: `There is no option "${asked}"; did you mean ${meant}?` });
  }
});

t.test('a channel preset for development warns in the view and in the log', async (t) => {
  const name = 'wmsg.connector.defaultEngagementChannel';
  const warnings = () => service.log.filter((line) => line.includes('option warns')).length;
  const before = warnings();
  await setOption(name, 'proactiveChat');
  t.match(await read(name), { warning: /development/ });
  t.equal(warnings(), before + 1);
  await setOption(name, null);
  t.match(await read(name), { warning: null });
});

t.test('the name of a queue holds for placements from the next request on', async (t) => {
  const name = 'wmsg.connector.interactionServer.queueQualified';
  const before = await service.create();
  await setOption(name, 'Webengagement_Chat');
  t.equal((await service.create()).queue, 'Webengagement_Chat');
  const { body } = await call('GET', `/v1/interactions/${before.id}`, { as: ADMIN_KEY });
  t.equal(body.queue, 'Webengagement_Qualified', 'what is placed stays there');
  await setOption(name, 'Webengagement_Qualified');
});

t.test('with strict categories only a provisioned category is taken', async (t) => {
  await setOption('engagement.strictCategories', true);
  const refused = await call('POST', '/v1/interactions', {
    body: { visitId: 'categories', category: 'Cart' },
  });
  t.match(refused.body, {
    code: 'unknown_category',
    errors: [{ pointer: '#/category', detail: /PlayGround-Cart/ }],
  });
  await service.create({ visitId: 'categories' });
  await setOption('engagement.strictCategories', false);
  await service.create({ category: 'Cart' });
});

t.test(
  'a dry run tells what a change would do to the clocks that run, and does nothing',
  async (t) => {
    const name = 'wmsg.connector.engagementExpirationTime';
    service.clock.advance(3_600_000);
    const first = await service.create();
    service.clock.advance(15_000);
    const second = await service.create();
    const before = await read(name);
    const preview = (value: unknown, headers = {}) =>
      call('PUT', `${urlOf(name)}?dryRun=true`, { body: { value }, headers });
    t.strictSame((await preview(10)).body, { effect: { movedDeadlines: 2, endingNow: 1 } });
    t.strictSame((await preview(60)).body, { effect: { movedDeadlines: 2, endingNow: 0 } });
    t.strictSame((await preview(before.value)).body, {
      effect: { movedDeadlines: 0, endingNow: 0 },
    });
    t.match((await preview(5)).body, { code: 'invalid_option_value' });
    t.match((await preview(10, { 'if-match': '"0"' })).body, { code: 'precondition_failed' });
    t.strictSame(await read(name), before, 'nothing was changed');

    await setOption(name, 10);
    const states = await Promise.all(
      [first, second].map(({ id }) => call('GET', `/v1/interactions/${id}`, { as: ADMIN_KEY })),
    );
    t.strictSame(
      states.map(({ body }) => body.state),
      ['Failed', 'Qualified'],
      'what it does is what was told',
    );
    await call('DELETE', urlOf(name));
  },
);
