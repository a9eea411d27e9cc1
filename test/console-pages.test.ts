import t from 'tap';
import { CATALOGUE, OPTION_KEYS } from '#src/domain/options/catalogue.js';
import { exactly } from '../src/web/console/kit/moments.js';
import { counted } from '../src/web/console/kit/numbers.js';
import { changeOf } from '../src/web/console/views/audit/words.js';
import { type PlanLine, planWords, rowsOfPlan } from '../src/web/console/views/objects/plan.js';
import { effectWords } from '../src/web/console/views/options/effect.js';
import { inputOf } from '../src/web/console/views/options/input.js';
import {
  duration,
  type Funnel,
  type FunnelItem,
  groupsOf,
  percent,
  stagesOf,
} from '../src/web/console/views/reports/funnel.js';
import { queryOf, readWish, stepOf, zoneOf } from '../src/web/console/views/reports/range.js';
import { chartOf } from '../src/web/console/views/reports/series.js';

t.test('the effect of an option is one sentence', async (t) => {
  t.equal(
    effectWords({ movedDeadlines: 27, endingNow: 3 }),
    '27 running deadlines would move, 3 would end now.',
  );
  t.equal(
    effectWords({ movedDeadlines: 1, endingNow: 0 }),
    '1 running deadline would move, none would end now.',
  );
  t.equal(effectWords({ movedDeadlines: 0, endingNow: 0 }), 'No running deadline would move.');
});

t.test('how an option is edited follows from what is valid, for each there is', async (t) => {
  t.strictSame(inputOf('10–60'), { kind: 'number', least: 10, most: 60, isOptional: false });
  t.strictSame(inputOf('true, false'), {
    kind: 'choice',
    words: ['true', 'false'],
    isOptional: false,
  });
  t.match(inputOf('an IANA time zone, such as Europe/Berlin, or UTC'), { suggested: 'time-zones' });
  for (const key of OPTION_KEYS) {
    const { kind, default: usual } = CATALOGUE[key];
    const input = inputOf(kind.valid);
    t.equal(/\d–\d+$/.test(kind.valid.replace(/, or not set$/, '')), input.kind === 'number', key);
    if (input.kind === 'choice' && usual !== '')
      t.ok(input.words.includes(usual), `${key} can have its default`);
  }
});

const COUNTED = '2030-03-18T00:00:00.000Z';
const item = (
  step: FunnelItem['step'],
  number: number,
  more: Partial<FunnelItem> = {},
): FunnelItem => ({
  step,
  number,
  rateToBefore: null,
  rateToFirst: null,
  medianSeconds: null,
  p90Seconds: null,
  lost: 0,
  losses: {},
  ...more,
});
const report = (items: readonly FunnelItem[], by: Funnel['by'] = null): Funnel => ({
  items,
  by,
  step: '1h',
  from: COUNTED,
  to: COUNTED,
  since: COUNTED,
  timeZone: 'UTC',
});

t.test('the funnel is a picture: steps as wide as they are many, losses by reason', async (t) => {
  const stages = stagesOf([
    item('engaged', 50, { losses: { rejected: 3, not_engaged: 40, other: 7 }, lost: 50 }),
    item('qualified', 100),
  ]);
  t.same(
    stages.map(({ title, width }) => [title, width]),
    [
      ['Qualified', 1],
      ['Engaged', 0.5],
    ],
  );
  t.same(
    stages[1]?.reasons.map(({ loss }) => loss),
    ['not_engaged', 'other', 'rejected'],
  );
  t.same(
    stagesOf([item('qualified', 0)]).map(({ width }) => width),
    [0],
    'nothing is no division by nothing',
  );
  const groups = groupsOf([
    item('qualified', 1, { group: 'a' }),
    item('qualified', 5, { group: null }),
    item('engaged', 1, { group: 'a' }),
  ]);
  t.same(
    groups.map(({ group, items }) => [group, items.length]),
    [
      [null, 1],
      ['a', 2],
    ],
  );
  t.same(
    [percent(null), percent(0.1234), percent(0.034), percent(0)],
    ['–', '12 %', '3.4 %', '0 %'],
  );
  t.same([null, 0.25, 4.26, 59.7, 61, 120, 3_700].map(duration), [
    '–',
    '250 ms',
    '4.3 s',
    '60 s',
    '1 min 1 s',
    '2 min',
    '1 h 1 min',
  ]);
});

t.test('a chart has a moment for each step of time, and a gap before counting began', async (t) => {
  const hours = [22, 23, 24, 25].map((hour) => new Date(Date.UTC(2030, 2, 17, hour)).toISOString());
  const [a = '', b = '', c = '', d = ''] = hours;
  const whole = report([
    item('qualified', 0, { from: a }),
    item('qualified', 0, { from: b }),
    item('qualified', 7, { from: c }),
    item('engaged', 3, { from: c }),
    item('qualified', 2, { from: d }),
  ]);
  const chart = chartOf(whole, ['qualified', 'engaged'], 'qualified');
  t.same(
    chart.moments,
    hours.map((at) => Date.parse(at) / 1000),
  );
  t.same(chart.series[0]?.values, [null, null, 7, 2], 'nobody knows what was before');
  t.same(chart.series[1]?.values, [null, null, 3, 0], 'none is none');

  const groups = report(
    [
      item('qualified', 7, { from: c, group: 'cart' }),
      item('engaged', 5, { from: c, group: 'cart' }),
      item('qualified', 9, { from: d, group: null }),
    ],
    'category',
  );
  const starts = chart.moments.map((at) => at * 1000);
  t.same(chartOf(groups, [], 'qualified', starts).series, [
    { name: null, title: 'none', values: [null, null, 0, 9] },
    { name: 'cart', title: 'cart', values: [null, null, 7, 0] },
  ]);
});

t.test('a report is asked for as the address says', async (t) => {
  const now = Date.parse('2030-03-18T10:07:00Z');
  const asked = (search: string, step: string | null = null) =>
    queryOf(readWish(new URLSearchParams(search)), now, step);
  t.equal(asked(''), '', 'from midnight of the service on');
  t.equal(asked('range=24h', '1h'), 'from=2030-03-17T10%3A00%3A00.000Z&step=1h');
  t.equal(asked('range=24h'), asked('range=24h&step=15m'), 'the step is asked for by who draws');
  t.equal(asked('from=2030-03-01&to=2030-03-08&by=rule'), 'from=2030-03-01&to=2030-03-08&by=rule');
  t.equal(asked('range=constructor'), '');
  const step = (search: string) => stepOf(readWish(new URLSearchParams(search)));
  t.same(
    ['', 'range=7d', 'range=7d&step=1h', 'from=2030-03-01&to=2030-03-08', 'from=2030-03-01'].map(
      step,
    ),
    ['1h', '6h', '1h', '6h', '1h'],
  );
  t.equal(step('from=2030-01-01&to=2030-03-08'), '1d');
  t.equal(zoneOf('service', 'Europe/Berlin'), 'Europe/Berlin');
  t.equal(zoneOf('UTC', 'Europe/Berlin'), 'UTC');
  t.equal(zoneOf('Mars/Base', 'Europe/Berlin'), 'Europe/Berlin');
});

t.test('a plan shows what changes first, and says so in a sentence', async (t) => {
  const line = (name: string, action: PlanLine['action']): PlanLine => ({
    kind: 'interaction-queues',
    name,
    action,
    detail: '',
  });
  const changes = [line('a', 'unchanged'), line('b', 'created'), line('c', 'skipped')];
  t.same(
    rowsOfPlan({ changes }).map(({ name, isChange }) => [name, isChange]),
    [
      ['b', true],
      ['a', false],
      ['c', false],
    ],
  );
  const none = { created: 0, corrected: 0, unchanged: 0, skipped: 0, removed: 0 };
  const words = (summary: Partial<typeof none>) => planWords({ summary: { ...none, ...summary } });
  t.equal(words({}), 'It would change nothing.');
  t.equal(words({ unchanged: 1 }), 'It would change nothing; 1 object stays as it is.');
  t.equal(
    words({ created: 2, corrected: 1, removed: 1, unchanged: 5, skipped: 1 }),
    'It would create 2 objects, correct 1 object and remove 1 object; 6 objects stay as they are.',
  );
});

t.test('an entry of the audit says in a line what is other than before', async (t) => {
  const line = (before: unknown, after: unknown) => changeOf({ before, after });
  t.equal(line({ value: '40', version: 2 }, { value: '30', version: 3 }), 'value 40 → 30');
  t.equal(
    line(
      { state: 'Engaged', queue: 'E', status: 'active' },
      { state: 'Failed', queue: 'F', status: 'active' },
    ),
    'state Engaged → Failed, queue E → F',
  );
  t.equal(line(null, { name: 'shop', scopes: ['admin:read'] }), 'name shop, scopes ["admin:read"]');
  t.equal(line({ name: 'shop' }, null), 'name shop');
  t.equal(line({ a: 1 }, { a: 1, b: null }), '', 'what is not there is nothing');
  t.equal(line('on', 'off'), 'on → off');
  t.equal(line(undefined, undefined), '');
  t.equal(line(null, { text: 'x'.repeat(500) }).length, 160);
});

t.test('a moment names its zone, and is written alike for every reader', async (t) => {
  const zone = process.env.TZ;
  t.teardown(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  process.env.TZ = 'UTC';
  t.equal(exactly('2030-03-18T20:00:05.250Z'), '18 Mar 2030, 20:00:05.250 UTC');
  process.env.TZ = 'Asia/Kolkata';
  t.equal(exactly('2030-03-18T20:00:05.250Z'), '19 Mar 2030, 01:30:05.250 GMT+5:30');
  t.equal(counted(1_204, 'message'), '1,204 messages');
  t.equal(counted(1, 'message'), '1 message');
});
