import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import t from 'tap';
import { parse } from 'yaml';
import { PROBLEM_CODES, PROBLEMS } from '#src/domain/problems.js';
import { type ApiDescription, operationsOf } from './support/contract.js';
import { type Anything, startService } from './support/service.js';

const service = await startService(t);
const { call, api } = service;
const require = createRequire(import.meta.url);
const operations = operationsOf(api);

/** Under way from the start, because it takes longest. */
const linted = promisify(execFile)(
  process.execPath,
  [require.resolve('@redocly/cli/bin/cli.js'), 'lint', '--format=json', 'openapi/openapi.yaml'],
  { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
);

t.test(
  'the description is served as JSON and as YAML, to anybody, and says the same',
  async (t) => {
    const json = await call<ApiDescription>('GET', '/openapi.json', { as: null });
    const yaml = await call('GET', '/openapi.yaml', { as: null });
    t.match(json, { status: 200, headers: { 'content-type': /^application\/json/ } });
    t.match(yaml, { status: 200, headers: { 'content-type': 'application/yaml' } });
    t.strictSame(parse(yaml.text), json.body);
    t.match(json.body.openapi, /^3\.1\./);
  },
);

t.test('every operation says what it is, and all that it can answer', async (t) => {
  const ids = operations.map(({ operation }) => operation.operationId);
  t.equal(new Set(ids).size, ids.length, 'no two have one name');
  for (const { method, path, operation } of operations) {
    const { operationId, tags, summary, responses } = operation;
    t.match(operationId, /^[a-z][A-Za-z]+$/, `${method} ${path}`);
    t.equal(tags.length, 1, operationId);
    t.match(summary, /^[A-Z].*[^.]$/, operationId);
    for (const [status, { description, content }] of Object.entries(responses)) {
      const named = [...description.matchAll(/`(\w+)`:/g)].map(([, code]) => code);
      const isProblem = content !== undefined && 'application/problem+json' in content;
      t.equal(named.length > 0, isProblem, `${operationId} ${status}`);
      for (const code of named as string[])
        t.equal(PROBLEMS[code as keyof typeof PROBLEMS]?.status, Number(status), code);
    }
  }
});

/** What is answered before the address is known to belong to an operation. */
const OUTSIDE_OPERATIONS = ['method_not_allowed', 'host_not_allowed', 'malformed_request'];

t.test('every problem of the catalogue is in the description and on its page', async (t) => {
  const told = JSON.stringify(operations);
  const page = readFileSync('docs/errors.md', 'utf8');
  for (const code of PROBLEM_CODES) {
    t.equal(told.includes(`\`${code}\``), !OUTSIDE_OPERATIONS.includes(code), code);
    t.ok(page.includes(`## ${code}\n\n**${PROBLEMS[code].status}** ${PROBLEMS[code].title}. `));
  }
  t.equal(page.match(/^## /gm)?.length, PROBLEM_CODES.length);
});

t.test('the pages are there for anybody, and what they ask for is there too', async (t) => {
  for (const url of ['/', '/docs', '/docs/', '/docs/errors', '/docs/reference']) {
    const page = await call('GET', url, { as: null });
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/ } }, url);
    t.match(page.headers['content-security-policy'], /default-src 'none'|default-src 'self'/);
    const isUpgraded = /upgrade-insecure/.test(String(page.headers['content-security-policy']));
    t.notOk(isUpgraded, 'on another machine, without TLS, it would find nothing that it asks for');
    const found = [...page.text.matchAll(/<(\w+) (?:[^>]* )?(?:href|src)="([^"]+)"/g)];
    t.ok(found.length > 0);
    for (const [, element, each = ''] of found) {
      // Who reads may go elsewhere; the page itself asks nobody else for anything.
      if (element === 'a' && each.startsWith('https:')) continue;
      const address = new URL(each, `http://localhost${url}`);
      t.equal(address.host, 'localhost', `${each} is not somewhere else`);
      const { status } = await call('HEAD', address.pathname + address.search, { as: null });
      t.equal(status, each === '/console/enter' ? 303 : 200, each);
    }
  }
  t.equal((await call('GET', '/favicon.ico', { as: null })).status, 200);
});

const ID = '01980000-0000-7000-8000-000000000000';

t.test('an unknown address is answered 404 whatever the method', async (t) => {
  const unknown = ['/nothing', '/v1', '/v2/interactions', '/v1/admin', `/v1/interactions/${ID}/x`]
    .concat([`/v1/interactions/${ID}/`, '//', '/V1/interactions', '/docs/nothing'])
    .concat(['/docs/static/nothing.js', '/v1/admin/api-keys/x/y', '/.env', '/../etc/passwd']);
  for (const url of unknown)
    for (const method of ['GET', 'POST', 'DELETE'] as const)
      t.match((await call(method, url)).body, { status: 404, code: 'not_found' }, url);
});

t.test('an id that is no id is answered 404', async (t) => {
  const none = [
    'x',
    '1',
    'null',
    ID.slice(0, -1),
    `${ID}0`,
    ID.replace('7', '4'),
    ID.toUpperCase(),
  ].concat(['%20', '%00', '%2e%2e', '%zz', '%ff', '%C3%28', "'or'1'='1", 'x'.repeat(600), ID]);
  for (const id of none) {
    const url = `/v1/interactions/${id}`;
    t.match((await call('GET', url)).body, { status: 404, code: 'not_found' }, id);
    t.match((await call('GET', `${url}/history`)).body, { status: 404 }, id);
    t.match((await call('POST', `${url}/engage`)).body, { status: 404 }, id);
    t.match((await call('POST', `/v1/admin/interactions/${id}/stop`)).body, { status: 404 }, id);
    t.match((await call('DELETE', `/v1/admin/api-keys/${id}`)).body, { status: 404 }, id);
  }
});

t.test('a wrong method is answered 405 with the right ones', async (t) => {
  const urls = Object.keys(api.paths).map((path) => [
    path,
    path.replace('{id}', ID).replace(/\{\w+\}/, 'engagement.abandonedTime'),
  ]);
  for (const [path = '', url = ''] of urls) {
    // What is below a name, such as `bulk`, may be the id of something, too.
    const above = path.replace(/\/bulk$/, '/{id}');
    const methods = [...new Set([path, above])].flatMap((each) =>
      Object.keys(api.paths[each] ?? {}).map((method) => method.toUpperCase()),
    );
    const allowed = methods.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]));
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      if (methods.includes(method)) continue;
      const { status, headers, body } = await call<Anything>(method, url, { as: null });
      t.equal(status, 405, `${method} ${url}`);
      const told = String(headers.allow).split(', ');
      t.strictSame(told.toSorted(), allowed.toSorted(), `${method} ${url}`);
      t.ok(allowed.every((each) => String(body.detail).includes(each)));
    }
  }
});

t.test('on loopback a Host that is not ours gets nothing at all', async (t) => {
  for (const url of ['/', '/livez', '/docs', '/v1/admin/options', '/nothing']) {
    const refused = await call('GET', url, { headers: { host: 'evil.example:8080' } });
    t.match(refused.body, { status: 421, code: 'host_not_allowed', detail: /PUBLIC_URL/ }, url);
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1', '[::1]:8080'])
      t.not((await call('GET', url, { headers: { host } })).status, 421, `${host}${url}`);
  }
});

t.test('HEAD is answered like GET, without the body', async (t) => {
  for (const url of ['/v1/admin/options', '/livez', '/', '/openapi.json', '/v1/interactions/x']) {
    const [get, head] = [await call('GET', url), await call('HEAD', url)];
    t.equal(head.status, get.status, url);
    t.equal(head.text, '', url);
    t.equal(head.headers['content-type'], get.headers['content-type'], url);
  }
});

t.test('the description passes the linter', async (t) => {
  const { stdout } = await linted;
  t.match(JSON.parse(stdout), { totals: { errors: 0, warnings: 0 } });
});
