import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { expectedVersion, namesTag } from '#src/http/server/preconditions.js';
import { serve } from './support/process.js';
import { type Anything, startService } from './support/service.js';
import { createDirectory } from './support/world.js';

const local = await startService(t);
const trusting = await startService(t, { env: { HOST: '0.0.0.0', TRUST_PROXY: '127.0.0.1' } });

/** The whole answer to a request as it is written here, once the service has ended it. */
async function ask(address: string, head: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket.write(`${head}\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

const CHECKS: Readonly<Record<string, RegExp>> = {
  'GET /readyz HTTP/1.0': /^HTTP\/1.1 200 .*"ready"/s,
  'HEAD /readyz HTTP/1.0': /^HTTP\/1.1 200 /,
  'GET / HTTP/1.0': /^HTTP\/1.1 200 .*<html/s,
  'OPTIONS / HTTP/1.0': /^HTTP\/1.1 204 .*\r\nallow: OPTIONS, GET, HEAD\r\n/s,
  'OPTIONS * HTTP/1.0': /^HTTP\/1.1 204 /,
  'OPTIONS /v1/visits HTTP/1.0': /^HTTP\/1.1 204 .*\r\nallow: OPTIONS, POST\r\n/s,
  'OPTIONS / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close': /^HTTP\/1.1 204 /,
  'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: tea\r\nConnection: close': /^HTTP\/1.1 200 /,
  'OPTIONS /nowhere HTTP/1.0': /^HTTP\/1.1 404 /,
  'OPTIONS /docs/reference HTTP/1.0': /^HTTP\/1.1 204 .*\r\nallow: OPTIONS, GET, HEAD\r\n/s,
  'GET /docs/nothing HTTP/1.0': /^HTTP\/1.1 404 /,
  'TRACE / HTTP/1.0': /^HTTP\/1.1 405 .*\r\nallow: GET, HEAD\r\n/s,
};

for (const [host, service] of Object.entries({ '127.0.0.1': local, '0.0.0.0': trusting }))
  t.test(`the checks of load balancers are answered well on ${host}`, async (t) => {
    const address = (await service.listen()).replace('0.0.0.0', '127.0.0.1');
    for (const [check, expected] of Object.entries(CHECKS))
      t.match(await ask(address, check), expected, check);
  });

t.test(
  'a proxy that is not trusted is warned about once, by the setting that names it',
  async (t) => {
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    const call = async ({ app }: typeof local, more = {}) =>
      app.inject({ url: '/v1/visits/v', remoteAddress: '127.0.0.1', headers, ...more });
    const warnings = ({ log }: { log: readonly string[] }) =>
      log
        .filter((line) => line.includes('TRUST_PROXY'))
        .map((line) => JSON.parse(line) as Anything);

    const untrusting = local;
    for (const peer of ['1', '2', '3'])
      await call(untrusting, { remoteAddress: `127.0.0.${peer}` });
    await call(untrusting);
    await call(untrusting, { headers: {} });
    await call(untrusting);
    t.strictSame(warnings(untrusting), [], 'a caller who pretends is no proxy');
    for (let requests = 0; requests < 5; requests += 1) {
      await call(untrusting);
      await call(untrusting, { url: '/readyz', headers: {} });
    }
    t.match(warnings(untrusting), [{ level: 40, peer: '127.0.0.1' }]);
    t.equal(warnings(untrusting).length, 1);

    for (let requests = 0; requests < 5; requests += 1) await call(trusting);
    t.strictSame(warnings(trusting), []);
  },
);

t.test('an ETag is understood with what a compressing proxy made of it', async (t) => {
  const tags = ['"7"', 'W/"7"', '"7-gzip"', 'W/"7--gzip"', '"7;gzip"', '"7-br"', '"7-zstd"'];
  for (const tag of tags) t.equal(expectedVersion(tag), 7, tag);
  for (const tag of ['7', '"7', '"7-gzip', '"x"', '"7-8"', '"6", "7"'])
    t.throws(() => expectedVersion(tag), { code: 'precondition_failed' }, tag);
  t.ok(namesTag('"a", W/"b_c-gzip"', 'b_c'));
  t.ok(namesTag('*', 'b'));
  t.notOk(namesTag('"a"', 'b'));
  t.notOk(namesTag(undefined, 'b'));

  const { call, app } = local;
  const option = '/v1/admin/options/wmsg.connector.engagementExpirationTime';
  const { headers } = await call('GET', option);
  const put = (ifMatch: string) =>
    call('PUT', option, { body: { value: '20' }, headers: { 'if-match': ifMatch } });
  t.equal((await put(String(headers.etag).replace(/"$/, '-gzip"'))).status, 200);
  t.equal((await put('"1-gzip"')).status, 412);
  const { headers: file } = await app.inject('/widget.js');
  const weak = `W/${String(file.etag).replace(/"$/, '--gzip"')}`;
  const again = await app.inject({ url: '/widget.js', headers: { 'if-none-match': weak } });
  t.equal(again.statusCode, 304);
});

t.test('SIGHUP ends nothing, however often it comes', async (t) => {
  const service = await serve(t, { DATA_DIR: createDirectory(t) });
  service.process.kill('SIGHUP');
  const { msg } = await service.logged(
    'SIGHUP: going on; the log is standard output, settings are read at a start',
  );
  t.ok(msg);
  service.process.kill('SIGHUP');
  t.equal((await fetch(`${service.address}/livez`)).status, 200);
  t.equal(await service.end('SIGTERM'), 0);
});
