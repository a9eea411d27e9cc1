import t from 'tap';
import { deadline, lastToEnd, runningClock } from '#src/domain/interactions/clocks.js';
import type { Event } from '#src/domain/interactions/interaction.js';
import { extend, type Timeline } from '#src/domain/options/timeline.js';
import {
  acceptCall,
  advanceChecked,
  always,
  displayed,
  engage,
  formCompleted,
  options,
  SITUATIONS,
  T0,
  tell,
} from './support/lifecycle.js';

const atSecond = (seconds: number): number => T0 + seconds * 1000;

t.test('one clock runs at a time, from the moment that started it', async (t) => {
  const running = Object.entries(SITUATIONS).map(([name, happenings]) => {
    const clock = runningClock(tell(happenings, always()).interaction);
    return clock && [name, clock.name, clock.startedAt - T0];
  });
  t.strictSame(running.filter(Boolean), [
    ['Qualified', 'engagement', 0],
    ['Engaged', 'engagement', 0],
    ['Displayed', 'abandoned', 2_000],
    ['Pending', 'registrationForm', 3_000],
  ]);
});

t.test('at its deadline an expiry wins, a millisecond before it does not', async (t) => {
  const cases = [
    ['Qualified', engage, 30, 'engagement_expired', 'Failed', 'Engaged'],
    ['Engaged', displayed, 30, 'engagement_expired', 'Failed', 'Engaged'],
    ['Engaged', acceptCall, 30, 'engagement_expired', 'Failed', 'Accepted'],
    ['Engaged', { type: 'timeout' }, 30, 'engagement_expired', 'Failed', 'Timeout'],
    ['Displayed', acceptCall, 602, 'engagement_expired', 'Failed', 'Accepted'],
    ['Displayed', { type: 'reject' }, 602, 'engagement_expired', 'Failed', 'Rejected'],
  ] as const satisfies readonly (readonly [keyof typeof SITUATIONS, Event, ...unknown[]])[];
  for (const [situation, event, second, refusal, lost, won] of cases) {
    const { interaction } = tell(SITUATIONS[situation], always());
    const early = advanceChecked(interaction, event, always(), atSecond(second) - 1);
    t.strictSame([early.refusal, early.interaction.state], [null, won]);
    const late = advanceChecked(interaction, event, always(), atSecond(second));
    t.strictSame([late.refusal, late.interaction.state], [refusal, lost]);
    t.equal(late.interaction.disposedAt, atSecond(second));
  }
  const { interaction } = tell(SITUATIONS.Pending, always());
  const form = (now: number) =>
    advanceChecked(interaction, formCompleted, always(), now).interaction.form?.status;
  t.equal(form(atSecond(123) - 1), 'completed');
  t.equal(form(atSecond(123)), 'completed_late');
});

t.test('an expiry is dated at its deadline, however late it is noticed', async (t) => {
  const { interaction } = tell(SITUATIONS.Engaged, always());
  for (const second of [30, 31, 86_400]) {
    const { facts } = advanceChecked(interaction, null, always(), atSecond(second));
    t.match(facts, [{ type: 'interaction.failed', at: atSecond(30), by: 'clock' }, {}]);
  }
});

/** Changes of `engagementExpirationTime`, in seconds after creation, and when it then expires. */
const CHANGES: readonly (readonly [
  rule: string,
  changes: readonly (readonly [second: number, value: number])[],
  expiresAt: number,
  under: number,
])[] = [
  ['without a change the default decides', [], 30, 30],
  ['a value set before the creation decides', [[-20, 10]], 10, 10],
  ['a lowered value brings a pending deadline forward', [[5, 10]], 10, 10],
  ['what a lowered value makes overdue expires at the change', [[15, 10]], 15, 10],
  ['a deadline may fall on the very change that lowered it', [[15, 15]], 15, 15],
  ['a raised value puts a pending deadline off', [[29.999, 60]], 60, 60],
  ['what is due at the moment of a raise is not revived', [[30, 60]], 30, 30],
  ['what was due before a raise is not revived', [[31, 60]], 30, 30],
  [
    'a raise after a lowering does not revive',
    [
      [15, 10],
      [16, 60],
    ],
    15,
    10,
  ],
  [
    'a raise in the millisecond of a lowering does not revive',
    [
      [15, 10],
      [15, 60],
    ],
    15,
    10,
  ],
  [
    'a lowering in the millisecond of a raise decides',
    [
      [15, 60],
      [15, 20],
    ],
    20,
    20,
  ],
  [
    'a lowering after a raise expires what is overdue at once',
    [
      [20, 60],
      [45, 20],
    ],
    45,
    20,
  ],
  [
    'three changes in one millisecond: the first that is due decides',
    [
      [20, 60],
      [20, 15],
      [20, 10],
    ],
    20,
    15,
  ],
  [
    'changes after the expiry have no say',
    [
      [40, 10],
      [50, 60],
    ],
    30,
    30,
  ],
];

for (const [rule, changes, expiresAt, under] of CHANGES) {
  t.test(`of several option values, ${rule}`, async (t) => {
    let timeline: Timeline = [{ since: 0, values: options() }];
    for (const [second, value] of changes)
      timeline = extend(timeline, atSecond(second), options({ engagementExpirationTime: value }));
    const created = tell([], [{ since: 0, values: options() }]).interaction;
    const due = deadline(created, timeline);
    t.equal(due?.at, atSecond(expiresAt));
    t.equal(due?.options.engagementExpirationTime, under);
    t.equal(advanceChecked(created, null, timeline, atSecond(expiresAt) - 1).facts.length, 0);
    const expired = advanceChecked(created, null, timeline, atSecond(expiresAt));
    t.equal(expired.interaction.disposedAt, atSecond(expiresAt));
  });
}

t.test('an expiry is settled with the options in force when it was due', async (t) => {
  const old = { autoStop: false, queueFailed: 'Old failed', queueMissed: null };
  const young = { autoStop: true, queueFailed: 'Young failed', queueMissed: 'Young missed' };
  const notice = (changeAt: number) => {
    const { interaction } = tell(SITUATIONS.Engaged, always(old));
    const timeline = extend(always(old), atSecond(changeAt), options(young));
    return advanceChecked(interaction, null, timeline, atSecond(90)).interaction;
  };
  for (const due of [30, 31])
    t.match(notice(due), { state: 'Failed', queue: 'Old failed', stoppedAt: null });
  t.match(notice(29), { state: 'Missed', queue: 'Young missed', stoppedAt: atSecond(30) });
});

t.test('what expires through a change is settled with the changed options', async (t) => {
  const change = options({ engagementExpirationTime: 10, queueFailed: 'Young failed' });
  const { interaction } = tell(SITUATIONS.Engaged, always());
  const timeline = extend(always(), atSecond(20), change);
  const { queue, disposedAt } = advanceChecked(
    interaction,
    null,
    timeline,
    atSecond(25),
  ).interaction;
  t.strictSame([queue, disposedAt], ['Young failed', atSecond(20)]);
});

t.test(
  'of several attempts the one whose clock ends last is told, with when that is',
  async (t) => {
    const timeline = always();
    const of = (situation: keyof typeof SITUATIONS) =>
      tell(SITUATIONS[situation], timeline).interaction;
    const [waiting, shown, pending, over] = [
      of('Qualified'),
      of('Displayed'),
      of('Pending'),
      of('Rejected'),
    ] as const;
    t.equal(lastToEnd([], timeline), null);
    t.equal(lastToEnd([over], timeline), null, 'no clock runs on it');
    const last = { interaction: shown, at: atSecond(602) };
    for (const several of [
      [waiting, shown, pending, over],
      [shown, pending, waiting],
      [over, pending, waiting, shown],
    ])
      t.strictSame(lastToEnd(several, timeline), last);
    const second = { ...waiting, id: 'i2' };
    t.equal(lastToEnd([waiting, second], timeline)?.interaction, waiting, 'the first of equals');
  },
);
