/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { REASONS, STATES } from '#src/domain/interactions/vocabulary.js';
import { ask } from '../src/web/app/ask.js';
import { serverClock } from '../src/web/app/time.js';
import { hrefOf, readAddress, withQuery } from '../src/web/console/address.js';
import { type Find, findsOf, matching } from '../src/web/console/finds.js';
import { type Column, fitting, sharesOf } from '../src/web/console/kit/columns.js';
import { curlLine } from '../src/web/console/kit/curl.js';
import { fieldOf, momentOf } from '../src/web/console/kit/moments.js';
import { CHAT_FILTERS } from '../src/web/console/views/chats/filter.js';
import {
  FILTERS,
  filterOf,
  isPerhapsIn,
  isSureOf,
  queryOf,
} from '../src/web/console/views/interactions/filter.js';
import { pauseAfter, scenesOf } from '../src/web/console/views/interactions/replay.js';
import { trackOf } from '../src/web/console/views/interactions/track.js';
import {
  cameInto,
  leadsTo,
  narrowPicture,
  type Picture,
  passedOn,
  widePicture,
} from '../src/web/console/views/overview/picture.js';
import { createHistory } from './support/console-lives.js';

const OPENAPI = new URL('../../openapi/openapi.json', import.meta.url);

const read = (href: string) => {
  const { pathname, search } = new URL(href, 'http://console.test');
  return readAddress(pathname, search);
};

t.test('an address says what is looked at, and is read as it was written', async (t) => {
  for (const id of [null, 'a', 'with/slash', '100%', 'ä ü?#&', '..%2f']) {
    const address = read(hrefOf('interactions', id, { state: 'Failed', visitId: 'a&b=c' }));
    t.equal(address.view, 'interactions');
    t.equal(address.id, id);
    t.strictSame(
      [...address.query],
      [
        ['state', 'Failed'],
        ['visitId', 'a&b=c'],
      ],
    );
  }
  t.equal(hrefOf(''), '/console');
  t.equal(read('/console').view, '');
  t.equal(read('/console/%E0%A4%A').view, '%E0%A4%A', 'what cannot be decoded stays as it is');
  t.equal(`${withQuery(new URLSearchParams('a=1&b=2'), { a: '', b: '3', c: null })}`, 'b=3');
});

t.test('every filter of the API is one of the address, and comes back from it', async (t) => {
  const whole = Object.fromEntries(
    Object.entries(FILTERS).map(([name, words]) => [
      name,
      words?.[0] ?? '2026-11-27T10:00:00.000Z',
    ]),
  );
  const { query } = read(`/console/interactions?${queryOf(whole)}&tab=other`);
  t.strictSame(filterOf(query), whole);
  t.strictSame(FILTERS.state, STATES);
  const apart = ['pageSize', 'pageToken'];
  const { paths } = JSON.parse(readFileSync(OPENAPI, 'utf8'));
  const namesOf = (path: string): readonly string[] =>
    paths[path].get.parameters
      .filter((parameter: { in: string; name: string }) => parameter.in === 'query')
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => !apart.includes(name));
  t.strictSame(Object.keys(FILTERS).sort(), [...namesOf('/v1/admin/interactions')].sort());
  t.strictSame(Object.keys(CHAT_FILTERS).sort(), [...namesOf('/v1/admin/chats')].sort());
  t.strictSame(FILTERS.reason, REASONS);
  const moment = '2026-11-27T10:00:05.000Z';
  t.equal(momentOf(fieldOf(moment)), moment);
  t.equal(fieldOf('soon') + momentOf(''), '');
});

t.test('only what may be in a list is announced as newer', async (t) => {
  const brief = {
    id: '1',
    visitId: 'v',
    state: 'Engaged',
    queue: 'q',
    status: 'active',
    sequence: 2,
  } as const;
  t.notOk(isPerhapsIn({}, brief, '2'), 'it is there already, further down');
  t.ok(isPerhapsIn({}, brief, '0'), 'what is new may have changed already');
  t.ok(isPerhapsIn({}, { ...brief, sequence: 1 }, '2'));
  t.ok(isPerhapsIn({ state: 'Engaged' }, brief, '2'), 'it has come into the state');
  t.notOk(isPerhapsIn({ state: 'Failed' }, brief, '2'));
  t.notOk(isPerhapsIn({ state: 'Engaged', visitId: 'other' }, brief, '2'));
  t.ok(isSureOf({ state: 'Engaged', visitId: 'other' }));
  t.notOk(isSureOf({ state: 'Failed', reason: 'abandoned' }), 'reasons are not told');
  t.notOk(isPerhapsIn({ state: 'Engaged', createdBefore: '2020-01-01T00:00:00Z' }, brief, '2'));
});

t.test('a curl line says to a shell what the page says to the service', async (t) => {
  const body = { visitId: `it's "$HOME" \`id\`\n`, n: 1 };
  const line = curlLine('http://h', 'POST', '/v1/a?b=c&d', body, { 'If-Match': '"3"' });
  const words = execFileSync('sh', ['-c', line.replace(/^curl/, 'printf "%s\\0"')], {
    env: { KEY: 'secret' },
    encoding: 'utf8',
  });
  t.strictSame(words.split('\0').slice(0, -1), [
    '-s',
    '-X',
    'POST',
    'http://h/v1/a?b=c&d',
    '-H',
    'Authorization: Bearer secret',
    '-H',
    'If-Match: "3"',
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify(body),
  ]);
});

t.test('a replay tells the whole life, and nothing that has not happened yet', async (t) => {
  const lines = createHistory();
  const scenes = scenesOf(lines);
  t.strictSame(
    scenes.map(({ state, isDisplayed, form, isStopped, sinceMs }) =>
      [state, isDisplayed, form, isStopped, sinceMs].join(' '),
    ),
    [
      'Qualified false  false 0',
      'Qualified false  false 50',
      'Engaged false  false 600',
      'Engaged true  false 2800',
      'Accepted true pending false 5200',
      'Accepted true pending true 5200',
      'Accepted true expired true 95200',
      'Accepted true completed_late true 99200',
    ],
  );
  t.strictSame(scenesOf(lines.slice(0, 4)), scenes.slice(0, 4), 'later facts change no scene');
  const pauses = scenes.map((_, index) => pauseAfter(scenes, index));
  t.ok(pauses.slice(0, -1).every((ms) => ms >= 500 && ms <= 2000));
  t.ok((pauses[5] ?? 0) > (pauses[0] ?? 0), 'what took longer is felt as longer');
  t.strictSame(scenesOf([]), []);
});

t.test('the way of an interaction shows where it was, and where it may yet go', async (t) => {
  const lines = createHistory();
  const names = (upTo: number, isOpen = false) =>
    trackOf(lines.slice(0, upTo), isOpen).map(({ name, at }) => (at === null ? `${name}?` : name));
  t.strictSame(names(2), ['Qualified', 'Engaged?', 'On screen?', 'Answer?']);
  t.strictSame(names(4), ['Qualified', 'Engaged', 'On screen', 'Answer?']);
  t.strictSame(names(5, true).slice(-2), ['Accepted', 'Form?']);
  t.strictSame(names(8).slice(3), ['Accepted', 'Stopped', 'No form', 'Form']);
  t.equal(trackOf(lines)[1]?.afterMs, 600, 'notes are no places');
});

t.test('the picture has every state once, and a way for each move of the rules', async (t) => {
  for (const picture of [widePicture(), widePicture(700), narrowPicture()]) {
    t.strictSame(picture.boxes.map(({ state }) => state).sort(), [...STATES].sort());
    for (const from of STATES)
      for (const to of leadsTo(from))
        t.ok(
          picture.ways.some((way) => way.from === from && way.to.includes(to)),
          `${from} leads to ${to}`,
        );
    t.strictSame(overlaps(picture), []);
    for (const { x, y, width, height } of picture.boxes)
      t.ok(x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height);
  }
});

function overlaps({ boxes }: Picture): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      )
      .map((b) => `${a.state} and ${b.state}`),
  );
}

t.test('what passed is counted on its way, in the minutes that are asked for', async (t) => {
  const flow = {
    since: '',
    minutes: [1, 5],
    moves: [
      { from: 'Engaged', to: 'Failed', reason: 'abandoned', counts: [1, 4] },
      { from: 'Engaged', to: 'Failed', reason: 'cleaned', counts: [0, 2] },
      { from: 'Qualified', to: 'Failed', reason: 'not_engaged', counts: [3, 3] },
    ],
    facts: [],
    refused: [],
    outcomes: [],
  } as const;
  t.equal(passedOn({ from: 'Engaged', to: ['Failed'] }, flow, 1), 6);
  t.equal(cameInto('Failed', flow, 0), 4);
  t.equal(cameInto('Accepted', flow, 0), 0);
});

t.test('the palette leads to where each kind of thing is shown', async (t) => {
  const found = (kind: string, id: string) => ({ kind, id, title: id, detail: '' });
  const hrefs = findsOf([
    found('interaction', 'i-1'),
    found('visit', 'a b'),
    found('queue', 'Q'),
    found('object', 'agent-groups/A'),
    found('nothing of ours', 'x'),
  ]).map(({ href }) => href);
  t.strictSame(hrefs, [
    '/console/interactions/i-1',
    '/console/interactions?visitId=a+b',
    '/console/interactions?queue=Q',
    '/console/objects/agent-groups%2FA',
  ]);
  const finds: readonly Find[] = ['Overview', 'Interactions', 'Over there'].map((title) => ({
    kind: 'view',
    title,
    detail: '',
    href: title,
  }));
  t.strictSame(
    matching(finds, 'OVER').map(({ title }) => title),
    ['Overview', 'Over there'],
  );
  t.equal(matching(finds, 'inter view').length, 0);
});

t.test('until a message tells the time, any answer does, and later ones do not', async (t) => {
  const dates = ['Mon, 18 Mar 2030 08:00:00 GMT', 'Tue, 18 Mar 2031 08:00:00 GMT'];
  const server = createServer((_request, response) => {
    response.writeHead(200, { date: dates.shift() }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  t.ok(Number.isNaN(serverClock.now()));
  for (const _each of [...dates]) {
    await ask('GET', address);
    t.equal(new Date(serverClock.now()).getUTCFullYear(), 2030);
  }
  serverClock.sync('2032-03-18T08:00:00.000Z');
  t.equal(new Date(serverClock.now()).getUTCFullYear(), 2032, 'a message does');
});

t.test(
  'a table shows the columns that there is room for, unless somebody has added some',
  async (t) => {
    const column = (
      name: string,
      width: number,
      more: Partial<Column<null>> = {},
    ): Column<null> => ({
      name,
      title: name,
      width,
      cell: () => '',
      ...more,
    });
    const usual = [
      column('state', 112),
      column('page', 500),
      column('left', 80, { isNumber: true }),
    ];
    const shown = (columns: readonly Column<null>[], width: number) =>
      fitting(columns, width).map(({ name }) => name);
    t.strictSame(shown(usual, 1000), ['state', 'page', 'left']);
    t.strictSame(shown(usual, 320), ['state', 'left'], 'after what is too wide, what is not');
    t.strictSame(shown(usual, 200), ['state'], 'a number needs room beside it');
    t.strictSame(shown(usual, 50), ['state'], 'there is always one');
    const [state = 0, page = 0, left = 0] = sharesOf(usual, 2000).map((share) => share * 2000);
    t.equal(Math.round(state + page + left), 2000);
    t.ok(state < 224 && left < 160 && page > 1600, 'what is left over is for what is long');
    const added = [...usual, column('rule', 400, { isExtra: true })];
    t.strictSame(shown(added, 1000), ['state', 'page', 'left', 'rule']);
    t.strictSame(shown(added, 360), ['state', 'left']);
  },
);
