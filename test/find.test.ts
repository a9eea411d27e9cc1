import t from 'tap';
import { type Anything, startService } from './support/service.js';

const service = await startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
const { call, create } = service;

const find = async (q: string) => {
  const url = `/v1/admin/find?q=${encodeURIComponent(q)}`;
  const { status, body } = await call<{ items: readonly Anything[] }>('GET', url);
  t.equal(status, 200, q);
  return body.items;
};

t.test('whatever has an id is found by it, and by nothing like it', async (t) => {
  const made = await create({ visitorId: 'somebody', userData: { Name: 'Nobody' } });
  await service.setOption('chat.whenNoAgents', 'queue');
  const chat = await call('POST', '/v1/chats', { body: { visitId: 'only-chats' } });
  const endpoint = await call('POST', '/v1/admin/webhook-endpoints', {
    body: { url: 'http://127.0.0.1:9/crm', eventTypes: ['*'], description: 'CRM of Sales' },
  });
  t.strictSame(await find(made.id), [
    {
      kind: 'interaction',
      id: made.id,
      title: made.id,
      detail: 'Qualified in Webengagement_Qualified',
    },
  ]);
  t.match(await find(made.id.toUpperCase()), [{ kind: 'interaction', id: made.id }]);
  t.match(await find(String(chat.body.id)), [{ kind: 'chat', detail: /^Queued in / }]);
  t.match(await find(String(endpoint.body.id)), [{ kind: 'endpoint', title: 'CRM of Sales' }]);
  t.match(await find(String(made.visitId)), [{ kind: 'visit', id: made.visitId }]);
  t.match(await find('only-chats'), [{ kind: 'visit', id: 'only-chats' }]);
  t.match(await find('somebody'), [{ kind: 'visitor', id: 'somebody' }]);
  for (const nothing of [made.id.slice(1), 'Nobody', '%', "'", '   ', 'x'.repeat(200)])
    t.strictSame(await find(nothing), [], nothing);
});

t.test('names are found by any part, the best first, and twenty at most', async (t) => {
  await call('POST', '/v1/admin/agents', { body: { name: 'ann', displayName: 'Ann Other' } });
  t.match(await find('ann'), [{ kind: 'agent', id: 'ann', detail: 'Ann Other' }]);
  t.match((await find('other'))[0], { kind: 'agent' });
  t.match((await find('crm of'))[0], { kind: 'endpoint' });
  const queues = await find('webengagement_qual');
  t.match(queues[0], { kind: 'queue', id: 'Webengagement_Qualified' });
  t.ok(queues.some(({ kind, id }) => kind === 'object' && String(id).includes('/')));
  t.match((await find('abandonedTime'))[0], { kind: 'option', id: 'engagement.abandonedTime' });
  t.equal((await find('e')).length, 20);
  t.equal((await call('GET', '/v1/admin/find')).status, 422);
});
