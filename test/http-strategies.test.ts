import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { type Send, startService } from './support/service.js';

const service = await startService(t);
const { call } = service;

const SCXML = { 'content-type': 'application/scxml+xml' };
const document = (end: string): string =>
  `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <final id="${end}"/>
</scxml>`;
const path = (rest: string) => `/v1/admin/strategies/${rest}`;
const put = (name: string, raw: string, more: Partial<Send> = {}) =>
  call<Pushed>('PUT', path(name), { raw, ...more, headers: { ...SCXML, ...more.headers } });

interface Pushed {
  readonly version: number | null;
  readonly sha256: string;
  readonly isChanged: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
}

t.test('a document becomes a version, and the same text again makes none', async (t) => {
  const first = await put('logic', document('one'));
  t.match(first, { status: 201, body: { version: 1, isChanged: true }, headers: { etag: '"1"' } });
  const again = await put('logic', document('one'));
  t.match(again, { status: 200, body: { version: 1, isChanged: false } });
  const second = await put('logic', document('two'), { headers: { 'if-match': '"1"' } });
  t.match(second, { status: 200, body: { version: 2, isChanged: true } });
  t.equal((await put('logic', document('three'), { headers: { 'if-match': '"1"' } })).status, 412);

  const newest = await call(`GET`, path('logic'));
  t.match(newest, {
    headers: { etag: '"2"' },
    body: { files: { 'logic.scxml': document('two') } },
  });
  const old = await call('GET', path('logic?version=1'));
  t.match(old.body, { version: 1, files: { 'logic.scxml': document('one') } });
  t.equal((await call('GET', path('logic?version=9'))).status, 404);
  const list = await call<{ items: readonly object[] }>('GET', '/v1/admin/strategies');
  t.match(list.body.items, [{ name: 'logic', version: 2, documents: 1 }]);
  t.notOk(list.text.includes('<final'), 'no text in lists');
  const history = await call('GET', path('logic/history'));
  t.match(history.body, { items: [{ version: 2 }, { version: 1 }] });
  t.notOk(history.text.includes('<final'));
});

t.test('a version can be the newest again, and is one of its own', async (t) => {
  await put('back', document('one'));
  await put('back', document('two'));
  const body = { version: 1 };
  const headers = { 'if-match': '"1"' };
  t.equal((await call('POST', path('back/rollback'), { body, headers })).status, 412);
  t.match(await call('POST', path('back/rollback'), { body }), {
    status: 200,
    body: { version: 3 },
  });
  t.match((await call('GET', path('back'))).body, { files: { 'back.scxml': document('one') } });
  const none = await call('POST', path('back/rollback'), { body: { version: 9 } });
  t.match(none, { status: 422, body: { errors: [{ detail: 'must be one of the versions 1–3' }] } });
  t.equal((await call('POST', path('nothing/rollback'), { body })).status, 404);
});

t.test('of what is wrong every place is told at once, and nothing is stored', async (t) => {
  const body = {
    main: 'main.scxml',
    files: {
      'main.scxml': `<scxml xmlns="http://www.w3.org/2005/07/scxml" initial="a">
  <state id="a"><transition target="nowhere"/></state>
  <state id="b"><nonsense/></state>
</scxml>`,
    },
  };
  for (const query of ['', '?check=true']) {
    const refused = await call<Pushed>('PUT', path(`wrong${query}`), { body });
    t.match(refused, { status: 422, body: { code: 'invalid_strategy' } });
    const places = refused.body.errors?.map(({ file, line }) => `${file}:${line}`) ?? [];
    t.ok(places.includes('main.scxml:2') && places.includes('main.scxml:3'), refused.text);
    t.match(refused.body.detail, /^main\.scxml:\d+:\d+: /);
  }
  t.equal((await call('GET', path('wrong'))).status, 404);
  const checked = await put('wrong?check=true', document('one'));
  t.match(checked, { status: 200, body: { version: null, isChanged: false } });
  t.equal((await call('GET', path('wrong'))).status, 404, 'a check stores nothing');
});

t.test('names of rules are theirs, and a name is fit for an address', async (t) => {
  for (const name of ['Engagement-Logic', 'a%20b', '-a', 'x'.repeat(65), 'a@1'])
    t.equal((await put(name, document('one'))).status, 422, name);
  t.match(await call('PUT', path('engagement-logic'), { body: { rules: [] } }), { status: 200 });
});

t.test('this one route takes large bodies, up to its limit and by its credential', async (t) => {
  const large = document('one').replace('</scxml>', `<!--${'x'.repeat(100_000)}--></scxml>`);
  t.equal((await put('large', large)).status, 201, 'more than others take');
  const tooLarge = 'x'.repeat(LIMITS.strategyBytes.most + 1);
  t.match(await put('large', tooLarge), { status: 413, body: { code: 'payload_too_large' } });
  t.equal((await put('large', tooLarge, { as: null })).status, 401);
  const writer = await service.key('admin:write');
  t.equal((await put('large', large, { as: writer })).status, 403);
  const raw = JSON.stringify({ answers: [], interaction: { pageUrl: 'x'.repeat(70_000) } });
  t.equal((await call('POST', path('large/dry-run'), { raw })).status, 413);
  t.equal((await put('large', large, { headers: { 'content-type': 'text/xml' } })).status, 415);
});

const ROUTING = '/v1/admin/objects/enhanced-routing/Webengagement_Qualified.Routing';
const route = (url: string, more: object = {}) =>
  call('PUT', ROUTING, {
    body: {
      properties: { queue: 'Webengagement_Qualified', annex: { Application: { url, ...more } } },
    },
  });

t.test('routing names what is there, and what is named cannot be deleted', async (t) => {
  await put('routed', document('one'));
  const alternate = 'alternate-url';
  t.match(await route('scxml:nobody'), {
    status: 422,
    body: {
      errors: [{ pointer: '#/properties/annex/Application/url', detail: /no strategy "nobody"/ }],
    },
  });
  t.match(await route('scxml:routed@2'), {
    status: 422,
    body: { detail: /newest version .* is 1/ },
  });
  t.equal((await route('builtin', { [alternate]: 'scxml:nobody' })).status, 422);
  t.equal((await route('scxml:')).status, 422);
  t.equal((await route('scxml:routed@1', { [alternate]: 'builtin' })).status, 200);
  t.match(await call('DELETE', path('routed')), {
    status: 409,
    body: {
      code: 'object_in_use',
      users: [{ kind: 'enhanced-routing', name: 'Webengagement_Qualified.Routing' }],
    },
  });
  t.equal((await route('builtin', { [alternate]: 'scxml:routed' })).status, 200);
  t.equal((await call('DELETE', path('routed'))).status, 409, 'as the alternate, too');
  t.equal((await route('builtin')).status, 200);
  t.match(await call('DELETE', path('routed')), { status: 200, body: { version: 1 } });
  t.equal((await call('GET', path('routed'))).status, 404);
  t.match((await put('routed', document('one'))).body, { version: 2 }, 'no number is given twice');
});

t.test(
  'an address that looks like a document is warned about, and asked as a webhook',
  async (t) => {
    const { body } = await route('https://composer.example.com/engage.scxml');
    t.match(body, { warnings: [/asked as a webhook.*scxml:<name>/] });
    t.equal((await route('builtin')).status, 200);
  },
);

t.test('the audit has hashes and no text', async (t) => {
  const { text } = await call('GET', '/v1/admin/audit?target=logic');
  t.match(text, /"action":"strategy\.changed"/);
  t.match(text, /"after":\{"version":2,"sha256":"[0-9a-f]{64}"\}/);
  t.notOk(text.includes('<final'));
});
