import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { readExposition } from './support/exposition.js';
import { afterADay } from './support/monitored-day.js';
import { faultsOf, metricsIn } from './support/promql.js';

const ROOT = new URL('../../', import.meta.url);
/** A line of the guide: name, type, labels. */
const ROW = /^\| `(webengagement_\w+)` \| (\w+) \| ((?:`\w+`(?:, )?)*) ?\| \S/gm;
const GRAFANA = new URL('examples/grafana/', ROOT);
const read = (path: string, from = GRAFANA): string => readFileSync(new URL(path, from), 'utf8');

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string }[];
  };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
}

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const text = await afterADay(t);
const served = readExposition(text);
const ours = [...served].filter(([name]) => name.startsWith('webengagement_'));
const dashboards = readdirSync(new URL('dashboards/', GRAFANA)).map(
  (file) => JSON.parse(read(`dashboards/${file}`)) as Dashboard,
);
const alerts = (parse(read('alerts.yaml')) as { groups: { rules: Alert[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);

t.test('every metric that is served is in its guide, with its type and labels', async (t) => {
  const page = read('docs/monitoring.md', ROOT);
  const told = [...page.matchAll(ROW)].map(([, name, type, labels = '']) =>
    [name, type, ...(labels.match(/\w+/g) ?? [])].join(' '),
  );
  const expected = ours.map(([name, { type, labels }]) =>
    [name, type, ...Object.keys(labels)].join(' '),
  );
  t.strictSame(told.sort(), expected.sort());
});

t.test('names are those of Prometheus, and labels have few values', async (t) => {
  for (const [name, { type, labels, isTold }] of ours) {
    t.ok(isTold, `${name} was told`);
    t.equal(/_total$/.test(name), type === 'counter', `${name}: a ${type}`);
    if (type === 'histogram') t.match(name, /_seconds$/);
    t.notMatch(name, /_(ms|milliseconds|percent|minutes)(_|$)/);
    for (const [label, values] of Object.entries(labels))
      for (const value of values)
        t.notMatch(value, /visit-|[0-9a-f]{8}-[0-9a-f]{4}|127\.0\.0\.1/, `${name} ${label}`);
  }
});

t.test('a day is told as it was', async (t) => {
  for (const line of [
    'not_engaged_total{reason="no_capacity"} 1',
    'not_engaged_total{reason="not_engaged"} 1',
    'creations_refused_total{reason="chat_in_progress"} 1',
    'creations_refused_total{reason="unknown_category"} 0',
    'chats_ended_total{outcome="processed"} 1',
    'chats_taken_in_time_total 1',
    'chats_longest_wait_seconds{queue="Webengagement_Chat"} 66.5',
    'pacing_enabled 1',
    'pacing_binds{because="no_agents"} 1',
    'check_ok{check="expiry"} 1',
    'ready 1',
  ])
    t.ok(text.includes(`\nwebengagement_${line}\n`), line);
});

t.test('every expression of a dashboard asks for what is served', async (t) => {
  for (const { title, panels, annotations } of dashboards) {
    for (const { targets = [], title: panel } of panels)
      for (const { expr, legendFormat } of targets)
        t.strictSame(faultsOf(expr, served, legendFormat), [], `${title}: ${panel}: ${expr}`);
    for (const { expr } of annotations.list) t.strictSame(faultsOf(expr, served), [], expr);
  }
});

t.test('every alert asks for what is served', async (t) => {
  for (const { alert, expr } of alerts) t.strictSame(faultsOf(expr, served), [], alert);
});

t.test('every alert says how bad it is, and the next step', async (t) => {
  const commands = read('test/fixtures/help.txt', ROOT);
  const { paths } = JSON.parse(read('openapi/openapi.json', ROOT)) as { paths: object };
  t.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  for (const { alert, labels, annotations } of alerts) {
    t.match(labels.severity, /^(?:critical|warning)$/, alert);
    t.match(
      annotations.summary,
      /`|docs\/|dashboard|\blog\b|\blook\b|More /i,
      `${alert}: a next step`,
    );
    for (const [, command = ''] of annotations.summary.matchAll(
      /`webengagement ([a-z-]+(?: [a-z]+)?)/g,
    ))
      t.ok(commands.includes(`webengagement ${command} `), `${alert}: ${command}`);
    for (const [, path = ''] of annotations.summary.matchAll(/`GET (\/[^`?]*)/g))
      t.ok(path in paths, `${alert}: ${path}`);
  }
});

t.test('what is wrong with an expression is found', async (t) => {
  for (const [expr, fault, legend] of [
    ['sum(', 'does not parse: sum('],
    ['webengagement_redy', 'webengagement_redy is not served'],
    ['rate(webengagement_chat_wait_seconds[5m])', 'webengagement_chat_wait_seconds is not served'],
    ['webengagement_agents{status="Ready"}', 'webengagement_agents has no label status'],
    ['webengagement_agents{state="ready"}', 'webengagement_agents has no state ready'],
    ['webengagement_agents{state=~"Ready|Busy"}', 'webengagement_agents has no state Busy'],
    ['sum by (queue) (webengagement_agents)', 'nothing has the label queue'],
    ['rate(webengagement_agents[5m])', 'webengagement_agents has no rate'],
    [
      'webengagement_chats_ended_total > 1',
      'webengagement_chats_ended_total only rises: ask for its rate',
    ],
    [
      'histogram_quantile(0.9, sum(rate(webengagement_chat_wait_seconds_bucket[5m])))',
      'a quantile needs le',
    ],
    ['sum(webengagement_agents)', 'the legend names place', '{{place}}'],
  ] as const)
    t.strictSame(faultsOf(expr, served, legend), [fault], expr);
  t.strictSame(faultsOf('sum by (state) (webengagement_agents)', served, '{{state}}'), []);
});

t.test('a dashboard has what Grafana wants, and each number its title and unit', async (t) => {
  t.equal(new Set(dashboards.map(({ uid }) => uid)).size, 2);
  for (const { title, panels, templating } of dashboards) {
    t.equal(new Set(panels.map(({ id }) => id)).size, panels.length, `${title}: ids`);
    t.equal(new Set(panels.map((panel) => panel.title)).size, panels.length, `${title}: titles`);
    t.match(templating.list, [{ name: 'datasource', type: 'datasource' }, { name: 'instance' }]);
    const taken = new Set<string>();
    for (const panel of panels) {
      const { x, y, w, h } = panel.gridPos;
      t.ok(x + w <= 24, `${panel.title}: within the page`);
      for (let column = x; column < x + w; column += 1)
        for (let line = y; line < y + h; line += 1) {
          const cell = `${column} ${line}`;
          if (taken.has(cell)) t.fail(`${panel.title} covers another at ${cell}`);
          taken.add(cell);
        }
      if (panel.type === 'row') continue;
      t.ok(panel.description, `${panel.title}: says what it is`);
      t.ok(panel.fieldConfig?.defaults.unit, `${panel.title}: a unit`);
      t.equal(panel.datasource?.uid, `\${datasource}`, panel.title);
      t.ok((panel.targets ?? []).length > 0, `${panel.title}: shows something`);
    }
  }
});

t.test('every metric of the service is on a dashboard', async (t) => {
  const shown = new Set(
    dashboards.flatMap(({ panels }) =>
      panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))),
    ),
  );
  t.strictSame(
    ours.map(([name]) => name).filter((name) => !shown.has(name)),
    [],
  );
});
