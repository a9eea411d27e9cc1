import t from 'tap';
import { type Anything, type Send, startService, type View } from './support/service.js';
import { act, inSituation } from './support/situations.js';

const service = await startService(t);
const { call, create } = service;

const post = (send: Send, url = '/v1/interactions') => call('POST', url, send);
const json = (raw: string | Buffer) => post({ raw });
const typed = (type: string, raw = '{}') => post({ raw, headers: { 'content-type': type } });
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const data = (userData: unknown) => post({ body: { visitId: 'data', userData } });

/** What is refused before anybody looks at what it means: what is sent, status, words of the detail. */
const UNREADABLE: Readonly<
  Record<string, readonly [() => ReturnType<typeof post>, number, RegExp]>
> = {
  'half a JSON text': [() => json('{"visitId":'), 400, /JSON/],
  'two JSON texts': [() => json('{}{}'), 400, /JSON/],
  'a JSON text with a comment': [() => json('{} // no'), 400, /JSON/],
  'a number that is none': [() => json('{"visitId":NaN}'), 400, /JSON/],
  'broken UTF-8': [() => json(Buffer.from('{"visitId":"\xff"}', 'latin1')), 400, /UTF-8/],
  'UTF-16': [() => json(Buffer.from('{"visitId":"v"}', 'utf16le')), 400, /JSON/],
  'a prototype': [() => json('{"visitId":"v","__proto__":{"x":1}}'), 400, /__proto__/],
  'a prototype deep inside': [() => json('{"userData":{"__proto__":"x"}}'), 400, /__proto__/],
  'a constructor prototype': [() => json('{"constructor":{"prototype":{}}}'), 400, /prototype/],
  'brackets without end': [() => json('['.repeat(60_000)), 400, /JSON/],
  'deep nesting': [() => json(`{"visitId":${nested(30_000)}}`), 422, /visitId/],
  'deep nesting in the user data': [
    () => json(`{"visitId":"v","userData":${nested(30_000)}}`),
    422,
    /userData/,
  ],
  'deep nesting in a value of the user data': [
    () => json(`{"visitId":"v","userData":{"a":${nested(30_000)}}}`),
    422,
    /userData\/a: must be a string/,
  ],
  'a value of the user data that says what its text is': [
    () => data({ a: { toString: 1, valueOf: 1 } }),
    422,
    /userData\/a: must be a string/,
  ],
  'a body of 64 KiB and one byte': [() => json(`"${'x'.repeat(65_535)}"`), 413, /65,536/],
  'no media type': [
    () => post({ raw: '{}', headers: { 'content-type': '' } }),
    415,
    /application\/json/,
  ],
  'an unknown media type': [() => typed('application/xml', '<a/>'), 415, /application\/json/],
  'a file': [() => typed('multipart/form-data; boundary=x'), 415, /application\/json/],
  'a media type that is none': [() => typed(';;;'), 415, /application\/json/],
  nothing: [() => post({}), 422, /visitId: is required/],
  'an empty body': [() => json(''), 422, /visitId: is required/],
  null: [() => json('null'), 422, /object/],
  'a list': [() => json('[]'), 422, /object/],
  'a text': [() => json('"v"'), 422, /object/],
};

for (const [what, [send, status, detail]] of Object.entries(UNREADABLE))
  t.test(`${what} is answered ${status} with the reason`, async (t) => {
    t.match(await send(), { status, body: { detail } });
  });

t.test('a body of exactly 64 KiB is read', async (t) => {
  t.equal((await json(`"${'x'.repeat(65_534)}"`)).status, 422);
});

/** What the fields of a creation must be: the body, the place, words of the sentence about it. */
const MISFITS: readonly (readonly [object, string, RegExp])[] = [
  [{}, '#/visitId', /^is required/],
  [{ visitId: '' }, '#/visitId', /1 character/],
  [{ visitId: 'x'.repeat(129) }, '#/visitId', /128 characters/],
  [{ visitId: 'a\u0000b' }, '#/visitId', /printable/],
  [{ visitId: 'a\nb' }, '#/visitId', /printable/],
  [{ visitId: '\ud800' }, '#/visitId', /printable/],
  [{ visitId: '\u200f' }, '#/visitId', /printable/],
  [{ visitId: 5 }, '#/visitId', /a string/],
  [{ visitId: null }, '#/visitId', /a string/],
  [{ visitId: ['v'] }, '#/visitId', /a string/],
  [{ visitId: 'v', vistorId: 'p' }, '#/vistorId', /mean "visitorId"\?/],
  [{ visitId: 'v', id: 'x' }, '#/id', /not known here/],
  [{ visitId: 'v', toString: 'x' }, '#/toString', /not known here/],
  [{ visitId: 'v', 'a/b~c': 'x' }, '#/a~1b~0c', /not known here/],
  [{ visitId: 'v', channel: 'phone' }, '#/channel', /one of: proactiveChat, proactiveCallback/],
  [{ visitId: 'v', channel: null }, '#/channel', /a string/],
  [{ visitId: 'v', visitorId: 'x'.repeat(129) }, '#/visitorId', /128/],
  [{ visitId: 'v', pageId: 'x'.repeat(257) }, '#/pageId', /256/],
  [{ visitId: 'v', pageUrl: 'x'.repeat(2049) }, '#/pageUrl', /2048/],
  [{ visitId: 'v', category: 'x'.repeat(257) }, '#/category', /256/],
  [{ visitId: 'v', userData: [] }, '#/userData', /an object/],
  [{ visitId: 'v', userData: null }, '#/userData', /an object/],
  [{ visitId: 'v', userData: { a: 1 } }, '#/userData/a', /a string/],
  [{ visitId: 'v', userData: { a: { b: 'c' } } }, '#/userData/a', /a string/],
  [{ visitId: 'v', userData: { a: '\ud800' } }, '#/userData/a', /Unicode/],
  [{ visitId: 'v', userData: { a: '\u0000' } }, '#/userData/a', /NUL/],
  [{ visitId: 'v', userData: { 'a\u0000': 'x' } }, '#/userData/a\u0000', /as a key.*NUL/],
  [{ visitId: 'v', userData: { '\udc00': 'x' } }, '#/userData/\udc00', /as a key.*Unicode/],
  [{ visitId: 'v', userData: { '': 'x' } }, '#/userData/', /as a key.*1 character/],
  [
    { visitId: 'v', userData: { ['k'.repeat(129)]: 'x' } },
    `#/userData/${'k'.repeat(68)}…`,
    /as a key.*128 characters/,
  ],
  [{ visitId: 'v', userData: { a: 'x'.repeat(4097) } }, '#/userData/a', /4096 characters/],
];

t.test('every misfit is named with its place and what would fit', async (t) => {
  for (const [body, pointer, detail] of MISFITS) {
    const answer = await post({ body });
    t.match(answer.body, { code: 'validation_failed', errors: [{ pointer, detail }] });
    t.equal((answer.body.errors as unknown[]).length, 1, pointer);
  }
});

t.test('several misfits are named at once, but never without end', async (t) => {
  const { body } = await post({ body: { visitId: 1, channel: 2, visitId2: 3 } });
  t.equal((body.errors as unknown[]).length, 3);
  const fields = Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1]);
  const many = await post({ body: Object.fromEntries(fields) });
  t.equal((many.body.errors as unknown[]).length, 16);
});

const filled = (keys: number, length: number) =>
  Object.fromEntries(
    Array.from({ length: keys }, (_, k) => [`k${k}`.padEnd(4), 'v'.repeat(length)]),
  );

t.test('user data is taken up to its limits and refused beyond them', async (t) => {
  const taken = [
    filled(64, 1),
    { ['k'.repeat(128)]: 'x' },
    { k: 'ä'.repeat(4096) },
    filled(4, 4092),
  ].concat([{ constructor: 'x', toString: 'y', hasOwnProperty: 'z' }, { 'a b': '' }] as never);
  for (const [index, userData] of taken.entries()) {
    const { body, status } = await post({ body: { visitId: `d-${index}`, userData } });
    t.match({ status, userData: body.userData }, { status: 201, userData });
  }
  t.match((await data(filled(65, 1))).body.errors, [{ pointer: '#/userData', detail: /64/ }]);
  t.match((await data({ ...filled(4, 4092), x: '' })).body.errors, [
    { pointer: '#/userData', detail: /16384 bytes/ },
  ]);
  t.match((await data(filled(3, 4096))).status, 201);
});

t.test('the limits of user data hold for the fields of the form too', async (t) => {
  const created = await inSituation(service, 'Pending');
  const url = `/v1/interactions/${created.id}/registration-form`;
  const complete = (fields: unknown) => post({ as: created.token, body: { fields } }, url);
  for (const fields of [filled(65, 1), filled(5, 4000), { a: 1 }, { a: '\u0000' }, [], null])
    t.match((await complete(fields)).body, { code: 'validation_failed' });
  t.match((await complete({ __proto__: null, constructor: 'x' })).body, {
    registrationForm: { fields: { constructor: 'x' } },
  });
});

t.test('what a visitor fills in is not lost because the site attached a lot', async (t) => {
  const created = await inSituation(service, 'Pending', { userData: filled(64, 100) });
  t.equal((await act(service, created, 'form')).status, 200);
});

t.test('what comes from the database is text again, not code', async (t) => {
  const text = `'; drop table interactions; -- <script>"\\\u2028😀`;
  const created = await create({ visitId: text.trim().replace('\u2028', ''), userData: { text } });
  const { body } = await call<View>('GET', `/v1/interactions/${created.id}`);
  t.strictSame(body.userData, { text });
  const visit = await call('GET', `/v1/visits/${encodeURIComponent(created.visitId ?? '')}`);
  t.equal(visit.body.liveInteractionId, created.id);
});

t.test('a visit id of the longest kind can be asked for', async (t) => {
  const visitId = '😀'.repeat(128);
  const { id, token } = await create({ visitId });
  const url = `/v1/visits/${encodeURIComponent(visitId)}`;
  t.match((await call('GET', url, { as: token })).body, { visitId, liveInteractionId: id });
});

t.test('an operation without required fields needs no body, and takes no others', async (t) => {
  const { id, token } = await inSituation(service, 'Engaged');
  const url = `/v1/interactions/${id}`;
  t.equal((await post({ as: token }, `${url}/displayed`)).status, 200);
  t.equal((await post({ as: token, raw: '' }, `${url}/displayed`)).status, 200);
  for (const path of ['displayed', 'engage', 'noengage', 'stop'])
    for (const raw of ['null', '[]', '0', '{"nonsense":1}'])
      t.match(
        await post({ ...(path === 'displayed' && { as: token }), raw }, `${url}/${path}`),
        { status: 422, body: { code: 'validation_failed' } },
        `${path} ${raw}`,
      );
});

t.test('an unknown disposition code is refused with the list of codes', async (t) => {
  const { id, token } = await inSituation(service, 'Engaged');
  const url = `/v1/interactions/${id}/disposition`;
  for (const code of ['accept', 'AcceptCall', 'acceptCall ', '', null, 1, ['acceptCall']])
    t.match((await post({ as: token, body: { code } }, url)).body, {
      status: 422,
      errors: [{ pointer: '#/code', detail: /acceptCall, reject, timeout|a string/ }],
    });
  t.match((await post({ as: token, body: {} }, url)).body.errors, [{ pointer: '#/code' }]);
});

t.test(
  "the strategy's own words are kept up to 256 characters and not shown to browsers",
  async (t) => {
    const noengage = async (reason: unknown) => {
      const created = await create();
      const url = `/v1/interactions/${created.id}/noengage`;
      return { created, ...(await post({ body: { reason } }, url)) };
    };
    for (const reason of ['x'.repeat(257), '\u0000', '\ud800', 5, null])
      t.equal((await noengage(reason)).status, 422, String(reason));
    const { created, body } = await noengage('😀'.repeat(256));
    t.match(body, { reason: 'not_engaged', reasonDetail: '😀'.repeat(256) });
    const { id, token } = created;
    const seen = await call<Anything>('GET', `/v1/interactions/${id}`, { as: token });
    for (const hidden of ['reasonDetail', 'engagementRule', 'userData', 'identity', 'token'])
      t.notOk(hidden in seen.body, hidden);
  },
);

t.test('a form says yes and no in words, where JSON has its own', async (t) => {
  const { id, token } = await inSituation(service, 'Engaged');
  const answer = (raw: string) =>
    post(
      { raw, as: token, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      `/v1/interactions/${id}/disposition`,
    );
  t.match(await answer('code=timeout&leaving=perhaps'), {
    status: 422,
    body: { errors: [{ pointer: '#/leaving' }] },
  });
  t.match(await answer('code=timeout&leaving=false'), { status: 200, body: { state: 'Timeout' } });
});

t.test('a parameter with a NUL fits nothing, and a name with one names nothing', async (t) => {
  const admin = (method: 'GET' | 'POST', path: string) =>
    call(method, `/v1/admin/${path}`, method === 'POST' ? { body: {} } : {});
  for (const [list, name] of [
    ['interactions', 'queue'],
    ['chats', 'agent'],
    ['deliveries', 'endpointId'],
    ['find', 'q'],
  ])
    t.match(await admin('GET', `${list}?${name}=a%00b`), {
      status: 422,
      body: { errors: [{ pointer: `#/${name}`, detail: /NUL/ }] },
    });
  for (const [method, path] of [
    ['POST', 'deliveries/%00/resend'],
    ['GET', 'strategies/a%00/history'],
    ['GET', 'visitors/%00/export'],
  ] as const)
    t.match(await admin(method, path), { status: 404, body: { code: 'not_found' } });
  const bulk = { action: 'stop', filter: { queue: '\0' } };
  t.equal((await call('POST', '/v1/admin/interactions/bulk', { body: bulk })).status, 422);
});
