import t from 'tap';
import {
  createDecisionTimes,
  DURATION_BOUNDS_MS,
  type SlowDecision,
} from '#src/store/decision-times.js';
import { createComposed } from './support/composed.js';

t.test('each decision is counted within the first bound that it keeps, and beyond all', (t) => {
  const times = createDecisionTimes(() => {});
  t.equal(times.read().size, 0, 'nothing is told of what was never decided');
  for (const ms of [0, ...DURATION_BOUNDS_MS, 100.1]) times.note('create', 0, ms, 1);
  times.note('create', 5, 5.2, 3);
  const counted = times.read().get('create');
  t.strictSame(counted?.counts, [2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  t.equal(counted?.runs, 15);
  const sum = DURATION_BOUNDS_MS.reduce<number>((total, ms) => total + ms, 0) + 100.3;
  t.ok(Math.abs((counted?.sumMs ?? 0) - sum) < 1e-6);
  t.end();
});

t.test('of slow decisions the first is told at once, then one a minute with how many', (t) => {
  const told: SlowDecision[] = [];
  const times = createDecisionTimes((slow) => told.push(slow));
  times.note('create', 0, 50, 1);
  t.strictSame(told, [], 'as long as it may');
  times.note('create', 1000, 1060.4, 2);
  times.note('event', 1000, 1070, 1);
  for (let at = 2000; at < 61_000; at += 10_000) times.note('create', at, at + 51, 1);
  times.note('create', 61_010, 61_070, 1);
  t.strictSame(told, [
    { decision: 'create', durationMs: 60, runs: 2, slow: 1 },
    { decision: 'event', durationMs: 70, runs: 1, slow: 1 },
    { decision: 'create', durationMs: 60, runs: 1, slow: 7 },
  ]);
  t.end();
});

t.test('metrics tell by name how long decisions take, and how often they run', async (t) => {
  const { app, place } = await createComposed(t);
  await place({ visitId: 'v1' });
  await place({ visitId: 'v2', userData: { EmailAddress: 'ada@example.com' } });
  const { payload } = await app.inject('/metrics');
  const name = 'webengagement_decision_duration_seconds';
  t.match(payload, new RegExp(`^# TYPE ${name} histogram$`, 'm'));
  t.match(payload, new RegExp(`^${name}_bucket\\{decision="create",le="0.0001"\\} \\d+$`, 'm'));
  t.match(payload, new RegExp(`^${name}_bucket\\{decision="create",le="\\+Inf"\\} 2$`, 'm'));
  t.match(payload, new RegExp(`^${name}_sum\\{decision="create"\\} 0\\.\\d+$`, 'm'));
  t.match(payload, new RegExp(`^${name}_count\\{decision="create"\\} 2$`, 'm'));
  t.match(payload, /^webengagement_decision_runs_total\{decision="create"\} [2-4]$/m);
});
