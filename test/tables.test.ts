import t from 'tap';
import { prefersText } from '#src/http/server/tables.js';
import { cellOf, cut, widthOf } from '#src/text/cell.js';
import { COLUMNS } from '#src/text/lists.js';
import { problemText } from '#src/text/problem.js';
import { createTable, renderRecord } from '#src/text/table.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';

const { app, invite } = await startLoopback(t);

/** Asks as an operator with curl does. */
async function ask(url: string, accept = 'text/plain', method: 'GET' | 'HEAD' | 'POST' = 'GET') {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, accept };
  const { statusCode, headers: answered, body } = await app.inject({ method, url, headers });
  return { status: statusCode, headers: answered, body };
}

t.test('a list is an aligned table for whoever prefers text', async (t) => {
  const { status, headers, body } = await ask('/v1/admin/queues');
  t.equal(status, 200);
  t.equal(headers['content-type'], 'text/plain; charset=utf-8');
  t.match(headers.vary, /\bAccept\b/);
  t.equal(
    body,
    `name                     states     active  stopped  entered  oldestActiveAt  strategy
Webengagement_Qualified  Qualified       0        0        0  -               none
Webengagement_Chat       -               0        0        0  -               builtin
Webengagement_Engaged    Engaged         0        0        0  -               -
Webengagement_Accepted   Accepted        0        0        0  -               -
Webengagement_Missed     -               0        0        0  -               -
Webengagement_Rejected   Rejected        0        0        0  -               -
Webengagement_Timeout    Timeout         0        0        0  -               -
Webengagement_Failed     Failed          0        0        0  -               -
`,
  );
});

t.test('a table ends with the token of the next page, which continues the list', async (t) => {
  const ids = [await invite('v1'), await invite('v2'), await invite('v3')].reverse();
  const first = await ask('/v1/admin/interactions?pageSize=2');
  const [heading, ...rows] = first.body.trimEnd().split('\n');
  t.match(heading, /^id +state +status +visitId +reason +createdAt +deadlineAt$/);
  t.strictSame(
    rows.slice(0, 2).map((row) => row.split(/ {2,}/).slice(0, 5)),
    [
      [ids[0], 'Qualified', 'active', 'v3', '-'],
      [ids[1], 'Qualified', 'active', 'v2', '-'],
    ],
  );
  const [, token] = /^next page: (\S+)$/.exec(rows[2] ?? '') ?? [];
  const last = await ask(`/v1/admin/interactions?pageSize=2&pageToken=${token}`);
  t.match(last.body, new RegExp(`^id .*\n${ids[2]}  Qualified .*\n$`));
});

t.test('flags and lists within a table are words', async (t) => {
  const { body } = await ask('/v1/admin/nodes');
  t.match(body, /^id +self +host +.*leases\n[\w-]{12} +yes +\S+ .* expiry, views, upkeep\n$/);
});

t.test('an empty list says so under its heading', async (t) => {
  const { body } = await ask('/v1/admin/interactions?visitId=nobody');
  t.match(body, /^id .*\n\(none\)\n$/);
});

t.test(
  'every list in the API description is a table as well, with members of its items',
  async (t) => {
    const { paths, components } = JSON.parse((await ask('/openapi.json')).body) as {
      readonly paths: Record<string, { readonly get?: Get }>;
      readonly components: { readonly schemas: Record<string, Item> };
    };
    const lists = Object.values(paths).flatMap(({ get }) => {
      const content = get?.responses[200]?.content;
      const item = content?.['application/json']?.schema.properties?.items?.items;
      // An export is a file to hand out.
      const isFile = get?.operationId.startsWith('export');
      return get && content && item && !isFile ? [{ name: get.operationId, content, item }] : [];
    });
    for (const { name, content, item } of lists) {
      const { properties = {} } = item.$ref
        ? (components.schemas[item.$ref.replace(/^.*\//, '')] ?? {})
        : item;
      const [, columns = ''] =
        /columns (.*)\.$/.exec(content['text/plain']?.schema.description ?? '') ?? [];
      t.ok(
        columns.split(', ').every((column) => column in properties),
        `${name}: ${columns}`,
      );
    }
    t.equal(lists.length >= Object.keys(COLUMNS).length, true);
  },
);

interface Item {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, object>>;
}
interface Get {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<number, { readonly content?: Readonly<Record<string, { readonly schema: ListSchema }>> }>
  >;
}
interface ListSchema {
  readonly description?: string;
  readonly properties?: { readonly items?: { readonly items?: Item } };
}

t.test('JSON is what everybody gets who does not prefer text', async (t) => {
  for (const accept of ['*/*', 'application/json', 'image/png', 'text/plain;q=0.5, */*']) {
    const { headers, body } = await ask('/v1/admin/options', accept);
    t.match(headers['content-type'], /^application\/json/, accept);
    t.match(headers.vary, /\bAccept\b/, 'caches keep both apart');
    t.ok(JSON.parse(body).items.length > 0);
  }
  const one = await ask('/v1/admin/options/wmsg.connector.userIdentifier', '*/*');
  t.match(one.headers.vary, /\bAccept\b/);
  t.equal(JSON.parse(one.body).value, 'EmailAddress');
  const head = await ask('/v1/admin/options', 'text/plain', 'HEAD');
  t.match(head.headers, { 'content-type': 'text/plain; charset=utf-8', vary: /\bAccept\b/ });
});

const WEIGHED: Readonly<Record<string, boolean>> = {
  'text/plain': true,
  'text/*': true,
  'TEXT/PLAIN': true,
  'text/plain;charset=utf-8': true,
  'text/plain, */*': true,
  'text/plain;q=0.9, */*;q=0.1': true,
  'application/json;q=0.5, text/plain;q=0.6': true,
  'application/json, text/plain, */*': false,
  'text/html, text/plain;q=0.8, */*;q=0.9': false,
  'text/plain;q=0': false,
  'text/plain;q=many': false,
  'text/html': false,
  '*/*': false,
  '': false,
  ';;,=/"text/plain': false,
};
t.test('the q values and the precision of Accept are weighed', async (t) => {
  for (const [accept, text] of Object.entries(WEIGHED)) t.equal(prefersText(accept), text, accept);
  t.equal(prefersText(undefined), false);
  t.equal(prefersText(`${'a/b,'.repeat(1000)}text/plain`), false, 'a flood is not weighed');
});

t.test('a problem is readable text, with the same status, for whoever prefers text', async (t) => {
  const { status, headers, body } = await ask('/v1/admin/interactions?pageSize=0&state=Lost');
  t.equal(status, 422);
  t.match(headers, { 'content-type': 'text/plain; charset=utf-8', vary: /\bAccept\b/ });
  const [title, detail, ...lines] = body.trimEnd().split('\n');
  t.equal(title, 'The request does not fit the operation (422 validation_failed)');
  t.match(detail, /^#\/(pageSize|state): /);
  t.match(lines.sort(), [
    /^- #\/pageSize: must be at least 1$/,
    /^- #\/state: must be one of: Qualified, .*Failed/,
    `Request: ${headers['x-request-id']}`,
  ]);
  const json = await ask('/v1/nowhere', '*/*');
  t.equal(json.headers['content-type'], 'application/problem+json');
  const text = await ask('/v1/nowhere');
  t.equal(
    text.body,
    `There is no such thing (404 not_found)
No resource has this address; GET /openapi.json lists all.
What to do: Check the address and what it names: a name is in the list that goes with it, an id is a UUID as the service gave it out.
Request: ${text.headers['x-request-id']}
`,
  );
});

t.test('the text of a problem has whatever else the problem tells', async (t) => {
  const id = await invite('v4');
  const { status, body } = await ask(`/v1/admin/interactions/${id}/stop`, 'text/plain', 'POST');
  t.equal(status, 409);
  t.match(body, /\nstate: Qualified\ndispositionCode: -\nreason: -\nWhat to do: .*\nRequest: /);
});

t.test('fields with a default may be left out, and so may a body of them', async (t) => {
  const { status, body } = await ask('/v1/admin/queues/Webengagement_Chat/clean', '*/*', 'POST');
  t.strictSame([status, JSON.parse(body)], [200, { matched: 0, cleaned: 0 }]);
  const { paths } = JSON.parse((await ask('/openapi.json')).body);
  t.notOk(
    paths['/v1/admin/queues/{name}/clean'].post.requestBody.content['application/json'].schema
      .required,
  );
  t.equal(paths['/metrics'].get.responses[200].content['text/plain'].schema.type, 'string');
});

t.test('the text of a problem says the same thing only once', async (t) => {
  const problem = {
    title: 'T',
    status: 422,
    code: 'of_a_later_version',
    detail: '#/value: must be 10–60',
    instance: 'urn:webengagement:request:r-1',
    errors: [{ pointer: '#/value', detail: 'must be 10–60' }],
  };
  t.equal(
    problemText(problem),
    'T (422 of_a_later_version)\n#/value: must be 10–60\nRequest: r-1\n',
  );
});

t.test('a cell is a value as people read it', async (t) => {
  const cells: readonly (readonly [unknown, string])[] = [
    [null, '-'],
    ['', '-'],
    [[], '-'],
    [{}, '-'],
    [0, '0'],
    [true, 'yes'],
    [false, 'no'],
    ['true', 'true'],
    ['2026-01-31T08:00:00.000Z', '2026-01-31T08:00:00.000Z'],
    [['admin:read', 'admin:write'], 'admin:read, admin:write'],
    [{ value: '45', version: 2, by: null }, 'value=45 version=2 by=-'],
  ];
  for (const [value, cell] of cells) t.equal(cellOf(value), cell);
});

t.test('what would act on a terminal is shown as an escape', async (t) => {
  t.equal(cellOf('\u001b[31mred\u0007'), '\\u001b[31mred\\u0007');
  t.equal(cellOf('a\r\n\tb\u0085\u2028'), 'a\\r\\n\\tb\\u0085\\u2028');
  t.equal(cellOf('abc\u202egnp.exe'), 'abc\\u202egnp.exe', 'no turning of the direction');
  t.equal(cellOf('\ud800'), '\\ud800');
  t.equal(cellOf({ 'a\nb': 1 }), 'a\\nb=1');
  t.equal(cellOf('👩‍👩‍👧 می‌خواهم'), '👩‍👩‍👧 می‌خواهم', 'joiners inside words and emoji stay');
});

t.test('a width is counted in columns of the terminal', async (t) => {
  const widths: readonly (readonly [string, number])[] = [
    ['plain', 5],
    ['Zürich', 6],
    ['Zu\u0308rich', 6],
    ['東京', 4],
    ['한국', 4],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['🇨🇭', 2],
    ['', 0],
  ];
  for (const [text, width] of widths) t.equal(widthOf(text), width, text);
  t.equal(cut('東京都庁', 5), '東京…');
  t.equal(cut('東京都庁', 6), '東京…', 'no half character, never wider');
  t.equal(cut('plain', 5), 'plain');
});

t.test('columns are aligned whatever is in them, and long values end in an ellipsis', async (t) => {
  const table = createTable(['name', 'count', 'note']);
  const rows = [
    { name: '東京', count: 5, note: 'x'.repeat(61) },
    { name: 'Bern', count: 1234, note: null },
    { name: 'Oslo', count: null },
  ];
  t.equal(
    table.write(rows),
    `name  count  note
東京      5  ${'x'.repeat(59)}…
Bern   1234  -
Oslo      -  -
`,
  );
  t.equal(table.write([{ name: 'Reykjavík', count: 1, note: 'y' }]), 'Reykjavík      1  y\n');
  t.equal(table.write([]), '', 'the heading and "(none)" are for the first page');
});

t.test('one object is shown as lines of name and value, nothing cut', async (t) => {
  t.equal(
    renderRecord({ id: 'a', userData: { Name: 'x'.repeat(70) }, reason: null }),
    `id        a\nuserData  Name=${'x'.repeat(70)}\nreason    -\n`,
  );
});
