import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  clockEnd,
  dueWhenStartedBy,
  forgetSettled,
  type Starts,
  startsMoved,
} from '#src/domain/clocks.js';
import { deadline } from '#src/domain/interactions/clocks.js';
import type { Event, Fact, Interaction } from '#src/domain/interactions/interaction.js';
import { CLOCKS, type ClockName } from '#src/domain/interactions/vocabulary.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { extend, inForce, type Timeline } from '#src/domain/options/timeline.js';
import {
  acceptCall,
  advanceChecked,
  always,
  displayed,
  engage,
  formCompleted,
  options,
  T0,
  tell,
} from './support/lifecycle.js';

// One seed: what passes here passes everywhere.
fc.configureGlobal({ seed: 20_300_318, numRuns: 300 });

const atSecond = (seconds: number): number => T0 + seconds * 1000;

/** Values that decide something at a deadline, short enough for the clocks to meet. */
const values: fc.Arbitrary<OptionValues> = fc
  .record({
    engagementExpirationTime: fc.integer({ min: 10, max: 60 }),
    registrationFormExpirationTime: fc.integer({ min: 10, max: 90 }),
    abandonedTime: fc.integer({ min: 60, max: 90 }),
    autoStop: fc.boolean(),
    queueFailed: fc.constantFrom('F1', 'F2'),
    queueMissed: fc.constantFrom(null, 'M1'),
  })
  .map(options);

/** Changes at whole seconds around `T0`, often several in one. */
const timelines: fc.Arbitrary<Timeline> = fc
  .tuple(values, fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 5, 12, 40), values), { maxLength: 5 }))
  .map(([first, changes]) => {
    let since = atSecond(-20);
    return changes.reduce<Timeline>(
      (timeline, [gap, value]) => {
        since += gap * 1000;
        return extend(timeline, since, value);
      },
      [{ since: 0, values: first }],
    );
  });

const clocks = fc.constantFrom<ClockName>(...CLOCKS);
const starts = fc.integer({ min: -60, max: 60 }).map(atSecond);

const LENGTH = {
  engagement: 'engagementExpirationTime',
  abandoned: 'abandonedTime',
  registrationForm: 'registrationFormExpirationTime',
} as const;

/** The rule word by word: at every second, ask every value that is in force whether it is due. */
function firstDue(name: ClockName, startedAt: number, timeline: Timeline) {
  for (let now = startedAt; ; now += 1000)
    for (const [index, { since, values }] of timeline.entries()) {
      const inForce = since <= now && now <= (timeline[index + 1]?.since ?? now);
      if (inForce && now >= startedAt + values[LENGTH[name]] * 1000) return { now, values };
    }
}

t.test('a deadline is the first moment at which a value in force calls it due', async () => {
  fc.assert(
    fc.property(clocks, starts, timelines, (name, startedAt, timeline) => {
      const end = clockEnd({ name, startedAt }, timeline);
      const due = firstDue(name, startedAt, timeline);
      return end.at === due.now && end.options === due.values;
    }),
  );
});

const last = (timeline: Timeline): number => timeline.at(-1)?.since ?? 0;

t.test(
  'one bound on the start of a clock tells all that are due from all that are not',
  async () => {
    fc.assert(
      fc.property(clocks, timelines, fc.nat(60), (name, timeline, seconds) => {
        const now = Math.max(last(timeline), T0) + seconds * 1000;
        const bound = dueWhenStartedBy(name, timeline, now);
        return [bound - 1, bound, bound + 1, bound + 20_000, now].every(
          (startedAt) => clockEnd({ name, startedAt }, timeline).at <= now === startedAt <= bound,
        );
      }),
    );
  },
);

t.test('that bound agrees with the deadline for every start', async () => {
  fc.assert(
    fc.property(clocks, timelines, starts, fc.nat(60), (name, timeline, startedAt, seconds) => {
      const now = Math.max(last(timeline), T0) + seconds * 1000;
      const due = clockEnd({ name, startedAt }, timeline).at <= now;
      return due === startedAt <= dueWhenStartedBy(name, timeline, now);
    }),
  );
});

t.test(
  'a preview names the clocks whose deadline other values move, and those that end',
  async () => {
    fc.assert(
      fc.property(
        clocks,
        timelines,
        starts,
        fc.nat(60),
        values,
        (name, timeline, startedAt, s, next) => {
          const now = Math.max(last(timeline), T0) + s * 1000;
          const after = extend(timeline, now, next);
          const [before, then] = [timeline, after].map(
            (each) => clockEnd({ name, startedAt }, each).at,
          );
          const told = startsMoved(name, timeline, next, 0, now);
          const isAmong = (range: Starts | undefined) =>
            range !== undefined && startedAt > range.after && startedAt <= range.by;
          const isRunning = startedAt <= now && before !== undefined && before > now;
          assert.equal(isAmong(told?.moved), isRunning && then !== before);
          assert.equal(isAmong(told?.ending), isRunning && then !== before && then === now);
        },
      ),
    );
  },
);

t.test('forgetting values under which no open clock was due changes no deadline', async () => {
  const earliest = fc.record({
    engagement: fc.option(starts, { nil: undefined }),
    abandoned: fc.option(starts, { nil: undefined }),
    registrationForm: fc.option(starts, { nil: undefined }),
  });
  fc.assert(
    fc.property(timelines, earliest, starts, (timeline, earliest, startedAt) => {
      const short = forgetSettled(timeline, earliest);
      if (inForce(short) !== inForce(timeline)) return false;
      // What is known of a timeline is kept with it.
      if (short.length === timeline.length) assert.equal(short, timeline);
      const [first, second] = short;
      const isNeeded = (name: ClockName): boolean =>
        earliest[name] !== undefined &&
        clockEnd({ name, startedAt: earliest[name] }, timeline).options === first.values;
      if (second !== undefined && !CLOCKS.some(isNeeded)) return false;
      return CLOCKS.every((name) => {
        // A clock to come starts with the last change at the earliest.
        const from = Math.max(startedAt, earliest[name] ?? last(timeline));
        const [end, again] = [timeline, short].map((each) =>
          clockEnd({ name, startedAt: from }, each),
        );
        return again?.at === end?.at && again?.options === end?.options;
      });
    }),
  );
});

const stories = fc.array(
  fc.tuple(
    fc.constantFrom(0, 0, 1, 7, 25, 70),
    fc.oneof(
      fc.constantFrom<Event>(
        engage,
        displayed,
        acceptCall,
        { type: 'reject' },
        formCompleted,
        { type: 'clean' },
        { type: 'stop', by: 'ops' },
      ),
      values,
    ),
  ),
  { maxLength: 10 },
);

/** Lives through a story; `sweep` looks in between whenever something is due, as it is due. */
function live(story: readonly (readonly [number, Event | OptionValues])[], sweep: boolean) {
  let timeline = always();
  let now = T0;
  let current: Interaction = tell([[0, engage]], timeline).interaction;
  const facts: Fact[] = [];
  const refusals: unknown[] = [];
  const look = (event: Event | null, at: number): void => {
    const result = advanceChecked(current, event, timeline, at);
    current = result.interaction;
    facts.push(...result.facts);
    if (event) refusals.push(result.refusal);
  };
  for (const [gap, step] of [...story, [700, displayed] as const]) {
    now += gap * 1000;
    const due = deadline(current, timeline);
    if (sweep && due && due.at <= now) look(null, due.at);
    if ('type' in step) look(step, now);
    else timeline = extend(timeline, now, step);
    if (sweep) look(null, now);
  }
  return { ...current, version: null, facts, refusals };
}

t.test('settled early or late, the interaction and its history are the same', async () => {
  fc.assert(
    fc.property(stories, (story) => {
      assert.deepEqual(live(story, true), live(story, false));
    }),
  );
});
