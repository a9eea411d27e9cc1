import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import t from 'tap';
import { ADMIN_KEY, type Anything, type Created, startService } from './support/service.js';

const service = await startService(t);
const { call } = service;

t.test('an id that no address can carry is refused where it is first named', async (t) => {
  for (const id of ['.', '..']) {
    for (const [url, body] of [
      ['/v1/visits', { visitId: id }],
      ['/v1/visits', { visitorId: id }],
      ['/v1/interactions', { visitId: id }],
      ['/v1/interactions', { visitId: 'v', visitorId: id }],
    ] as const) {
      const { status, body: problem } = await call('POST', url, { body });
      t.match([status, problem.errors], [422, [{ detail: /not \. or \.\./ }]], `${url} ${id}`);
    }
  }
  for (const id of [
    '...',
    '.a',
    'a/../b',
    '%2e%2e',
    '?#',
    ' ',
    '🙂'.repeat(64),
    '漢'.repeat(128),
  ]) {
    const { token } = (await call<Created>('POST', '/v1/visits', { body: { visitId: id } })).body;
    const url = `/v1/visits/${encodeURIComponent(id)}`;
    t.match(await call('GET', url, { as: token }), { status: 200, body: { visitId: id } });
    await service.create({ visitId: id, visitorId: id });
    const person = `/v1/admin/visitors/${encodeURIComponent(id)}`;
    t.match((await call('DELETE', person)).body, { erased: 1 }, JSON.stringify(id));
  }
  // Sent as it is: every client of ours would take the step.
  const { port } = new URL(await service.listen());
  const raw = request({
    port,
    method: 'PUT',
    path: '/v1/admin/objects/applications/..',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
  });
  raw.end('{"properties":{"connections":[]}}');
  const [response] = (await once(raw, 'response')) as [IncomingMessage];
  response.resume();
  t.equal(response.statusCode, 422);
});

t.test(
  'the address of a remote strategy is refused at the PUT unless it may be called',
  async (t) => {
    const url = '/v1/admin/objects/enhanced-routing/Webengagement_Qualified.Routing';
    const routeTo = (address: string) =>
      call<Anything>('PUT', url, {
        body: {
          properties: {
            queue: 'Webengagement_Qualified',
            annex: { Application: { url: address } },
          },
        },
      });
    const before = (await call('GET', url)).text;
    const pointer = '#/properties/annex/Application/url';
    for (const address of [
      'http://127.0.0.1:9/',
      'http://[::1]/',
      'http://10.0.0.1/decide',
      'http://localhost/',
      'http://2130706433/',
    ])
      t.match(await routeTo(address), {
        status: 422,
        body: { code: 'address_not_allowed', errors: [{ pointer }] },
      });
    t.equal((await call('GET', url)).text, before, 'and nothing is left behind');
    t.equal((await routeTo('https://93.184.215.14/decide')).status, 200);
  },
);
