import t from 'tap';
import { type Anything, type List, startService } from './support/service.js';

const service = await startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
const { call, advance } = service;

/** What ops make, each with a second payload and whether its secret is kept in clear. */
const KINDS: readonly (readonly [path: string, body: Anything, other: Anything])[] = [
  ['api-keys', { name: 'a', scopes: ['admin:read'] }, { name: 'b', scopes: ['admin:read'] }],
  [
    'publishable-keys',
    { name: 'a', origins: ['https://a.example'] },
    { name: 'a', origins: ['https://b.example'] },
  ],
  ['strategy-secrets', { name: 'a' }, { name: 'b' }],
  [
    'webhook-endpoints',
    { url: 'http://127.0.0.1:9/', eventTypes: ['*'] },
    { url: 'http://127.0.0.1:9/', eventTypes: ['interaction.*'] },
  ],
];

for (const [kind, body, other] of KINDS) {
  const path = `/v1/admin/${kind}`;
  const post = (payload: Anything, key: string) =>
    call<Anything>('POST', path, { body: payload, headers: { 'idempotency-key': key } });
  const ids = async () => (await call<List<Anything>>('GET', path)).body.items.map(({ id }) => id);

  t.test(`${kind}: the same Idempotency-Key makes one, and is answered as the first`, async (t) => {
    const before = (await ids()).length;
    const [first, ...again] = await Promise.all([
      post(body, 'k-1'),
      post(body, 'k-1'),
      post(body, '"k-1"'),
    ]);
    t.equal(first.status, 201);
    for (const answer of [...again, await post(body, 'k-1')]) {
      t.equal(answer.status, 201);
      // The text of an API key is not stored: only the first answer has it.
      const expected = kind === 'api-keys' ? { ...first.body, key: null } : first.body;
      t.strictSame(answer.body, expected);
    }
    t.equal((await ids()).length, before + 1);
    const audit = (await call<List<Anything>>('GET', '/v1/admin/audit')).body.items;
    t.equal(audit.filter(({ target }) => target === first.body.id).length, 1);

    t.match(await post(other, 'k-1'), { status: 422, body: { code: 'idempotency_key_reused' } });
    t.match(await post(body, ''), { status: 422, body: { code: 'validation_failed' } });
    t.match(await post({}, 'k-2'), { status: 422 });
    t.equal((await post(body, 'k-2')).status, 201, 'what was not understood is not kept');

    await advance(24 * 60 * 60 * 1000 + 1);
    t.not((await post(body, 'k-1')).body.id, first.body.id, 'a day later it is new');
  });
}

t.test('what an Idempotency-Key made and somebody deleted is not made again', async (t) => {
  const send = () =>
    call<Anything>('POST', '/v1/admin/webhook-endpoints', {
      body: { url: 'http://127.0.0.1:9/', eventTypes: ['*'] },
      headers: { 'idempotency-key': 'gone' },
    });
  const { id } = (await send()).body;
  await call('DELETE', `/v1/admin/webhook-endpoints/${String(id)}`);
  t.match(await send(), { status: 404, body: { code: 'not_found' } });
});

t.test(
  'a secret is rotated once for an Idempotency-Key: the one before goes on signing',
  async (t) => {
    const make = async () => {
      const body = { url: 'http://127.0.0.1:9/', eventTypes: ['*'] };
      const made = await call<{ id: string }>('POST', '/v1/admin/webhook-endpoints', { body });
      return `/v1/admin/webhook-endpoints/${made.body.id}`;
    };
    const path = await make();
    const rotate = (key: string, headers = {}, of = path) =>
      call<Anything>('POST', `${of}/rotate-secret`, {
        body: {},
        headers: { 'idempotency-key': key, ...headers },
      });
    const ahead = { 'if-match': '"3"' };
    const refused = await rotate('ahead', ahead);
    t.match(refused, { status: 412, body: { code: 'precondition_failed' } });

    const [first, ...again] = await Promise.all(
      ['once', 'once', '"once"'].map((key) => rotate(key)),
    );
    t.equal(first?.status, 200);
    for (const answer of [...again, await rotate('once')])
      t.strictSame([answer.status, answer.body], [200, first?.body]);
    t.equal(first?.body.version, 2);
    t.match(await rotate('once', {}, await make()), {
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });

    await call('PATCH', path, { body: { description: 'the third version' } });
    t.equal(
      (await rotate('ahead', ahead)).body.detail,
      refused.body.detail,
      'a refusal is kept, too',
    );
    t.equal((await rotate('new', ahead)).status, 200);
  },
);
