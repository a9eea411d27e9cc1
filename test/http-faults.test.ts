import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { PROBLEMS } from '#src/domain/problems.js';
import { type Changed, StoreFailed, StoreOverloaded } from '#src/store/failures.js';
import { ADMIN_KEY, type Anything, type List, startService, type View } from './support/service.js';
import { act, inSituation } from './support/situations.js';

const service = await startService(t);
const { app, call, create } = service;

const linesWith = (text: string): readonly Anything[] =>
  service.log.filter((line) => line.includes(text)).map((line) => JSON.parse(line) as Anything);

/** Lets somebody else have a hand in the database while `run` runs. */
async function sabotage(harm: string, repair: string, run: () => Promise<void>): Promise<void> {
  const database = new Sqlite(join(service.directory, 'webengagement.db'));
  database.exec(harm);
  try {
    await run();
  } finally {
    database.exec(repair);
    database.close();
  }
}

const fullDisk = (run: () => Promise<void>): Promise<void> =>
  sabotage(
    `create trigger full before update on service begin
       select raise(abort, 'SQLITE_FULL in /var/lib/secret.db');
     end`,
    'drop trigger full',
    run,
  );

t.test('a change that cannot be stored is answered 503, nothing of it stays', async (t) => {
  const created = await inSituation(service, 'Engaged');
  const url = `/v1/interactions/${created.id}`;
  const before = (await call('GET', url)).body;
  await fullDisk(async () => {
    const refused = await act<Anything>(service, created, 'acceptCall');
    t.match(refused, { status: 503, body: { code: 'storage_unavailable' } });
    t.match(refused.headers, { 'retry-after': '1' });
    t.equal((await call('POST', '/v1/interactions', { body: { visitId: 'x' } })).status, 503);
    t.equal((await call('POST', '/v1/admin/signing-keys')).status, 503);
    const setting = { body: { value: 45 } };
    const option = '/v1/admin/options/wmsg.connector.engagementExpirationTime';
    t.equal((await call('PUT', option, setting)).status, 503);
    t.match((await call('GET', option)).body, { value: '30', version: 1 }, 'still in force');
    t.strictSame((await call('GET', url)).body, before, 'reads go on');
    const ready = await call<Anything>('GET', '/readyz', { as: null });
    t.match(ready.body, { code: 'not_ready', detail: /^store: failed/ });
    t.match(ready.body.checks, [
      { name: 'store', ok: false },
      { name: 'reads', ok: true },
      { name: 'migrations', ok: true },
    ]);
    t.equal((await call('GET', '/livez', { as: null })).status, 200, 'the process is fine');
  });
  t.equal((await act(service, created, 'acceptCall')).status, 200);
  t.match((await call('GET', '/readyz', { as: null })).body, { status: 'ready' });
  t.match(linesWith('readiness check failed'), [{ check: 'store', err: { message: /stored/ } }]);
});

t.test('what is overdue is read as settled while that cannot be stored', async (t) => {
  const { id, visitId } = await create();
  const url = `/v1/interactions/${id}`;
  await fullDisk(async () => {
    service.clock.jump(31_000);
    const read = (await call<View>('GET', url)).body;
    t.match(read, { state: 'Failed', reason: 'engagement_expired', version: 2 });
    const history = (await call<List<Anything>>('GET', `${url}/history`)).body.items;
    t.strictSame(
      history.map(({ type, sequence }) => `${sequence} ${type}`),
      ['1 interaction.created', '2 interaction.failed', '3 interaction.stopped'],
    );
    t.match((await call('GET', `/v1/visits/${visitId}`)).body, { blockedUntil: null });
    const { items } = (await call<List<View>>('GET', '/v1/admin/interactions?pageSize=1')).body;
    t.match(items, [{ id, state: 'Failed' }]);
  });
  const failed = (await call<View>('GET', url)).body;
  t.match(failed, { state: 'Failed', version: 2 }, 'and is stored as it was shown');
  t.equal((await call<List<Anything>>('GET', `${url}/history`)).body.items.length, 3);
});

t.test('a disk without room is not ready by name, though a tiny write still fits', async (t) => {
  const { health } = service.store;
  Object.assign(service.store, {
    health: async () => ({ ...(await health()), roomBytes: 500_000 }),
  });
  const { body } = await call('GET', '/readyz', { as: null });
  Object.assign(service.store, { health });
  t.match(body, { code: 'not_ready', detail: 'store: the disk of the data directory is full' });
  t.match((await call('GET', '/readyz', { as: null })).body, { status: 'ready' });
});

t.test('a refusal says that nothing was changed only when that is known', async (t) => {
  const { apply } = service.store;
  const said = async (changed: Changed) => {
    const fail = async () => Promise.reject(new StoreFailed('not stored', changed, null));
    Object.assign(service.store, { apply: fail });
    const { status, body } = await call('POST', '/v1/interactions', { body: { visitId: 'y' } });
    Object.assign(service.store, { apply });
    return `${status} ${body.code}: ${body.detail}`;
  };
  t.equal(await said('nothing'), '503 storage_unavailable: Nothing was changed.');
  t.match(await said('unknown'), /^503 .*: It is not known .* same Idempotency-Key/);
  t.match(await said('some'), /^503 .*: A part of it was done, .* same Idempotency-Key/);
});

t.test('a queue that was cleaned in part is not said to be unchanged', async (t) => {
  for (let n = 0; n < 2; n += 1) await create();
  const { apply } = service.store;
  let changes = 0;
  Object.assign(service.store, {
    apply(...args: Parameters<typeof apply>) {
      changes += 1;
      if (changes < 2) return apply(...args);
      return Promise.reject(new StoreFailed('not stored', 'nothing', null));
    },
  });
  const url = '/v1/admin/queues/Webengagement_Qualified/clean';
  const { body } = await call('POST', url, { body: { olderThanSeconds: 0 } });
  Object.assign(service.store, { apply });
  t.match(body, { code: 'storage_unavailable', detail: /^A part of it was done/ });
});

t.test('an error of ours is answered 500 and told to the log under the same name', async (t) => {
  const { id } = await create();
  const url = `/v1/interactions/${id}/history`;
  await sabotage(
    'alter table history rename to stolen',
    'alter table stolen rename to history',
    async () => {
      const { status, body, headers } = await call<Anything>('GET', url);
      t.match({ status, ...body }, { status: 500, code: 'internal_error' });
      t.strictSame(Object.keys(body).length, 7, 'nothing but what every problem has');
      t.match(linesWith(String(headers['x-request-id'])), [
        { level: 50, msg: 'request failed on our side', err: { message: /history/ } },
        { level: 30, msg: 'request answered', status: 500 },
      ]);
    },
  );
  t.equal((await call('GET', url)).status, 200);
});

t.test('when too much waits to be stored a change is refused before it is queued', async (t) => {
  const { apply } = service.store;
  const full = async () => Promise.reject(new StoreOverloaded('4096 changes are waiting'));
  Object.assign(service.store, { apply: full });
  const refused = await call('POST', '/v1/interactions', { body: { visitId: 'one too many' } });
  Object.assign(service.store, { apply });
  t.match(refused, { status: 503, headers: { 'retry-after': '1' }, body: { code: 'overloaded' } });
  t.equal((await create({ visitId: 'one too many' })).state, 'Qualified');
});

t.test('readiness tells how far the expiry is behind', async (t) => {
  t.strictSame((await call('GET', '/readyz', { as: null })).body, { status: 'ready' });
  await create();
  service.clock.jump(35_000);
  t.equal((await call('GET', '/readyz', { as: null })).status, 200);
  service.clock.jump(1);
  t.match((await call('GET', '/readyz', { as: null })).body, {
    code: 'not_ready',
    detail: 'expiry: 5001 ms behind',
  });
  await service.advance(1000);
  const { body } = await call<Anything>('GET', '/readyz?verbose', { as: null });
  t.match(body, {
    status: 'ready',
    checks: [
      'store',
      'reads',
      'migrations',
      'log',
      'expiry',
      'clock',
      'deletion_by_age',
      'provisioning',
      'chat_endpoint',
      'webhooks',
      'shutdown',
    ].map((name) => ({ name, ok: true })),
  });
});

t.test(
  'metrics count requests by route, refusals by reason, and what is in the queues',
  async (t) => {
    const { visitId } = await create();
    await call('POST', '/v1/interactions', { body: { visitId } });
    await call('GET', '/nothing/secret-path?token=secret-token');
    const { text, headers } = await call('GET', '/metrics', { as: null });
    t.match(headers['content-type'], /^text\/plain; version=0\.0\.4/);
    const metrics = [
      'http_request_duration_seconds_count{method="POST",route="/v1/interactions",status="409"} 1',
      'http_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
      'creations_refused_total{reason="engagement_in_progress"} 1',
      'facts_total{type="interaction.accepted",by="browser"} 1',
      'queue_interactions{queue="Webengagement_Qualified",status="active"} 1',
      'expiry_lag_seconds 0',
      'store_pending_changes 0',
    ];
    for (const each of metrics) t.ok(text.includes(`\nwebengagement_${each}\n`), each);
    t.notMatch(text, /secret|visit-\d/);
  },
);

t.test('a number that cannot be read takes no other with it', async (t) => {
  const { read } = service.store;
  const failing = async () => (await call('GET', '/metrics', { as: null })).text;
  t.match(await failing(), /^webengagement_readings_failed_total 0$/m);
  Object.assign(service.store, {
    read: (name: string) =>
      name === 'staff' ? Promise.reject(new Error('broken')) : read(name as 'backlog'),
  });
  await failing();
  Object.assign(service.store, { read });
  const text = await failing();
  t.match(text, /^webengagement_readings_failed_total 2$/m, 'agents and their slots');
  t.match(text, /^webengagement_ready 1$/m);
});

t.test('every request is logged once, with the pattern of its route', async (t) => {
  const { id, token } = await create();
  const from = service.log.length;
  const { headers } = await call('GET', `/v1/interactions/${id}?token=${token}`, { as: null });
  t.match(
    service.log.slice(from).map((line) => JSON.parse(line)),
    [
      {
        level: 30,
        requestId: headers['x-request-id'],
        method: 'GET',
        route: '/v1/interactions/:id',
        status: 200,
        durationMs: Number,
        msg: 'request answered',
      },
    ],
  );
  t.notOk(
    service.log.some((line) => line.includes(id)),
    'no address is in the log',
  );
});

/** Requests that never become whole: what is sent, whether more may come, what is answered. */
const UNREADABLE: Readonly<Record<string, readonly [string, boolean, RegExp]>> = {
  'no HTTP': ['NONSENSE\r\n\r\n', false, /cannot be read/],
  'no Host': ['GET / HTTP/1.1\r\n\r\n', false, /Host header/],
  'two Hosts': [
    'GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\nHOST: 127.0.0.1\r\n\r\n',
    false,
    /one Host/,
  ],
  'one huge header': [`GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, false, /16 KiB/],
  'a flood of headers': [`GET / HTTP/1.1\r\n${'xxxxxx: y\r\n'.repeat(3_000)}\r\n`, false, /16 KiB/],
  'headers that never end': ['GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n', true, /30 seconds/],
  'a body that never comes': [
    `POST /v1/interactions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${ADMIN_KEY}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"`,
    true,
    /30 seconds/,
  ],
};

t.test('what is no request is answered as a problem too, and the connection ends', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  // Node gives a slow body the longer of the two.
  t.ok(app.server.headersTimeout <= app.server.requestTimeout, 'slow bodies end when they should');
  // The service waits 30 seconds; the test does not.
  Object.assign(app.server, { requestTimeout: 1, headersTimeout: 1 });
  await Promise.all(
    Object.entries(UNREADABLE).map(async ([what, [request, isOpen, detail]]) => {
      const socket = connect(port, '127.0.0.1');
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      if (isOpen) socket.write(request);
      else socket.end(request);
      await once(socket, 'close');
      const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      t.match(head, /^HTTP\/1\.1 400 .*content-type: application\/problem\+json/is, what);
      const { title, status } = PROBLEMS.malformed_request;
      t.match(JSON.parse(body), { code: 'malformed_request', title, status, detail }, what);
    }),
  );
});
