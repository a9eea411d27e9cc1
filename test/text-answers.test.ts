import t from 'tap';
import { type ApiDescription, operationsOf } from './support/contract.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';

const { app, invite } = await startLoopback(t);

/** What the addresses of the API name, so that every read finds something. */
const NAMES: Readonly<Record<string, () => Promise<string>>> = {
  '/v1/admin/options/{name}': async () => 'wmsg.connector.userIdentifier',
  '/v1/admin/objects/{kind}': async () => 'interaction-queues',
  '/v1/admin/objects/{kind}/{name}': async () => 'Webengagement_Chat',
  '/v1/admin/webhook-endpoints/{id}': async () => {
    const payload = { url: 'https://203.0.113.1/', eventTypes: ['*'] };
    const url = '/v1/admin/webhook-endpoints';
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    return (await app.inject({ method: 'POST', url, headers, payload })).json().id;
  },
  '/v1/interactions/{id}': () => invite('of-text'),
};

/** What some of them have to be asked with. */
const QUERIES: Readonly<Record<string, string>> = { '/v1/admin/find': '?q=chat' };

/** The key of an agent, whose desk is for nobody else to see. */
async function agentKey(): Promise<string> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const payload = { name: 'ann' };
  const answer = await app.inject({ method: 'POST', url: '/v1/admin/agents', headers, payload });
  return answer.json<{ key: string }>().key;
}

t.test('every operation that offers text answers in text that ends with its line', async (t) => {
  const api = (await app.inject('/openapi.json')).json<ApiDescription>();
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, accept: 'text/plain' };
  const asAgent = { ...headers, authorization: `Bearer ${await agentKey()}` };
  const named: Record<string, string> = {};
  for (const [path, make] of Object.entries(NAMES)) named[path] = await make();
  const offering = operationsOf(api).filter(({ operation: { responses } }) =>
    Object.values(responses).some(({ content = {} }) => 'text/plain' in content),
  );
  for (const { path, method, operation } of offering) {
    const parts = path.split('/').map((part, i, all) => {
      if (!part.startsWith('{')) return part;
      return named[all.slice(0, i + 1).join('/')] ?? 'nothing';
    });
    const isChange = method !== 'GET' && method !== 'DELETE';
    const answer = await app.inject({
      method,
      url: `${parts.join('/')}${QUERIES[path] ?? ''}`,
      headers: path.startsWith('/v1/agent') ? asAgent : headers,
      ...(isChange && { payload: {} }),
    });
    const name = operation.operationId;
    t.match(answer.headers['content-type'], /^text\/plain; /, name);
    t.ok(answer.body.endsWith('\n'), `${name}: ${answer.body.slice(-80)}`);
    t.notOk(/^[[{]/.test(answer.body), `${name} is no JSON`);
    const isFound =
      answer.statusCode === 200 ||
      // Nobody has that name; and a session is known by its cookie alone.
      /nothing|visitors|identities|(agent|admin)\/session$/.test(parts.join('/'));
    if (method === 'GET') t.ok(isFound, `${name}: ${answer.statusCode} ${answer.body}`);
  }
  t.ok(offering.length > 40, `${offering.length} operations offer text`);
  const id = named['/v1/interactions/{id}'];
  const one = await app.inject({ url: `/v1/interactions/${id}`, headers });
  t.match(one.body, /^id +0.*\nstate +Failed\n/);
});
