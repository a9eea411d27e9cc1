import assert from 'node:assert/strict';
import t from 'tap';
import {
  type Anything,
  type Created,
  type List,
  startService,
  type View,
} from './support/service.js';
import { ACTS, type ActName, act, inSituation, type SituationName } from './support/situations.js';

const service = await startService(t);
const { call, create } = service;

/**
 * What a caller is answered for every act in every situation. `+` 200 and something changed, `.`
 * 200 and nothing changed, as the first time; capitals: 409 and nothing changed.
 */
const MATRIX = [
  `            Qualified Engaged Displayed Pending Lapsed Completed Late
  engage      +         .       .         AD      AD     AD        AD
  noengage    +         +       +         AD      AD     AD        AD
  displayed   NA        +       .         .       .      .         .
  acceptCall  NA        +       +         .       .      .         .
  reject      NA        +       +         AD      AD     AD        AD
  timeout     NA        +       +         AD      AD     AD        AD
  form        NA        NA      NA        +       +      .         .
  otherForm   NA        NA      NA        +       +      FC        FC
  stop        NA        NA      NA        .       .      .         .
  adminStop   NA        NA      NA        .       .      .         .
  clean       +         +       +         .       .      .         .`,
  `            Rejected  Timeout not_engaged expired abandoned cleaned
  engage      AD        AD      AD          EX      EX        AD
  noengage    AD        AD      .           EX      EX        AD
  displayed   .         .       AD          EX      EX        AD
  acceptCall  AD        AD      AD          EX      EX        AD
  reject      .         AD      AD          EX      EX        AD
  timeout     AD        .       AD          EX      EX        AD
  form        NA        NA      AD          EX      EX        AD
  otherForm   NA        NA      AD          EX      EX        AD
  stop        .         .       .           .       .         .
  adminStop   .         .       .           .       .         .
  clean       .         .       .           .       .         .`,
];

const CODES: Readonly<Record<string, string>> = {
  NA: 'not_allowed',
  AD: 'already_disposed',
  EX: 'engagement_expired',
  FC: 'form_already_completed',
};

const words = (line = ''): readonly string[] => line.trim().split(/\s+/);

/** What an act did, in the words of the matrix; and the checks that hold for every cell. */
async function cell(created: Created, name: ActName): Promise<string> {
  const url = `/v1/interactions/${created.id}`;
  const send = 'browser' in ACTS[name] ? { as: created.token } : {};
  const before = (await call<View>('GET', url, send)).body;
  const { status, body } = await act<View & Anything>(service, created, name);
  const after = (await call<View>('GET', url, send)).body;
  if (status === 200) {
    assert.deepEqual(body, after, `${name} answers what a read does`);
    if (body.version === before.version) return '.';
    return body.version === before.version + 1 ? '+' : `version ${body.version}`;
  }
  const { state, dispositionCode, reason } = before;
  assert.deepEqual(after, before, `a refused ${name} changes nothing`);
  assert.deepEqual({ ...body, status, state, dispositionCode, reason }, { ...body, status: 409 });
  return Object.keys(CODES).find((word) => CODES[word] === body.code) ?? String(body.code);
}

for (const block of MATRIX) {
  const [header, ...rows] = block.split('\n').map(words);
  for (const [column, situation] of (header as SituationName[]).entries())
    t.test(`in ${situation} every act is answered as the table says`, async (t) => {
      const quiet = await inSituation(service, situation);
      for (const [name, ...cells] of rows as [ActName, ...string[]][]) {
        const expected = cells[column];
        const subject = expected === '+' ? await inSituation(service, situation) : quiet;
        t.equal(await cell(subject, name), expected, name);
      }
    });
}

t.test('the answers that came first stand, however often others follow', async (t) => {
  for (const first of ['acceptCall', 'reject', 'timeout'] as const) {
    const created = await inSituation(service, 'Engaged');
    const { body: once } = await act<View>(service, created, first);
    await service.advance(1000);
    for (const other of ['timeout', 'acceptCall', 'reject'] as const) {
      const again = await act<View & Anything>(service, created, other);
      const { serverTime, ...same } = once;
      if (other === first) t.match(again, { status: 200, body: same });
      else
        t.match(again.body, {
          code: 'already_disposed',
          state: once.state,
          dispositionCode: first,
          detail: new RegExp(`${once.state}.*${first}`),
        });
    }
  }
});

t.test('each refusal says by itself how things stand and since when', async (t) => {
  const since = 'since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
  const told: readonly (readonly [ActName, SituationName, string])[] = [
    ['displayed', 'Qualified', 'It is in Qualified: the strategy has not engaged it yet.'],
    ['stop', 'Engaged', 'It is in Engaged: the visitor has not answered yet.'],
    ['form', 'Rejected', 'It is in Rejected: only an accepted invitation has a form.'],
    ['reject', 'expired', `It is in Failed ${since}: not displayed in time .engagement_expired..`],
    ['engage', 'abandoned', `It is in Failed ${since}: displayed, never answered .abandoned..`],
    ['reject', 'Pending', `It is in Accepted ${since}: the browser answered acceptCall first.`],
    ['engage', 'cleaned', `It is in Failed ${since}: cleaned.`],
    ['acceptCall', 'not_engaged', `It is in Failed ${since}: not_engaged.`],
    ['otherForm', 'Completed', `The form was completed with other fields ${since}; they stand.`],
  ];
  for (const [name, situation, detail] of told) {
    const { body } = await act<Anything>(service, await inSituation(service, situation), name);
    t.match(body.detail, new RegExp(`^${detail}$`), `${name} in ${situation}`);
  }
});

t.test('a visit with a live attempt gets no other, and is told which and until when', async (t) => {
  const { id, visitId, token, createdAt } = await create();
  const again = () => call('POST', '/v1/interactions', { body: { visitId } });
  const end = (afterMs: number) => new Date(Date.parse(createdAt) + afterMs).toISOString();
  const expectBlocked = async (blockedUntil: string) => {
    t.match((await again()).body, {
      status: 409,
      code: 'engagement_in_progress',
      interactionId: id,
      blockedUntil,
      detail: new RegExp(`^Interaction ${id} .*until ${blockedUntil}, unless it ends before`),
    });
    t.match((await call('GET', `/v1/visits/${visitId}`, { as: token })).body, {
      visitId,
      liveInteractionId: id,
      canBeInvited: false,
      blockedUntil,
      blockedReason: 'engagement_in_progress',
    });
  };
  await expectBlocked(end(30_000));
  await act(service, { id, token } as Created, 'engage');
  await expectBlocked(end(30_000));
  await service.advance(2000);
  await act(service, { id, token } as Created, 'displayed');
  await expectBlocked(end(602_000));
  await act(service, { id, token } as Created, 'acceptCall');
  await expectBlocked(end(122_000));
  await act(service, { id, token } as Created, 'form');
  t.match((await call('GET', `/v1/visits/${visitId}`)).body, {
    visitId,
    liveInteractionId: null,
    canBeInvited: true,
    blockedUntil: null,
    blockedReason: null,
  });
  t.equal((await again()).status, 201);
});

t.test('strict mode switched on waits for every live attempt of a visit to end', async (t) => {
  const url = '/v1/visits/crowded';
  const again = () => call('POST', '/v1/interactions', { body: { visitId: 'crowded' } });
  await service.setOption('engagement.strictEngagementMode', false);
  const short = await create({ visitId: 'crowded' });
  const long = await inSituation(service, 'Displayed', { visitId: 'crowded' });
  t.match((await call('GET', url)).body, { canBeInvited: true, blockedUntil: null });
  await service.setOption('engagement.strictEngagementMode', true);
  const blockedUntil = (await call<View>('GET', `/v1/interactions/${long.id}`)).body.deadlineAt;
  t.match((await again()).body, { interactionId: long.id, blockedUntil }, 'the last to end');
  t.match((await call('GET', url)).body, { liveInteractionId: long.id, blockedUntil });
  await act(service, long, 'reject');
  t.match((await again()).body, { interactionId: short.id, blockedUntil: short.deadlineAt });
  await act(service, short, 'noengage');
  t.equal((await again()).status, 201);
});

t.test('of fifty simultaneous creations for one visit exactly one wins', async (t) => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      call('POST', '/v1/interactions', { body: { visitId: 'contested' } }),
    ),
  );
  const won = answers.filter(({ status }) => status === 201);
  t.equal(won.length, 1);
  for (const { status, body } of answers)
    if (status !== 201)
      t.match(body, { code: 'engagement_in_progress', interactionId: won[0]?.body.id });
});

t.test('of simultaneous answers exactly one wins and the others are told of it', async (t) => {
  const rivals = ['reject', 'acceptCall', 'timeout', 'noengage', 'clean'] as const;
  for (const first of rivals) {
    const created = await inSituation(service, 'Displayed');
    const order = [first, ...rivals.filter((name) => name !== first)];
    const answers = await Promise.all(
      order.map((name) => act<View & Anything>(service, created, name)),
    );
    const after = (await call<View>('GET', `/v1/interactions/${created.id}`)).body;
    t.equal(after.version, 4, 'one change after created, engaged and displayed');
    for (const [index, { status, body }] of answers.entries())
      if (status === 200) t.equal(body.version, 4, String(order[index]));
      else t.match(body, { code: 'already_disposed', state: after.state });
    const history = await call<List<{ to: string }>>(
      'GET',
      `/v1/interactions/${created.id}/history`,
    );
    t.equal(history.body.items.length, 5);
  }
});

t.test('a page token that was cut or changed anywhere is refused', async (t) => {
  for (let n = 0; n < 3; n += 1) await create();
  const url = '/v1/admin/interactions?pageSize=2';
  const { nextPageToken } = (await call<List<Anything>>('GET', url)).body;
  const text = Buffer.from(nextPageToken ?? '', 'base64url').toString();
  const spoilt = [...text].map((_, at) => `${text.slice(0, at)}0${text.slice(at + 1)}`);
  const cut = [...text].map((_, at) => text.slice(0, at));
  for (const other of [...spoilt, ...cut, `${text}0`].filter((each) => each !== text)) {
    const pageToken = Buffer.from(other).toString('base64url');
    const { status } = await call('GET', `${url}&pageToken=${pageToken}`);
    t.equal(status, 422, other);
  }
});
