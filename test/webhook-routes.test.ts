import t from 'tap';
import { WEBHOOK_EVENT_TYPES } from '#src/domain/event-types.js';
import { webhookExamples } from '#src/http/server/webhook-examples.js';
import { type Endpoint, PATH, startWithEndpoints } from './support/endpoints.js';
import { receive, status } from './support/receiver.js';
import type { List } from './support/service.js';

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly messageId: string;
  readonly attempts: readonly object[];
}

const { service, subscribe, remove } = startWithEndpoints(t);

t.test(
  'an endpoint is made, read, changed, and removed, each change with its version',
  async (t) => {
    const { call } = await service;
    const made = await call<Endpoint>('POST', PATH, {
      body: { url: 'http://127.0.0.1:9/hook', eventTypes: ['interaction.*'], description: 'CRM' },
    });
    t.equal(made.status, 201);
    t.match(made.body, {
      eventTypes: ['interaction.*'],
      description: 'CRM',
      enabled: true,
      disabledReason: null,
      rateLimitPerSecond: null,
      version: 1,
      secret: /^whsec_/,
    });
    const path = `${PATH}/${made.body.id}`;
    t.equal(made.headers.location, path);
    const read = await call('GET', path);
    t.equal(read.headers.etag, '"1"');
    t.notOk(read.text.includes('whsec_'), 'the secret is shown once');
    const stale = await call('PATCH', path, {
      body: { enabled: false },
      headers: { 'if-match': '"7"' },
    });
    t.match([stale.status, stale.body], [412, { code: 'precondition_failed' }]);
    const changed = await call('PATCH', path, {
      body: { enabled: false, rateLimitPerSecond: 5 },
      headers: { 'if-match': '"1"' },
    });
    t.match(changed.body, {
      enabled: false,
      disabledReason: 'ops',
      rateLimitPerSecond: 5,
      version: 2,
    });
    for (const action of ['test', 'recover']) {
      const body = action === 'recover' ? { since: '2030-01-01T00:00:00Z' } : {};
      const refused = await call('POST', `${path}/${action}`, { body });
      t.match([refused.status, refused.body], [409, { code: 'endpoint_disabled' }]);
    }
    const rotated = await call<Endpoint>('POST', `${path}/rotate-secret`, { body: {} });
    t.match(rotated.body, { secret: /^whsec_/, previousSecretExpiresAt: /^2030-03-19/ });
    t.not(rotated.body.secret, made.body.secret);
    const audit = await call<List<{ action: string }>>('GET', '/v1/admin/audit?pageSize=3');
    t.same(
      audit.body.items.map(({ action }) => action),
      ['secret_rotated', 'changed', 'created'].map((word) => `webhook_endpoint.${word}`),
    );
    t.notOk(audit.text.includes('whsec_'));
    t.equal((await call('DELETE', path)).status, 204);
    t.equal((await call('GET', path)).status, 404);
    t.equal((await call('DELETE', path)).status, 404);
    t.same((await call<List<object>>('GET', PATH)).body.items, []);
  },
);

t.test('what is no address, no event type, or a private address is refused by name', async (t) => {
  const { call } = await service;
  const post = (url: string, eventTypes: readonly string[] = ['*']) =>
    call('POST', PATH, { body: { url, eventTypes } });
  for (const url of [
    '',
    'nowhere',
    'ftp://example.com/',
    'http://a:b@127.0.0.1/',
    'http://127.0.0.1/#x',
  ])
    t.match(
      [(await post(url)).status, (await post(url)).body],
      [422, { code: 'validation_failed' }],
      url,
    );
  const host = (text: string) => `http://${text}/hook`;
  for (const url of [
    '10.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '0xa000001',
    '012.0.0.1',
    '167772161',
    'metadata.google.internal',
  ].map(host))
    t.match(
      [(await post(url)).status, (await post(url)).body],
      [422, { code: 'address_not_allowed' }],
      url,
    );
  const misspelt = await post('http://127.0.0.1/', ['interaction.creatd']);
  t.match(misspelt.body, { code: 'validation_failed', errors: [{ pointer: '#/eventTypes/0' }] });
  t.equal((await post('http://127.0.0.1/', [])).status, 422);
});

t.test('a test event goes to one endpoint only, whatever it subscribed to', async (t) => {
  const { call, dispatcher } = await service;
  const [one, other] = [await receive(t), await receive(t)];
  const endpoint = await subscribe(one.url, ['option.changed']);
  const everything = await subscribe(other.url);
  const sent = await call<{ messageId: string }>('POST', `${PATH}/${endpoint.id}/test`, {
    body: {},
  });
  t.match([sent.status, sent.body], [202, { eventType: 'webhook_endpoint.tested' }]);
  await dispatcher.idle();
  t.match(one.received, [{ id: sent.body.messageId, type: 'webhook_endpoint.tested' }]);
  t.equal(other.received.length, 0);
  const day = await call('GET', `${PATH}/${endpoint.id}/statistics`);
  t.match(day.body, {
    attempts: 1,
    succeeded: 1,
    failedAttempts: 0,
    pending: 0,
    failingSince: null,
  });
  await remove(endpoint);
  await remove(everything);
});

t.test('deliveries are listed by filter, and sent again on request', async (t) => {
  const { call, create, dispatcher } = await service;
  const receiver = await receive(t, status(500));
  const endpoint = await subscribe(receiver.url, ['interaction.created']);
  const { id } = await create();
  await dispatcher.idle();
  const list = async (query: string) =>
    (await call<List<Delivery>>('GET', `/v1/admin/deliveries?${query}`)).body.items;
  const [delivery] = await list(`interactionId=${id}`);
  t.match(delivery, {
    endpointId: endpoint.id,
    eventType: 'interaction.created',
    status: 'pending',
    nextAttemptAt: /^2030-03-18T08/,
    attempts: [{ status: 500, error: null, responseExcerpt: 'answered 500', at: /^2030/ }],
  });
  t.same(await list(`endpointId=${endpoint.id}&status=succeeded`), []);
  t.equal((await list(`eventType=interaction.created&status=pending`)).length, 1);
  receiver.answer = status(200);
  const path = `/v1/admin/deliveries/${delivery?.id}/resend`;
  t.match((await call('POST', path, { body: {} })).body, { status: 'pending' });
  await dispatcher.idle();
  t.match(await list(`interactionId=${id}`), [
    { status: 'succeeded', nextAttemptAt: null, attempts: { length: 2 } },
  ]);
  t.equal(receiver.received[1]?.id, delivery?.messageId);
  t.equal((await call('POST', '/v1/admin/deliveries/unknown/resend', { body: {} })).status, 404);
  await remove(endpoint);
});

t.test('what failed is sent again by a filter, and seen at one look until then', async (t) => {
  const { call, create, dispatcher } = await service;
  const receiver = await receive(t, status(500));
  const endpoint = await subscribe(`${receiver.url}?token=hidden`, ['interaction.created']);
  const other = await subscribe(receiver.url, ['interaction.created']);
  for (let made = 0; made < 3; made += 1) await create();
  await dispatcher.idle();
  const { deliveries } = (await call('GET', '/v1/admin/overview')).body;
  t.match(deliveries, {
    failing: [
      { endpointId: endpoint.id, since: /^2030/, lastStatus: 500, lastError: null },
      { endpointId: other.id },
    ],
  });
  t.notMatch(JSON.stringify(deliveries), 'hidden');
  receiver.answer = status(200);
  const resend = (filter: object, more: object = {}) =>
    call('POST', '/v1/admin/deliveries/resend', { body: { filter, ...more } });
  const ofOne = { endpointId: endpoint.id };
  t.match((await resend(ofOne, { dryRun: true })).body, {
    matched: 3,
    done: 0,
    byState: { retrying: 3 },
  });
  t.match((await resend({ createdBefore: '2030-01-01T00:00:00Z' })).body, { matched: 0 });
  const first = await resend(ofOne, { pageSize: 2 });
  t.match(first.body, { matched: 2, done: 2 });
  const { nextPageToken: pageToken } = first.body;
  t.match((await resend(ofOne, { pageSize: 2, pageToken })).body, {
    matched: 1,
    done: 1,
    nextPageToken: null,
  });
  await dispatcher.idle();
  t.match((await resend(ofOne)).body, { matched: 0 }, 'they came through');
  await call('PATCH', `${PATH}/${other.id}`, { body: { enabled: false } });
  t.match((await resend({})).body, { matched: 3, done: 0, refused: { endpoint_disabled: 3 } });
  t.match((await resend({ endpointId: 'nothing' })).body, {
    errors: [{ pointer: '#/endpointId' }],
  });
  await remove(endpoint);
  await remove(other);
});

/** The shape of a body: its members, with the kind of each. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]));
}

t.test(
  'each event has an example in the API description that the service really sends',
  async (t) => {
    const { call, api, create, setOption, clock, advance, dispatcher } = await service;
    const examples = webhookExamples();
    const { webhooks } = JSON.parse(JSON.stringify(api)) as {
      webhooks: Record<string, { post: { requestBody: { content: object } } }>;
    };
    t.same(Object.keys(webhooks), [...WEBHOOK_EVENT_TYPES, 'strategy.requested']);
    for (const type of WEBHOOK_EVENT_TYPES)
      t.match(webhooks[type]?.post.requestBody.content, {
        'application/json': { example: examples.get(type) },
      });

    const receiver = await receive(t);
    const endpoint = await subscribe(receiver.url);
    const other = await subscribe(receiver.url, ['option.changed']);
    const request = {
      visitorId: 'visitor-12',
      pageId: 'cart',
      pageUrl: 'https://shop.example.com/cart',
      channel: 'proactiveCallback',
      userData: { EmailAddress: 'ann@example.com' },
    };
    const post = (id: string, what: string, body: object) =>
      call('POST', `/v1/interactions/${id}/${what}`, { body });
    const shown = async () => {
      const { id, token } = await create(request);
      await post(id, 'engage', {});
      await call('POST', `/v1/interactions/${id}/displayed`, { as: token, body: {} });
      return {
        id,
        answer: (what: string, body: object) =>
          call('POST', `/v1/interactions/${id}/${what}`, { as: token, body }),
      };
    };
    const completing = await shown();
    await completing.answer('disposition', { code: 'acceptCall' });
    await completing.answer('registration-form', {
      fields: { PhoneNumber: '+1 555 0100', FirstName: 'Ann' },
    });
    for (const code of ['reject', 'timeout', 'acceptCall'])
      await (await shown()).answer('disposition', { code });
    const failing = await create({ ...request, visitId: 'twice' });
    await call('POST', '/v1/interactions', { body: { ...request, visitId: 'twice' } });
    await post(failing.id, 'noengage', { reason: 'no agent is free' });
    await setOption('wmsg.connector.engagementExpirationTime', '45');
    await setOption('engagement.queueMissed', 'Webengagement_Missed');
    await create(request);
    await advance(120_000);
    await call('PATCH', `${PATH}/${other.id}`, { body: { enabled: false } });
    await call('POST', `${PATH}/${endpoint.id}/test`, { body: {} });
    clock.advance(1);
    await dispatcher.idle();
    for (const [type, example] of examples) {
      // Nothing erases over HTTP yet.
      if (type === 'interaction.erased') continue;
      const sent = receiver.received
        .filter((one) => one.type === type)
        .map(({ body }) => JSON.stringify(shapeOf(JSON.parse(body))));
      t.ok(sent.includes(JSON.stringify(shapeOf(example))), `${type}: ${sent[0]}`);
    }
  },
);
