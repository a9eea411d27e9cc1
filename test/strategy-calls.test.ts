import t from 'tap';
import { signedHeaders } from '#src/calls/signing.js';
import { keysOf } from '#src/calls/verifying.js';
import { createWorld } from './support/strategy-service.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const world = await createWorld(t, { STRATEGY_SECRET: SECRET });

/** A signed call of a strategy. */
async function post(
  call: object,
  name: string,
  more: { secret?: string; skewMs?: number; body?: string } = {},
) {
  const body = more.body ?? JSON.stringify(call);
  const now = world.clock.now() + (more.skewMs ?? 0);
  const headers = signedHeaders({ messageId: name, body }, keysOf(more.secret ?? SECRET), now);
  const answer = await world.service.app.inject({
    method: 'POST',
    url: '/v1/webhooks/orchestration',
    headers,
    payload: body,
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

const instruct = (type: string, interactionId: string, more = {}) => ({
  type: `interaction.${type}`,
  timestamp: new Date(0).toISOString(),
  data: { interactionId, ...more },
});

t.test('a signed call instructs once, and is answered the same when it comes again', async (t) => {
  const { id } = await world.create();
  const engage = instruct('engage', id, { channel: 'proactiveChat', invitation: { title: 'Hi' } });
  t.match(await post(engage, 'call-1'), {
    status: 200,
    body: { id, state: 'Engaged', version: 2 },
  });
  await world.engine.apply(id, { type: 'reject' });
  t.match(await post(engage, 'call-1'), { status: 200, body: { version: 3 } });
  const late = await post(instruct('noengage', id, { reason: 'x' }), 'call-2');
  t.match(late, { status: 409, body: { code: 'already_disposed', dispositionCode: 'reject' } });
  t.match(await post(instruct('noengage', id, { reason: 'x' }), 'call-2'), { status: 409 });
  t.match(await post(instruct('stop', id), 'call-3'), {
    status: 200,
    body: { status: 'stopped' },
  });
});

t.test('a name that was used answers no other call, and shows no other interaction', async (t) => {
  const [one, other] = [await world.create(), await world.create()];
  const engage = instruct('engage', one.id);
  await post(engage, 'reused');
  for (const call of [instruct('engage', other.id), instruct('stop', one.id)]) {
    const { status, body } = await post(call, 'reused');
    t.match({ status, body }, { status: 422, body: { code: 'idempotency_key_reused' } });
    t.match(body.detail, /webhook-id/);
    t.notMatch(JSON.stringify(body), one.id);
  }
  t.equal((await world.engine.get(other.id))?.state, 'Qualified', 'nothing was done');
  t.match(await post({ ...engage, timestamp: new Date(1).toISOString() }, 'reused'), {
    status: 200,
    body: { id: one.id, state: 'Engaged' },
  });
});

t.test('strategies with secrets of their own name their calls as they like', async (t) => {
  const [one, other] = [await world.create(), await world.create()];
  const { secret } = (await world.ask('POST', '/admin/strategy-secrets', { name: 'other' })).body;
  t.match(await post(instruct('engage', one.id), 'shared'), { status: 200, body: { id: one.id } });
  t.match(await post(instruct('noengage', other.id), 'shared', { secret }), {
    status: 200,
    body: { id: other.id, state: 'Failed' },
  });
});

t.test('two contradictory calls: the later is refused by name', async (t) => {
  const { id } = await world.create();
  t.equal((await post(instruct('noengage', id, { reason: 'x' }), 'c-1')).status, 200);
  t.equal((await post(instruct('noengage', id), 'c-2')).status, 200, 'again is no contradiction');
  t.match(await post(instruct('engage', id), 'c-3'), {
    status: 409,
    body: { code: 'already_disposed', state: 'Failed', reason: 'not_engaged' },
  });
});

t.test('a first refusal stands for a day, whatever happens in between', async (t) => {
  const { id } = await world.create();
  const stop = instruct('stop', id);
  t.match(await post(stop, 's-1'), {
    status: 409,
    body: { code: 'not_allowed', state: 'Qualified' },
  });
  await world.engine.apply(id, { type: 'noengage' });
  t.match(await post(stop, 's-1'), {
    status: 409,
    body: { code: 'not_allowed', state: 'Qualified' },
  });
  await world.clock.leap(86_400_000);
  t.equal((await post(stop, 's-1')).status, 200);
});

t.test('a call is believed only with a good signature of now', async (t) => {
  const { id } = await world.create();
  const engage = instruct('engage', id);
  const other = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  t.match(await post(engage, 'a', { secret: other }), {
    status: 401,
    headers: { 'www-authenticate': /Bearer/ },
  });
  t.equal((await post(engage, 'b', { skewMs: 301_000 })).status, 401);
  t.equal((await post(engage, 'c', { skewMs: -302_000 })).status, 401);
  t.equal(
    (await post(engage, 'd', { secret: other, body: '{' })).status,
    401,
    'judged before the body',
  );
  t.equal((await post(engage, 'e', { body: '{' })).status, 400);
  t.match(await post({ ...engage, x: 1 }, 'f'), {
    status: 422,
    body: { errors: [{ pointer: '#/x' }] },
  });
  t.equal((await post(instruct('engage', id, { reason: 'x' }), 'g')).status, 422);
  t.equal((await post(instruct('engage', 'nobody'), 'h')).status, 404);
  t.equal((await world.engine.get(id))?.version, 1);
  t.equal((await post(engage, 'a')).status, 200, 'what was not believed is not kept');
});

t.test(
  'a call is held against the wall clock, also when service time is ahead of it',
  async (t) => {
    const { id } = await world.create();
    const hour = 3_600_000;
    world.clock.stepWall(-hour);
    const late = { skewMs: -hour };
    t.equal((await post(instruct('engage', id), 'stepped', late)).status, 200);
    t.equal((await post(instruct('engage', id), 'not stepped')).status, 401);
    world.clock.stepWall(hour);
  },
);

t.test('a secret made for a strategy signs until it is revoked', async (t) => {
  const made = (await world.ask('POST', '/admin/strategy-secrets', { name: 'remote' })).body;
  t.match(made.secret, /^whsec_/);
  const list = (await world.ask('GET', '/admin/strategy-secrets')).body.items;
  t.match(list, [{ id: made.id, name: 'remote', revokedAt: null }]);
  t.notOk('secret' in list[0]);
  const { id } = await world.create();
  const { secret } = made;
  t.equal((await post(instruct('engage', id), '1', { secret })).status, 200);
  await world.ask('DELETE', `/admin/strategy-secrets/${made.id}`);
  t.equal((await post(instruct('engage', id), '2', { secret })).status, 401);
});

t.test('a secret without the prefix is understood as it is and as base64', async (t) => {
  t.same(keysOf('c2VjcmV0'), [
    'whsec_c2VjcmV0',
    `whsec_${Buffer.from('c2VjcmV0').toString('base64')}`,
  ]);
  t.same(keysOf('a secret'), [`whsec_${Buffer.from('a secret').toString('base64')}`]);
});
