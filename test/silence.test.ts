import t from 'tap';
import { AUDIT_ACTIONS } from '#src/decisions/audit.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';
import { run } from './support/process.js';

// A mistake is answered with a word about it, never with "(none)" and exit code 0.
const service = await startLoopback(t, { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });
const { app, invite } = service;
const url = await service.listen();
const NOBODY = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

async function ask(path: string, method: Method = 'GET', payload?: object) {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const response = await app.inject({
    method,
    url: new URL(path, 'http://service/v1/admin/').href.slice('http://service'.length),
    headers,
    ...(payload && { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

/** How a command ends, and what it prints. */
const type = (...args: readonly string[]) =>
  run(args, { WEBENGAGEMENT_URL: url, WEBENGAGEMENT_KEY: ADMIN_KEY });

const id = await invite('v-1', { visitorId: 'ann' });
const rule = { name: 'not-at-night', result: { decision: 'noengage' } };
await ask('strategies/engagement-logic', 'PUT', { rules: [rule] });
const endpoint = { url: 'http://127.0.0.1:9/', eventTypes: ['interaction.*'] };
const { id: endpointId } = (await ask('webhook-endpoints', 'POST', endpoint)).body;
await ask('options/wmsg.connector.engagementExpirationTime', 'PUT', { value: '45' });
await ask(`interactions/${id}/clean`, 'POST', {});
const { id: keyId } = (await ask('api-keys', 'POST', { name: 'shop', scopes: ['admin:read'] }))
  .body;

/** Filters that name nothing: the list, the parameter, what is said of it, the flag. */
const NOTHING: readonly (readonly [string, string, string, RegExp, string])[] = [
  [
    'interactions',
    'queue',
    'Webengagement_Failled',
    /There is no queue .*; did you mean "Webengagement_Failed"\? There are: Webengagement_Qualified, /,
    '--queue',
  ],
  ['interactions', 'queue', 'q', /There is no queue "q"\. There are: Web/, '--queue'],
  ['interactions', 'state', 'Engagd', /must be one of: .*; did you mean "Engaged"\?/, '--state'],
  ['interactions', 'reason', 'cleand', /must be one of: .*; did you mean "cleaned"\?/, '--reason'],
  ['deliveries', 'endpointId', NOBODY, /There is no webhook endpoint .* There are: /, '--endpoint'],
  ['deliveries', 'interactionId', NOBODY, /There is no interaction "0199/, '--interaction'],
  [
    'deliveries',
    'eventType',
    'interaction.acepted',
    /did you mean "interaction\.accepted"/,
    '--type',
  ],
  ['deliveries', 'status', 'retring', /did you mean "retrying"/, '--status'],
  [
    'refusals',
    'rule',
    'not-at-nigth',
    /There is no rule .*; did you mean "not-at-night"\? There are: not-at-night\./,
    '--rule',
  ],
  ['refusals', 'reason', 'not_engagd', /did you mean "not_engaged"/, '--reason'],
  ['audit', 'action', 'option.change', /did you mean "option\.changed"/, '--action'],
  [
    'audit',
    'target',
    'wmsg.connector.engagementExpirationTim',
    /There is no target .*; did you mean "wmsg\.connector\.engagementExpirationTime"/,
    '--target',
  ],
  ['audit', 'target', NOBODY, /There is no target "0199/, '--target'],
  [
    'audit',
    'key',
    'shoop',
    /There is no key "shoop"; did you mean "shop"\? There are: shop, admin\./,
    '--key',
  ],
];

t.test('a filter that names nothing there is is refused with what there is', async (t) => {
  for (const [list, parameter, name, words] of NOTHING) {
    const { status, body } = await ask(`${list}?${parameter}=${name}`);
    t.equal(status, 422, `${list} ${parameter}`);
    t.match(body, {
      code: 'validation_failed',
      errors: [{ pointer: `#/${parameter}`, detail: words }],
    });
  }
});

t.test('a filter that there is not is refused, also where a list comes whole', async (t) => {
  for (const list of [
    'queues?state=Engaged',
    'options?name=x',
    'webhook-endpoints?enabled=false',
    'api-keys?name=shop',
    'publishable-keys?origin=x',
    'signing-keys?x=1',
    'strategy-secrets?x=1',
    'backups?x=1',
    'objects/interaction-queues?name=x',
    'refusals?visit=v-1',
    'audit?actor=admin',
    'events?type=x',
  ]) {
    const { status, body } = await ask(list);
    t.equal(status, 422, list);
    t.match(body.errors, [{ detail: /is not known here/ }], list);
  }
});

t.test('a change that is asked for with a parameter it does not know is not made', async (t) => {
  const option = 'options/wmsg.connector.engagementExpirationTime';
  const before = (await ask(option)).body;
  const refused = await ask(`${option}?dryRun=true`, 'DELETE');
  t.equal(refused.status, 422);
  t.match(refused.body.errors, [{ pointer: '#/dryRun', detail: 'is not known here; nothing is' }]);
  t.strictSame((await ask(option)).body, before);
});

t.test('the commands refuse it too, and never print an empty list', async (t) => {
  for (const [list, parameter, name, , flag] of NOTHING) {
    const { code, stdout, stderr } = await type(list, 'list', flag, name);
    t.not(code, 0, `${list} ${parameter}`);
    t.equal(stdout, '');
    t.match(stderr, /There is no|Did you mean|did you mean/);
  }
  t.match(
    (await type('objects', 'list', 'interaction-queue')).stderr,
    'Did you mean interaction-queues?',
  );
});

t.test('what exists and has nothing, and what is not ours to know, is an empty list', async (t) => {
  for (const list of [
    'interactions?queue=Webengagement_Chat',
    'interactions?visitId=nobody',
    'interactions?visitorId=nobody',
    `deliveries?endpointId=${endpointId}&status=given_up`,
    'refusals?rule=not-at-night',
    'refusals?visitId=nobody',
    'audit?target=wmsg.connector.phoneNumber',
    'audit?target=Webengagement_Chat',
    'audit?key=shop&action=option.changed',
    `audit?key=${keyId}`,
  ]) {
    const { status, body } = await ask(list);
    t.strictSame([status, body.items], [200, []], list);
  }
});

t.test('the audit is filtered by action, target, key and time, alone and together', async (t) => {
  const { items } = (await ask('audit?pageSize=500')).body;
  const only = async (query: string) => (await ask(`audit?pageSize=500&${query}`)).body.items;
  const where = (matches: (entry: Record<string, string>) => boolean) => items.filter(matches);
  const NAME = 'wmsg.connector.engagementExpirationTime';
  for (const action of AUDIT_ACTIONS)
    t.strictSame(
      await only(`action=${action}`),
      where((entry) => entry.action === action),
      action,
    );
  t.strictSame(
    await only(`target=${NAME}`),
    where(({ target }) => target === NAME),
  );
  t.match(await only(`target=${id}&action=interaction.cleaned`), [{ keyName: 'admin' }]);
  t.strictSame(
    await only('key=admin'),
    where(({ keyName }) => keyName === 'admin'),
  );
  t.ok(where(({ keyName }) => keyName !== 'admin').length > 0, 'others did something too');
  const { at, keyId } = items[0];
  t.strictSame(
    await only(`key=${keyId}`),
    where((entry) => entry.keyId === keyId),
  );
  t.strictSame(await only(`after=${at}`), []);
  t.strictSame(
    await only(`before=${at}`),
    where((entry) => String(entry.at) < at),
  );
  await ask('objects/interaction-queues/Night_Shift', 'PUT', { properties: {} });
  t.match(await only('target=Night_Shift'), [{ target: 'interaction-queues/Night_Shift' }]);
  const page = (await ask('audit?key=admin&pageSize=1')).body;
  t.equal((await ask(`audit?pageSize=1&pageToken=${page.nextPageToken}`)).status, 422);
  const flags = ['--action', 'option.changed', '--target', NAME, '--key', 'admin'];
  const listed = await type('audit', 'list', '--after', '2020-01-01T00:00:00Z', '--wide', ...flags);
  t.match(listed.stdout, /^at .*\n\S+Z +admin +option\.changed +wmsg\S+ .*\n$/);
});

t.test('no operation leaves a parameter unheard, whoever calls it', async (t) => {
  const other = await invite('v-9');
  const operations: readonly (readonly [Method, string, object?])[] = [
    ['POST', 'visits', {}],
    ['GET', 'visits/v-9'],
    ['POST', 'interactions', { visitId: 'v-10' }],
    ['GET', `interactions/${other}`],
    ['GET', `interactions/${other}/history`],
    ['POST', `interactions/${other}/engage`, {}],
    ['POST', `interactions/${other}/noengage`, {}],
    ['POST', `interactions/${other}/stop`],
    ['GET', 'origin'],
    ['POST', `admin/interactions/${other}/clean`],
  ];
  for (const [method, path, body] of operations) {
    const { status, body: problem } = await ask(`../${path}?dryRun=true`, method, body);
    t.equal(status, 422, path);
    t.match(problem.errors, [{ pointer: '#/dryRun', detail: /is not known/ }], path);
  }
  const { state } = (await ask(`../interactions/${other}`)).body;
  t.equal(state, 'Qualified', 'nothing was done');
  for (const path of ['livez?_=1', 'readyz?_=1', 'metrics?_=1', 'docs?_=1'])
    t.equal((await app.inject(`/${path}`)).statusCode, 200, path);
});

t.test('a person of whom nothing is kept is not said to be erased', async (t) => {
  const refused = await ask('visitors/anne', 'DELETE');
  t.match(refused, { status: 404, body: { code: 'not_found', help: /\?missing=ok/ } });
  t.match(refused.body.detail, /^Nothing is kept of the visitor "anne": /);
  t.match(await ask(`identities/${NOBODY}`, 'DELETE'), { status: 404 });
  t.strictSame((await ask('visitors/anne?missing=ok', 'DELETE')).body, { erased: 0 });
  t.equal((await ask('visitors/anne?missing=yes', 'DELETE')).status, 422);
  const { code, stderr } = await type('persons', 'erase', '--visitor', 'anne');
  t.match(
    [code, stderr],
    [1, /404 not_found\)\nNothing is kept of .*\nWhat to do: .*--missing-ok/],
  );
  t.equal(
    (await type('persons', 'erase', '--visitor', 'anne', '--missing-ok')).stdout,
    '0 interactions erased\n',
  );
  t.match((await type('persons', 'export', '--visitor', 'anne')).stderr, 'Nothing is kept of');
  t.strictSame((await ask('visitors/ann', 'DELETE')).body, { erased: 1 });
  t.equal((await ask('visitors/ann', 'DELETE')).status, 404, 'nothing is left to erase');
});

t.test('a variable that is nearly one of ours is named by every command', async (t) => {
  const env = { WEBENGAGEMENT_ULR: 'http://elsewhere', WEBENGAGEMENT_KEY: ADMIN_KEY };
  const { stderr } = await run(['queues', 'list', '--url', url], env);
  t.match(stderr, /WEBENGAGEMENT_ULR, which is no setting; did you mean WEBENGAGEMENT_URL\?\n/);
});

t.test('a settings file that is missing is one line and exit code 2', async (t) => {
  const { code, stdout, stderr } = await run(['serve', '--env-file', '/nowhere/settings.env']);
  t.strictSame([code, stdout], [2, '']);
  t.match(stderr, /^webengagement: --env-file must be .*there is no such file\n$/);
});
