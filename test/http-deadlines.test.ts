import t from 'tap';
import {
  type Anything,
  type Created,
  type List,
  startService,
  type View,
} from './support/service.js';
import { type ActName, act, FIELDS, inSituation } from './support/situations.js';

const service = await startService(t);
const { call, clock, create, setOption } = service;

const after = (moment: string | null, ms: number): string =>
  new Date(Date.parse(moment ?? '') + ms).toISOString();

const read = async ({ id }: Created): Promise<View> =>
  (await call<View>('GET', `/v1/interactions/${id}`)).body;

/** Time passes with the sweep at work, or before anybody has noticed what is due. */
const WAITS = {
  'the sweep has run': (ms: number) => service.advance(ms),
  'nobody has noticed': async (ms: number) => clock.jump(ms),
};

/** What the engagement clock ends: the act, the situation it needs, the state it leads to. */
const ENDED_BY_ENGAGEMENT = [
  ['engage', 'Qualified', 'Engaged'],
  ['noengage', 'Engaged', 'Failed'],
  ['displayed', 'Engaged', 'Engaged'],
  ['acceptCall', 'Engaged', 'Accepted'],
  ['reject', 'Engaged', 'Rejected'],
  ['timeout', 'Engaged', 'Timeout'],
] as const satisfies readonly (readonly [ActName, 'Qualified' | 'Engaged', string])[];

for (const [how, wait] of Object.entries(WAITS)) {
  for (const [name, situation, to] of ENDED_BY_ENGAGEMENT)
    t.test(`${name} wins 1 ms before the deadline and loses at it when ${how}`, async (t) => {
      const early = await inSituation(service, situation);
      await wait(29_999);
      t.match(await act(service, early, name), { status: 200, body: { state: to } });

      const late = await inSituation(service, situation);
      await wait(30_000);
      const ended = { state: 'Failed', dispositionCode: 'timeout', reason: 'engagement_expired' };
      const refused = await act(service, late, name);
      t.match(refused.body, { status: 409, code: 'engagement_expired', ...ended });
      t.match(await read(late), {
        ...ended,
        status: 'stopped',
        disposedAt: late.deadlineAt,
        stoppedAt: late.deadlineAt,
        deadlineAt: null,
      });
      t.equal((await call('GET', `/v1/visits/${late.visitId}`)).body.canBeInvited, true);
    });

  t.test(`an answer wins until the browser counts as gone when ${how}`, async (t) => {
    const early = await inSituation(service, 'Displayed');
    await wait(599_999);
    t.equal((await act(service, early, 'acceptCall')).status, 200);
    const late = await inSituation(service, 'Displayed');
    const { deadlineAt } = await read(late);
    await wait(600_000);
    const ended = { state: 'Failed', dispositionCode: null, reason: 'abandoned' };
    const refused = await act(service, late, 'acceptCall');
    t.match(refused.body, { code: 'engagement_expired', ...ended });
    t.match(await read(late), { ...ended, disposedAt: deadlineAt });
  });

  t.test(
    `a form is completed until its deadline and completed late from it on when ${how}`,
    async (t) => {
      const early = await inSituation(service, 'Pending');
      await wait(119_999);
      const completed = await act<View>(service, early, 'form');
      t.match(completed.body.registrationForm, { status: 'completed' });

      const late = await inSituation(service, 'Pending');
      const { visitId } = late;
      const { deadlineAt, queue } = await read(late);
      await wait(120_000);
      const next = await create({ visitId });
      t.match(await read(late), { registrationForm: { status: 'expired', completedAt: null } });
      const lately = await act<View>(service, late, 'form');
      t.match(lately, {
        status: 200,
        body: {
          state: 'Accepted',
          queue,
          registrationForm: { status: 'completed_late', fields: FIELDS, completedAt: deadlineAt },
        },
      });
      t.match(await read(late), { userData: FIELDS, identity: { value: FIELDS.EmailAddress } });
      t.match(await read(next), { state: 'Qualified', version: 1 }, 'the newer one is untouched');
      t.equal((await call('GET', `/v1/visits/${visitId}`)).body.liveInteractionId, next.id);
    },
  );
}

t.test('an expiry is dated at its deadline however late it is noticed', async (t) => {
  const created = await create();
  clock.jump(3_600_000);
  const { body } = await call<List<object>>('GET', `/v1/interactions/${created.id}/history`);
  t.match(body.items, [
    { sequence: 1, type: 'interaction.created', by: 'site' },
    {
      sequence: 2,
      type: 'interaction.failed',
      at: created.deadlineAt,
      by: 'clock',
      from: 'Qualified',
      to: 'Failed',
      queue: 'Webengagement_Failed',
      reason: 'engagement_expired',
    },
    { sequence: 3, type: 'interaction.stopped', at: created.deadlineAt, by: 'system' },
  ]);
});

t.test('a creation settles what blocked its visit before it is judged', async (t) => {
  for (const situation of ['Qualified', 'Engaged', 'Displayed', 'Pending'] as const) {
    const { visitId } = await inSituation(service, situation);
    const before = await call<Anything>('GET', `/v1/visits/${visitId}`);
    const blockedUntil = Date.parse(String(before.body.blockedUntil));
    clock.jump(blockedUntil - clock.now() - 1);
    t.equal((await call('POST', '/v1/interactions', { body: { visitId } })).status, 409, situation);
    clock.jump(1);
    t.equal((await call('POST', '/v1/interactions', { body: { visitId } })).status, 201, situation);
  }
});

const TIME = 'wmsg.connector.engagementExpirationTime';
const FORM = 'wmsg.connector.registrationFormExpirationTime';

t.test('a changed time re-dates what is pending from the very next request on', async (t) => {
  const created = await inSituation(service, 'Engaged');
  await setOption(TIME, 60);
  t.equal((await read(created)).deadlineAt, after(created.createdAt, 60_000));
  clock.jump(45_000);
  await setOption(TIME, 10);
  const changedAt = new Date(clock.now()).toISOString();
  t.match(await read(created), { reason: 'engagement_expired', disposedAt: changedAt });

  const accepted = await inSituation(service, 'Pending');
  await setOption(FORM, '1800');
  const { disposedAt, deadlineAt } = await read(accepted);
  t.equal(deadlineAt, after(disposedAt, 1_800_000));
  await setOption(TIME, 30);
  await setOption(FORM, 120);
});

t.test('a longer time revives nothing that was due before it', async (t) => {
  const created = await create();
  clock.jump(30_000);
  await setOption(TIME, 60);
  t.match(await read(created), {
    reason: 'engagement_expired',
    disposedAt: created.deadlineAt,
    deadlineAt: null,
  });
  await setOption(TIME, 30);
});

t.test('while a missed queue is named, what expires unseen goes there', async (t) => {
  await setOption('engagement.queueMissed', 'Webengagement_Missed');
  const created = await inSituation(service, 'Engaged');
  await service.advance(30_000);
  const missed = { state: 'Missed', dispositionCode: 'timeout', reason: 'engagement_expired' };
  t.match(await read(created), { ...missed, queue: 'Webengagement_Missed', status: 'stopped' });
  for (const name of ['engage', 'noengage', 'displayed', 'acceptCall', 'timeout', 'form'] as const)
    t.match((await act(service, created, name)).body, { code: 'engagement_expired', ...missed });
  await setOption('engagement.queueMissed', null);
  t.match(await read(created), missed, 'what is placed stays placed');
});

t.test('a callback form needs the phone number under the key in force', async (t) => {
  const complete = (interaction: Created, fields: Anything) =>
    act<View & Anything>(service, interaction, 'form', { as: interaction.token, body: { fields } });
  const created = await inSituation(service, 'Pending', { channel: 'proactiveCallback' });
  await setOption('wmsg.connector.phoneNumber', 'Mobile');
  const refused = await complete(created, { PhoneNumber: '+44 20 7946 0000', Mobile: ' ' });
  t.match(refused.body, {
    status: 422,
    code: 'phone_number_required',
    detail: /under Mobile/,
    state: 'Accepted',
    errors: [{ pointer: '#/fields/Mobile', detail: /wmsg\.connector\.phoneNumber/ }],
  });
  t.match((await read(created)).registrationForm, { status: 'pending' });
  t.equal((await complete(created, { Mobile: '+44 7700 900000' })).status, 200);
  await setOption('wmsg.connector.phoneNumber', 'PhoneNumber');
  const known = await inSituation(service, 'Pending', {
    channel: 'proactiveCallback',
    userData: { PhoneNumber: '+44 20 7946 0000' },
  });
  t.equal((await complete(known, {})).status, 200, 'the site knew the number already');
});

t.test('the contact is the one the identifier names, e-mail without case', async (t) => {
  const identityOf = async (userData: Anything) => (await create({ userData })).identity;
  const ada = await identityOf({ EmailAddress: '  Grace@Example.com ' });
  t.match(ada, { key: 'EmailAddress', value: 'Grace@Example.com' });
  t.equal((await identityOf({ EmailAddress: 'grace@example.COM' }))?.id, ada?.id);
  t.equal(await identityOf({ EmailAddress: '  ' }), null);
  await setOption('wmsg.connector.userIdentifier', 'CustomerId');
  t.match(await identityOf({ EmailAddress: 'ada@example.com', CustomerId: 'C-1' }), {
    key: 'CustomerId',
    value: 'C-1',
  });
  await setOption('wmsg.connector.userIdentifier', 'EmailAddress');
});
