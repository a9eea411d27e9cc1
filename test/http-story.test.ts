import t from 'tap';
import type { InteractionView } from '#src/http/shapes/schemas.js';
import { type Created, type List, START, startService } from './support/service.js';
import { act, FIELDS } from './support/situations.js';

const service = await startService(t);
const { call, advance } = service;

const at = (afterMs: number): string => new Date(START + afterMs).toISOString();

t.test('a visitor is invited, sees it, accepts and fills in the form', async (t) => {
  const request = {
    visitId: 'v-1',
    visitorId: 'p-1',
    pageId: 'cart',
    pageUrl: 'https://shop.example/cart',
    category: 'Cart',
    channel: 'proactiveCallback',
    userData: { PhoneNumber: '+44 20 7946 0000' },
  };
  const { status, headers, body } = await call<Created>('POST', '/v1/interactions', {
    body: request,
  });
  t.equal(status, 201);
  const { id, token, ...first } = body;
  t.equal(headers.location, `/v1/interactions/${id}`);
  t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.match(token, /^wit_/);
  const qualified = {
    ...request,
    visitorIdClaimed: false,
    state: 'Qualified',
    queue: 'Webengagement_Qualified',
    status: 'active',
    dispositionCode: null,
    reason: null,
    reasonDetail: null,
    engagementRule: null,
    createdAt: at(0),
    engagedAt: null,
    displayedAt: null,
    disposedAt: null,
    stoppedAt: null,
    deadlineAt: at(30_000),
    serverTime: at(0),
    registrationForm: null,
    identity: null,
    chatId: null,
    caseData: {
      'WebEngagement.EngagementStartPage': request.pageUrl,
      'WebEngagement.CurrentWebPage': request.pageUrl,
    },
    version: 1,
  };
  t.strictSame(first, qualified);

  await advance(1000);
  const engaged = await act<InteractionView>(service, body, 'engage');
  const { reasonDetail, engagementRule, identity, userData, ...publicly } = {
    ...qualified,
    id,
    state: 'Engaged',
    queue: 'Webengagement_Engaged',
    engagedAt: at(1000),
    serverTime: at(1000),
    version: 2,
  };
  t.strictSame(engaged.body, {
    ...publicly,
    reasonDetail,
    engagementRule,
    identity,
    userData,
  });

  await advance(1000);
  const displayed = await act<InteractionView>(service, body, 'displayed');
  const seen = {
    ...publicly,
    displayedAt: at(2000),
    deadlineAt: at(602_000),
    serverTime: at(2000),
    version: 3,
  };
  t.strictSame(displayed.body, seen, 'a browser is not shown what a back end may have put there');

  await advance(1000);
  const accepted = await act<InteractionView>(service, body, 'acceptCall');
  const agreed = {
    ...seen,
    state: 'Accepted',
    queue: 'Webengagement_Accepted',
    status: 'stopped',
    dispositionCode: 'acceptCall',
    disposedAt: at(3000),
    stoppedAt: at(3000),
    deadlineAt: at(123_000),
    serverTime: at(3000),
    registrationForm: { status: 'pending', fields: {}, completedAt: null },
    version: 4,
  };
  t.strictSame(accepted.body, agreed);

  await advance(1000);
  const completed = await act<InteractionView>(service, body, 'form');
  const done = {
    ...agreed,
    deadlineAt: null,
    serverTime: at(4000),
    registrationForm: { status: 'completed', fields: FIELDS, completedAt: at(4000) },
    version: 5,
  };
  t.strictSame(completed.body, done);

  const read = await call<InteractionView>('GET', `/v1/interactions/${id}`);
  t.equal(read.headers.etag, '"5"');
  t.match(read.body.identity, { key: 'EmailAddress', value: FIELDS.EmailAddress });
  t.strictSame(read.body.userData, { ...request.userData, ...FIELDS }, 'the form is merged');

  const history = await call<List<object>>('GET', `/v1/interactions/${id}/history`);
  const facts: readonly (readonly unknown[])[] = [
    ['interaction.created', 0, 'site', null, 'Qualified'],
    ['interaction.engaged', 1000, 'strategy', 'Qualified', 'Engaged'],
    ['interaction.displayed', 2000, 'browser', 'Engaged', 'Engaged'],
    ['interaction.accepted', 3000, 'browser', 'Engaged', 'Accepted'],
    ['interaction.stopped', 3000, 'system', 'Accepted', 'Accepted'],
    ['registration_form.completed', 4000, 'browser', 'Accepted', 'Accepted'],
  ];
  t.strictSame(
    history.body.items,
    facts.map(([type, ms, by, from, to], index) => ({
      sequence: index + 1,
      type,
      at: at(Number(ms)),
      by,
      from,
      to,
      queue: `Webengagement_${String(to)}`,
      reason: null,
    })),
  );
});
