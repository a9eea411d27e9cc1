import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { answerOf, createApi, Refused, Unreachable } from '#src/cli/client.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';

const service = await startLoopback(t);
const url = await service.listen();
const api = createApi({ url, key: ADMIN_KEY });

t.test('a success of the API is what a call of the client resolves with', async (t) => {
  const body = { visitId: 'v1', userData: { EmailAddress: 'a@b.c' } };
  const made = await answerOf(api.POST('/v1/interactions', { body }));
  t.equal(made.state, 'Qualified');
  const query = { visitId: 'v1', pageSize: 1 };
  const list = await answerOf(api.GET('/v1/admin/interactions', { params: { query } }));
  t.strictSame(
    list.items.map(({ id, userData }) => ({ id, userData })),
    [{ id: made.id, userData: body.userData }],
  );
});

t.test('a problem of the API is what a call of the client rejects with', async (t) => {
  const path = { name: 'wmsg.connector.phoneNumbr' };
  const call = api.GET('/v1/admin/options/{name}', { params: { path } });
  const error = await call.catch((reason: unknown) => reason);
  t.type(error, Refused);
  if (!(error instanceof Refused)) return;
  t.match(error.problem, { status: 404, code: 'not_found', title: 'There is no such thing' });
  t.match(error.message, /did you mean wmsg\.connector\.phoneNumber\?/);
});

/** The address of a server that answers like this. */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Why a client of this address reaches nothing. */
async function unreachable(address: string, timeoutMs = 120_000): Promise<string> {
  const other = createApi({ url: address, key: ADMIN_KEY, timeoutMs });
  const error = await other.GET('/v1/admin/queues').catch((reason: unknown) => reason);
  return error instanceof Unreachable ? error.message : 'reached';
}

t.test('whatever does not answer as the service does is unreachable, and named', async (t) => {
  const page = await listen((_, response) => response.end('<html>'));
  t.equal(await unreachable(page), `${page} answers 200, but not as this service does`);
  for (const body of ['null', '5', '[]', '{"items":{}}']) {
    const other = await listen((_, response) => response.end(body));
    t.equal(await unreachable(other), `${other} answers 200, but not as this service does`, body);
  }

  const silent = await listen(() => undefined);
  t.equal(await unreachable(silent, 20), `no answer from ${silent}: no answer within 0.02 seconds`);

  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  t.equal(
    await unreachable(`http://127.0.0.1:${port}`),
    `no answer from http://127.0.0.1:${port}: nothing listens there`,
  );
});

t.test(
  'a redirection is not followed: the key stays with the address it was given for',
  async (t) => {
    const seen: unknown[] = [];
    const elsewhere = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const here = await listen((_, response) =>
      response.writeHead(307, { location: elsewhere }).end(),
    );
    t.match(await unreachable(here), `answers 307, a redirection to ${elsewhere}, but not as`);
    t.strictSame(seen, []);
  },
);

t.test('the types of the client know every operation of the API description', async (t) => {
  const root = new URL('../', import.meta.resolve('#src/cli/client.js'));
  const text = (path: string): string => readFileSync(new URL(`../${path}`, root), 'utf8');
  const { paths } = JSON.parse(text('openapi/openapi.json')) as {
    readonly paths: Record<string, Record<string, { readonly operationId: string }>>;
  };
  const types = text('openapi/client.d.ts');
  for (const [path, operations] of Object.entries(paths)) {
    t.match(types, `    "${path}": {`);
    for (const [method, { operationId }] of Object.entries(operations))
      t.match(types, `        ${method}: operations["${operationId}"];`);
  }
});
