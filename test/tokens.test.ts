import t from 'tap';
import { CLOCKS_APART_MS } from '#src/clock.js';
import type { Settings } from '#src/decisions/settings.js';
import type { SigningKeys } from '#src/settings/signing-keys.js';
import { createTokens } from '#src/settings/tokens.js';
import { createFakeClock, turn } from './support/clock.js';
import { type Composed, createComposed } from './support/composed.js';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = DAY / 24;

const begin = async ({ call }: Composed, body: object) =>
  (await call('POST', '/v1/visits', body)).body as { visitId: string; token: string };

const create = ({ call }: Composed, token: string, body = {}) =>
  call('POST', '/v1/interactions', { userData: {}, ...body }, token);

/** How many interactions are kept of a visitor. */
async function exported({ call }: Composed, visitorId: string): Promise<number> {
  return (await call('GET', `/v1/admin/visitors/${visitorId}/export`)).body.items.length;
}

t.test('a visit token that carried an erased visitor goes on without them', async (t) => {
  const first = await createComposed(t);
  const visit = await begin(first, { visitorId: 'ann' });
  const bystander = await begin(first, { visitorId: 'bob' });
  const silent = await begin(first, { visitorId: 'eve' });
  t.equal((await create(first, visit.token)).body.visitorId, 'ann');
  t.equal((await first.call('DELETE', '/v1/admin/visitors/ann')).body.erased, 1);
  t.equal((await first.call('DELETE', '/v1/admin/visitors/eve?missing=ok')).body.erased, 0);
  t.equal((await create(first, silent.token)).status, 201);
  t.equal(await exported(first, 'eve'), 0, 'also one of whom nothing was stored yet');

  await first.close();
  const service = await createComposed(t, first);
  const renew = async (token: string): Promise<string> =>
    (await service.call('POST', `/v1/visits/${visit.visitId}/token`, {}, token)).body.token;
  const renewed = await renew(visit.token);
  for (const token of [visit.token, renewed, await renew(renewed)]) {
    const { status, body } = await create(service, token);
    t.match([status, body.visitorId], [201, null]);
    await service.call('POST', `/v1/interactions/${body.id}/noengage`, {});
  }
  t.equal(await exported(service, 'ann'), 0, 'none of them carries her');
  t.equal((await create(service, bystander.token)).status, 201);
  t.equal(await exported(service, 'bob'), 1, 'others stay who they are');

  await service.clock.leap(1000);
  const back = await begin(service, { visitorId: 'ann' });
  t.equal((await create(service, back.token)).status, 201);
  t.equal(await exported(service, 'ann'), 1, 'the site may name her anew');
});

t.test('erasing a contact takes the visitor they were out of visit tokens, too', async (t) => {
  const service = await createComposed(t);
  const visit = await begin(service, { visitorId: 'ann' });
  const { body } = await create(service, visit.token, {
    userData: { EmailAddress: 'a@b.example' },
  });
  const { identity } = (await service.call('GET', `/v1/interactions/${body.id}`)).body;
  await service.call('DELETE', `/v1/admin/identities/${identity.id}`);
  t.equal((await create(service, visit.token)).status, 201);
  t.equal(await exported(service, 'ann'), 0);
});

t.test('an erasure that commits before a creation wins, however late the commit is', async (t) => {
  const service = await createComposed(t);
  const visit = await begin(service, { visitorId: 'ann' });
  const [erased, created] = await Promise.all([
    service.call('DELETE', '/v1/admin/visitors/ann?missing=ok'),
    create(service, visit.token),
  ]);
  t.match([erased.status, created.status], [200, 201]);
  await service.call('DELETE', '/v1/admin/visitors/ann');
  t.equal(await exported(service, 'ann'), 0);
});

/** Tokens of two processes with one signing key, of which the other one's clock is ahead. */
function tokensApart(aheadMs: number) {
  const clock = createFakeClock();
  const secret = Buffer.alloc(32, 1).toString('base64url');
  const key = { id: 'k', secret, createdAt: clock.now() };
  const keys = { newest: () => key, find: () => key, list: () => [key] } as unknown as SigningKeys;
  const claims = { kind: 'interaction', interactionId: 'i' } as const;
  const settings = {} as Settings;
  const ahead = createTokens(keys, { ...clock, now: () => clock.now() + aheadMs });
  const given = ahead.sign(settings, claims).token;
  return { claims, verified: createTokens(keys, clock).verify(settings, given) };
}

t.test('a token that lives longer than a day is refused, whatever its signature says', (t) => {
  t.equal(tokensApart(CLOCKS_APART_MS + 1).verified, undefined);
  t.end();
});

t.test('what another process signed just now is good, though its clock is a little ahead', (t) => {
  for (const aheadMs of [0, 1, CLOCKS_APART_MS]) {
    const { claims, verified } = tokensApart(aheadMs);
    t.strictSame(verified, claims, `by ${aheadMs} ms`);
  }
  t.end();
});

t.test('a signing key is replaced after 30 days and verifies nothing after 31', async (t) => {
  const service = await createComposed(t);
  const { clock, call } = service;
  const keys = async () => (await call('GET', '/v1/admin/signing-keys')).body.items;
  const [first] = await keys();
  t.match(first, { signs: true, verifiesUntil: new Date(clock.now() + 31 * DAY).toISOString() });
  await clock.leap(30 * DAY - 1);
  const { token, visitId } = await begin(service, {});
  const read = () => call('GET', `/v1/visits/${visitId}`, undefined, token);
  t.equal((await keys()).length, 1);
  await clock.leap(HOUR);
  // It is stored in a turn of its own.
  while ((await keys()).length < 2) await turn();
  t.match(await keys(), [{ signs: true }, { id: first.id, signs: false }], 'nobody restarted it');
  t.equal((await read()).status, 200, 'what it signed is good');
  const audit = (await call('GET', '/v1/admin/audit')).body.items;
  t.match(audit[0], { action: 'signing_key.created', keyName: 'system' });
  await clock.leap(DAY);
  t.equal((await read()).status, 401);
  t.equal((await keys()).length, 1);
  t.equal((await call('DELETE', `/v1/admin/signing-keys/${first.id}`)).status, 404);
});

t.test('a deleted signing key voids what it signed at once, and no other token', async (t) => {
  const service = await createComposed(t);
  const { call } = service;
  const keys = async () => (await call('GET', '/v1/admin/signing-keys')).body.items;
  const old = await begin(service, {});
  const [leaked] = await keys();
  await call('POST', '/v1/admin/signing-keys', {});
  const young = await begin(service, {});
  const read = async ({ visitId, token }: typeof old, { call } = service) =>
    (await call('GET', `/v1/visits/${visitId}`, undefined, token)).status;
  t.strictSame([await read(old), await read(young)], [200, 200]);
  t.equal((await call('DELETE', `/v1/admin/signing-keys/${leaked.id}`)).status, 204);
  t.strictSame([await read(old), await read(young)], [401, 200]);
  t.equal((await call('DELETE', `/v1/admin/signing-keys/${leaked.id}`)).status, 404);

  const [current] = await keys();
  const deletion = () => call('DELETE', `/v1/admin/signing-keys/${current.id}`);
  const statuses = (await Promise.all([deletion(), deletion()])).map(({ status }) => status);
  t.strictSame(statuses, [204, 404], 'two at once are one');
  t.equal(await read(young), 401);
  t.equal((await keys()).length, 1, 'the one that signed was replaced');
  const newest = await begin(service, {});
  const { items } = (await call('GET', '/v1/admin/audit')).body;
  t.match(
    items
      .slice(0, 3)
      .map(({ action, target }: { action: string; target: string }) => [action, target]),
    [
      ['signing_key.created'],
      ['signing_key.deleted', current.id],
      ['signing_key.deleted', leaked.id],
    ],
  );
  await service.close();
  const again = await createComposed(t, service);
  t.strictSame([await read(old, again), await read(newest, again)], [401, 200], 'for good');
});
