import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { correct, prepareConfigFile, readConfigFile } from '#src/cli/provision/config-file.js';
import { readConfig } from '#src/config/config.js';
import { matchesGlob } from '#src/domain/rules/glob.js';
import { doubtAbout, readableAddress, readablePattern } from '#src/domain/rules/page-address.js';
import { migrate, readMigrations } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { type Anything, startService } from './support/service.js';
import { createDirectory } from './support/world.js';

const service = await startService(t, {
  env: { ALLOWED_ORIGINS: 'https://Blog.Example:443', PUBLIC_URL: 'http://B\u00fccher.example:80' },
});
const { call, create, app } = service;

const PAGES: readonly (readonly [pattern: string, yes: readonly string[], no: string])[] = [
  [
    'https://shop.example/cart*',
    ['https://SHOP.example/cart', 'https://shop.example:443/cart/1', 'HTTPS://shop.example/%63art'],
    'https://shop.example:8443/cart',
  ],
  ['HTTPS://Shop.Example:443/Cart', ['https://shop.example/Cart'], 'https://shop.example/cart'],
  ['https://shop.example', ['https://shop.example/'], 'https://shop.example/a'],
  [
    'https://b\u00fccher.example/k\u00e4se/*',
    ['https://xn--bcher-kva.example/k%C3%A4se/1', 'https://B\u00dcCHER.example/k%c3%a4se/'],
    'https://bucher.example/k%C3%A4se/1',
  ],
  [
    'https://xn--bcher-kva.example/*',
    ['https://b\u00fccher.example/x'],
    'https://bucher.example/x',
  ],
  ['*.Shop.example/*', ['https://www.shop.example/a'], 'https://www.shop.test/a'],
  ['*/a%20b', ['https://x.example/a b', 'https://x.example/a%20b'], 'https://x.example/a+b'],
  ['*/a%2Fb', ['https://x.example/a%2fb'], 'https://x.example/a/b'],
  ['*://shop.example/%zz', ['http://shop.example/%zz'], 'http://shop.example/zz'],
];

for (const [pattern, yes, no] of PAGES)
  t.test(`a rule for ${pattern} is for every spelling of its pages`, (t) => {
    const matches = (page: string) => matchesGlob(readablePattern(pattern), readableAddress(page));
    for (const page of yes) t.ok(matches(page), page);
    t.notOk(matches(no), no);
    t.end();
  });

t.test('a rule that may never match is warned about when it is made', async (t) => {
  t.match(doubtAbout('https://a.example/#top'), /fragment/);
  t.match(doubtAbout('shop.example/cart'), /begin it with https/);
  t.equal(doubtAbout('*/cart'), undefined);
  const put = (pageUrl: string) =>
    call('PUT', '/v1/admin/strategies/engagement-logic', {
      body: {
        rules: [{ name: 'r', when: { pageUrl: [pageUrl] }, result: { decision: 'engage' } }],
      },
    });
  t.strictSame((await put('https://a.example/x')).body.warnings, []);
  t.match((await put('https://a.example/?x=1')).body.warnings, [
    /^Rule "r": pageUrl .* has a query/,
  ]);
});

t.test(
  'agents and objects have one spelling each: another that looks alike is refused',
  async (t) => {
    const agent = (name: string) => call('POST', '/v1/admin/agents', { body: { name } });
    const group = (name: string) =>
      call('PUT', `/v1/admin/objects/agent-groups/${encodeURIComponent(name)}`, {
        body: { properties: {} },
      });
    for (const make of [agent, group]) {
      t.equal((await make('Ren\u00e9e')).status, 201);
      for (const name of ['Rene\u0301e', 'Ren\u00e9e ', '\u00a0Ren\u00e9e'])
        t.match(await make(name), {
          status: 422,
          body: { errors: [{ pointer: '#/name', detail: /^must have no space at either end/ }] },
        });
    }
  },
);

t.test('an origin is one in whatever spelling a key, a setting or a request has it', async (t) => {
  const origins = [
    'https://SHOP.example:443',
    'https://shop.example',
    'http://b\u00fccher.example',
  ];
  const { status, body } = await call('POST', '/v1/admin/publishable-keys', {
    body: { name: 'shop', origins },
  });
  t.strictSame(
    [status, body.origins],
    [201, ['https://shop.example', 'http://xn--bcher-kva.example']],
  );
  for (const origin of [
    'https://shop.example',
    'https://shop.example:443',
    'HTTPS://SHOP.example',
  ]) {
    const begun = await call('POST', '/v1/visits', {
      as: String(body.key),
      body: {},
      headers: { origin },
    });
    t.equal(begun.status, 201, origin);
    t.equal(begun.headers['access-control-allow-origin'], origin, 'told as it was asked');
  }
  const refused = await call('POST', '/v1/admin/publishable-keys', {
    body: { name: 'shop', origins: ['https://shop.example', 'https://shop.example:99999'] },
  });
  t.match(refused.body, { status: 422, errors: [{ pointer: '#/origins/1' }] });
  for (const host of [
    'b\u00fccher.example',
    'BU\u0308CHER.example:80',
    'XN--BCHER-KVA.example',
    'LOCALHOST',
  ])
    t.equal((await app.inject({ url: '/livez', headers: { host } })).statusCode, 200, host);
});

t.test('a phone number without a digit is none', async (t) => {
  const { id, token } = await create({ channel: 'proactiveCallback' });
  await call('POST', `/v1/interactions/${id}/engage`);
  await call('POST', `/v1/interactions/${id}/disposition`, {
    as: token,
    body: { code: 'acceptCall' },
  });
  const complete = (PhoneNumber: string) =>
    call('POST', `/v1/interactions/${id}/registration-form`, {
      as: token,
      body: { fields: { PhoneNumber } },
    });
  for (const none of ['', ' ', '+', 'n/a', '\u200b'])
    t.match(await complete(none), { status: 422, body: { code: 'phone_number_required' } }, none);
  t.equal((await complete('\u0660\u0661\u0662')).status, 200, 'digits of whatever script');
});

const SETTINGS = '# gr\u00fc\u00dfe\nPORT=3\nTENANT_ID="4"\n';
const WINDOWS = SETTINGS.replaceAll('\n', '\r\n');
const FILES: Readonly<Record<string, Buffer>> = {
  'UTF-8 with a mark': Buffer.from(`\ufeff${WINDOWS}`),
  'UTF-16': Buffer.from(`\ufeff${WINDOWS}`, 'utf16le'),
  'UTF-16, big end first': Buffer.from(`\ufeff${WINDOWS}`, 'utf16le').swap16(),
  ANSI: Buffer.from(WINDOWS, 'latin1'),
  'UTF-8 with old line ends': Buffer.from(SETTINGS.replaceAll('\n', '\r')),
};

for (const [kind, bytes] of Object.entries(FILES))
  t.test(`a settings file is read as it was written: ${kind}`, (t) => {
    const file = join(createDirectory(t), 'service.env');
    writeFileSync(file, bytes);
    const read = () => readConfig({}, { envFile: file });
    t.match(read(), { port: 3, tenantId: 4 });
    const before = readConfigFile(file) ?? '';
    prepareConfigFile(file, correct(before, { TENANT_ID: '5' }).text).finish();
    t.match(read(), { port: 3, tenantId: 5 }, 'and corrected');
    t.strictSame(readFileSync(file).subarray(0, 3), bytes.subarray(0, 3), 'in its own encoding');
    t.end();
  });

t.test('identities from before are found again, and those that are one become one', (t) => {
  const { database, close } = openDatabase(createDirectory(t));
  t.teardown(close);
  const all = readMigrations();
  const name = 'one-spelling-of-identities';
  const number = all.findIndex((migration) => migration.name === name);
  migrate(database, () => 1, all.slice(0, number));
  const identity = database.prepare('insert into identities values (?, ?, ?, ?)');
  const interaction = database.prepare(
    `insert into interactions (id, state, queue, visit_id, created_at, placed_at, identity_id,
       case_data, user_data, version, sequence)
     values (?, 'Qualified', 'q', ?, 1, 1, ?, '{}', '{}', 1, 1)`,
  );
  for (const [id, value] of [
    ['1', 'Ann@B\u00fccher.example'],
    ['2', 'ann@xn--bcher-kva.example'],
    ['3', 'Jose\u0301'],
    ['4', 'bob@a.example'],
  ] as const) {
    identity.run(id, 'EmailAddress', value, value.includes('@') ? value.toLowerCase() : value);
    interaction.run(`i${id}`, `v${id}`, id);
  }
  migrate(database, () => 2, all);
  t.strictSame(
    database.prepare('select id, value, folded from identities order by id').raw().all(),
    [
      ['1', 'Ann@B\u00fccher.example', 'ann@xn--bcher-kva.example'],
      ['3', 'Jose\u0301', 'Jos\u00e9'],
      ['4', 'bob@a.example', 'bob@a.example'],
    ],
  );
  t.strictSame(
    database.prepare('select identity_id from interactions order by id').pluck().all(),
    ['1', '1', '3', '4'],
    'interactions follow',
  );
  t.end();
});

t.test('a contact is found by another spelling, and shown by its first', async (t) => {
  const of = async (EmailAddress: string) => {
    const { id } = await create({ userData: { EmailAddress } });
    return (await call<Anything>('GET', `/v1/interactions/${id}`)).body.identity;
  };
  const first = await of('Ann@B\u00fccher.example');
  t.match(first, { value: 'Ann@B\u00fccher.example' });
  t.strictSame(await of('\u200bann@XN--BCHER-KVA.example.'), first);
});
