import t from 'tap';
import { type Anything, startService } from './support/service.js';

const service = await startService(t);
const { call } = service;

t.test("strategies for the original are answered in the original's way", async (t) => {
  const { id, visitId } = await service.create();
  const post = (path: string, body: Anything, as?: null) =>
    call(
      'POST',
      `${path}${as === null ? `?key=nothing` : ''}`,
      as === null ? { as, body } : { body },
    );
  const profile = { InteractionId: id, visitID: visitId, channel: 'proactiveCallback', score: 7 };
  const engaged = await post('/server/data/gateway/engage', { ixnProfile: profile });
  t.strictSame([engaged.status, engaged.body], [200, { status: 'OK' }]);
  const { body } = await call('GET', `/v1/interactions/${id}`);
  t.match(body, { state: 'Engaged', channel: 'proactiveCallback', userData: { score: '7' } });
  for (const cancelData of [{}, { ixnId: 'x' }, { ixnId: id, visitID: 'another' }]) {
    const fault = await post('/backend/data/gateway/noengage', { cancelData });
    t.match([fault.status, fault.body], [400, { status: 'FAULT' }]);
  }
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const raw = `{"cancelData":{"ixnId":"${id}","deep":${deep}}}`;
  t.equal((await call('POST', '/server/data/gateway/noengage', { raw })).status, 400);
  t.equal((await post('/backend/data/gateway/noengage', { cancelData: {} }, null)).status, 401);
  for (const member of [
    { pageID: 'p'.repeat(257) },
    { pageID: 'a\nb' },
    { reason: 'a\0b' },
    { score: 'a\0b' },
    { 'a\0b': 'x' },
    { score: '\ud800' },
    { '': 'nameless' },
    { ['k'.repeat(129)]: 'long' },
    { long: 'v'.repeat(4097) },
    Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, 'v'])),
  ]) {
    const fault = await post('/server/data/gateway/noengage', {
      cancelData: { interactionId: id, ...member },
    });
    t.match(fault, { status: 400, body: { code: 'validation_failed' } }, 'limits hold here too');
  }
  const wordy = { interactionId: id, pageID: '', reason: `${'x'.repeat(255)}\u{1f600}` };
  t.equal((await post('/server/data/gateway/noengage', { cancelData: wordy })).status, 200);
  const cancelled = await call<Anything>('GET', `/v1/interactions/${id}`);
  t.match(cancelled.body, { pageId: null, reasonDetail: `${'x'.repeat(255)}\ufffd` });
});
