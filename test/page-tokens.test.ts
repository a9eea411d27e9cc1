import { createHash } from 'node:crypto';
import t from 'tap';
import { LOGIC } from './support/access-to-strategies.js';
import { type Composed, createComposed } from './support/composed.js';

/** A token as it is made for a list without filters, for whatever place. */
function forged(place: string): string {
  const text = JSON.stringify([place, []]);
  const fingerprint = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return Buffer.from(`${fingerprint}.${place}`).toString('base64url');
}

const refused = {
  status: 422,
  body: {
    code: 'validation_failed',
    errors: [
      {
        pointer: '#/pageToken',
        detail: 'must be the nextPageToken of a page with the same filters',
      },
    ],
  },
};

let service: Composed;
t.before(async () => {
  service = await createComposed(t);
  for (const visitId of ['v1', 'v2', 'v3']) await service.place({ visitId });
});

t.test(
  'a page token with a place that no list gave is refused, not answered with nothing',
  async (t) => {
    for (const list of ['interactions', 'refusals']) {
      const path = `/v1/admin/${list}?pageToken=`;
      t.equal(
        (await service.call('GET', path + forged('7'))).status,
        200,
        'the forgery is well made',
      );
      for (const place of [
        'x',
        '',
        '-1',
        '1.5',
        '1e3',
        '0x10',
        '007',
        '9'.repeat(17),
        'null',
        '1.1',
      ])
        t.match(await service.call('GET', path + forged(place)), refused, `${list} ${place}`);
    }
  },
);

t.test('a damaged page token is refused by every list', async (t) => {
  const { nextPageToken } = (await service.call('GET', '/v1/admin/interactions?pageSize=1')).body;
  const damaged = [
    nextPageToken.slice(1),
    nextPageToken.slice(0, -1),
    `${nextPageToken}=`,
    `${nextPageToken}.`,
    nextPageToken.toUpperCase(),
    '%00',
    'x',
  ];
  const { paths = {} } = service.app.swagger();
  const lists = Object.entries(paths).filter(([, path]) =>
    JSON.stringify(path?.get ?? {}).includes('"pageToken"'),
  );
  t.ok(lists.length >= 8, `${lists.length} lists`);
  await service.call('PUT', '/v1/admin/strategies/logic', LOGIC);
  const names: Readonly<Record<string, string>> = {
    'strategies/{name}': 'strategies/logic',
    '{name}': 'engagement.abandonedTime',
    '{kind}': 'agent-groups',
  };
  for (const [pattern] of lists) {
    const path = pattern.replace(/(strategies\/)?\{\w+\}/, (word) => names[word] ?? word);
    t.equal((await service.call('GET', path)).status, 200, path);
    for (const token of damaged)
      t.match(await service.call('GET', `${path}?pageToken=${token}`), refused, `${path} ${token}`);
  }
  t.equal(
    (await service.call('GET', `/v1/admin/interactions?pageToken=${nextPageToken}`)).status,
    200,
  );
});
