import t from 'tap';
import { type Composed, createComposed } from './support/composed.js';
import type { Cleanup } from './support/world.js';

const MINUTE_MS = 60_000;

/** A service with an agent who talks one chat and at whom another rings, and a third that waits. */
async function createDesk(t: Cleanup) {
  const service = await createComposed(t);
  const { call, router } = service;
  const made = await call('POST', '/v1/admin/agents', { name: 'ann', capacity: 2 });
  const key: string = made.body.key;
  for (const path of ['login', 'ready']) await call('POST', `/v1/agent/${path}`, {}, key);
  const ids: string[] = [];
  const tokens: string[] = [];
  for (const visitId of ['v1', 'v2', 'v3']) {
    const { token } = (await call('POST', '/v1/visits', { visitId })).body;
    ids.push((await call('POST', '/v1/chats', {}, token)).body.id);
    tokens.push(token);
    await router.idle();
  }
  const [talked = '', rings = '', waits = ''] = ids;
  await call('POST', `/v1/agent/chats/${talked}/accept`, {}, key);
  await call('GET', '/v1/agent', undefined, key);
  return { service, key, tokens, talked, rings, waits };
}

const stateOf = async ({ call }: Composed, id: string) =>
  (await call('GET', `/v1/admin/chats/${id}`)).body;

t.test('a restart abandons nobody: who could not be heard is waited for anew', async (t) => {
  const { service, key, tokens, talked, rings, waits } = await createDesk(t);
  await service.clock.advance(29_000);
  await service.close();
  await service.clock.advance(9 * MINUTE_MS + 1000);
  const next = await createComposed(t, service);
  await next.clock.advance(29_000);
  t.match(await stateOf(next, talked), { state: 'Active', agent: 'ann', visitorConnected: true });
  t.match(await stateOf(next, rings), { state: 'Offered', agent: 'ann' });
  const desk = (await next.call('GET', '/v1/agent', undefined, key)).body;
  t.match(desk, { state: 'Ready', held: 2, chats: [{ id: talked }] });
  t.equal(Date.parse(desk.offers[0].until) - Date.parse(desk.serverTime), 1000, 'it rings anew');
  await next.clock.advance(1000);
  t.match(
    await stateOf(next, waits),
    { state: 'Ended', outcome: 'unanswered' },
    'that clock ran on',
  );
  t.match(await stateOf(next, rings), { outcome: 'unanswered' });
  await next.call('GET', `/v1/chats/${talked}`, undefined, tokens[0]);
  await next.clock.advance(30_000);
  t.match(await stateOf(next, talked), { state: 'Active', visitorConnected: true });
});

t.test('after a restart whoever does not come back counts as gone', async (t) => {
  const { service, talked, waits } = await createDesk(t);
  await service.close();
  const next = await createComposed(t, service);
  await next.clock.advance(59_999);
  t.match(await stateOf(next, waits), { state: 'Queued' });
  await next.clock.advance(1);
  t.match(await stateOf(next, waits), { outcome: 'abandoned' });
  t.match((await next.call('GET', '/v1/admin/agents/ann')).body, { state: 'LoggedOut' });
  t.match(await stateOf(next, talked), { state: 'Active', visitorConnected: false });
});
