import { readFileSync } from 'node:fs';
import t from 'tap';
import { readExposition } from './support/exposition.js';
import { afterADay } from './support/monitored-day.js';

const ROOT = new URL('../../', import.meta.url);
const ROW = /^\| `(webengagement_\w+)` \| (\w+) \| ((?:`\w+`(?:, )?)*) ?\| \S/gm;

const text = await afterADay(t);
const served = readExposition(text);
const ours = [...served].filter(([name]) => name.startsWith('webengagement_'));

t.test('every metric that is served is in its guide, with its type and labels', async (t) => {
  const page = readFileSync(new URL('docs/monitoring.md', ROOT), 'utf8');
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
    'chats_longest_wait_seconds{queue="Webengagement_Chat"} 66',
    'pacing_enabled 1',
    'pacing_binds{because="no_agents"} 1',
    'check_ok{check="expiry"} 1',
    'ready 1',
  ])
    t.ok(text.includes(`\nwebengagement_${line}\n`), line);
});
