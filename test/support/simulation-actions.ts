import fc from 'fast-check';
import type { Event } from '#src/domain/interactions/interaction.js';
import type { Channel } from '#src/domain/interactions/vocabulary.js';
import type { OptionKey } from '#src/domain/options/catalogue.js';

/** One thing that is asked of the service. */
export type Op =
  | {
      readonly op: 'create';
      readonly visit: number;
      readonly channel: Channel | null;
      readonly mail: string | null;
    }
  /** `target` counts back from the newest interaction. */
  | { readonly op: 'event'; readonly target: number; readonly event: Event }
  | { readonly op: 'set'; readonly key: OptionKey; readonly value: string }
  | { readonly op: 'reset'; readonly key: OptionKey };

/** Where a transaction fails: at its start, between its changes, at its end. */
export type Failure = 'begin' | 'middle' | 'commit';

/** One step of a history: what is asked in one turn, or what befalls the service. */
export type Turn =
  | { readonly turn: 'ask'; readonly ops: readonly Op[] }
  | { readonly turn: 'rollBack'; readonly key: OptionKey; readonly version: number }
  /** Time passes; `stalled` while nothing runs, so that the expiry pulse comes late. */
  | { readonly turn: 'wait'; readonly ms: number; readonly stalled: boolean }
  /** Until so many milliseconds from the next deadline, when one is ahead. */
  | { readonly turn: 'waitForDeadline'; readonly offset: number }
  | { readonly turn: 'restart' }
  /** What is asked cannot be stored; the store recovers after a while. */
  | {
      readonly turn: 'fail';
      readonly at: Failure;
      readonly ops: readonly Op[];
      readonly ms: number;
    };

const weighted = <T>(...choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const PHONE = { PhoneNumber: '+44 20' };

const event = weighted<Event>(
  [8, { type: 'engage' }],
  [1, { type: 'engage', builtIn: true }],
  [1, { type: 'engage', channel: 'proactiveCallback' }],
  [2, { type: 'noengage', detail: 'no agent' }],
  [6, { type: 'displayed' }],
  [8, { type: 'acceptCall' }],
  [2, { type: 'reject' }],
  [2, { type: 'timeout' }],
  [4, { type: 'formCompleted', fields: { ...PHONE, EmailAddress: 'ADA@example.com' } }],
  [2, { type: 'formCompleted', fields: PHONE }],
  [1, { type: 'formCompleted', fields: {} }],
  [2, { type: 'clean' }],
  [2, { type: 'stop', by: 'ops' }],
  [1, { type: 'stop', by: 'strategy' }],
  [1, { type: 'erase' }],
);

const setting = weighted<readonly [OptionKey, string]>(
  [3, ['engagementExpirationTime', '10']],
  [2, ['engagementExpirationTime', '20']],
  [3, ['engagementExpirationTime', '60']],
  [1, ['engagementExpirationTime', '61']],
  [2, ['registrationFormExpirationTime', '10']],
  [2, ['registrationFormExpirationTime', '300']],
  [2, ['abandonedTime', '60']],
  [2, ['autoStop', 'false']],
  [1, ['autoStop', 'true']],
  [1, ['queueFailed', 'Webengagement_Chat']],
  [1, ['queueFailed', 'Not provisioned']],
  [2, ['queueMissed', 'Webengagement_Missed']],
  [1, ['queueMissed', '']],
  [1, ['strictEngagementMode', 'false']],
  [1, ['defaultEngagementChannel', 'proactiveCallback']],
  [1, ['userIdentifier', 'PhoneNumber']],
);
const changedKey = weighted<OptionKey>(
  [3, 'engagementExpirationTime'],
  [2, 'registrationFormExpirationTime'],
  [1, 'abandonedTime'],
  [1, 'autoStop'],
  [1, 'queueMissed'],
  [1, 'strictEngagementMode'],
);

const created: fc.Arbitrary<Op> = fc.record({
  op: fc.constant('create' as const),
  visit: fc.nat(2),
  channel: weighted<Channel | null>([3, null], [1, 'proactiveCallback']),
  mail: weighted([2, null], [1, 'ada@example.com'], [1, 'Bob@example.com']),
});

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 4, arbitrary: created },
  {
    weight: 12,
    arbitrary: fc.record({
      op: fc.constant('event' as const),
      target: weighted([4, 0], [2, 1], [2, 2], [1, 5]),
      event,
    }),
  },
  {
    weight: 2,
    arbitrary: setting.map(([key, value]) => ({ op: 'set' as const, key, value })),
  },
  { weight: 1, arbitrary: changedKey.map((key) => ({ op: 'reset' as const, key })) },
);

const ops = (maxLength: number): fc.Arbitrary<Op[]> => fc.array(op, { minLength: 1, maxLength });

const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ turn: fc.constant('ask' as const), ops: ops(3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      turn: fc.constant('wait' as const),
      ms: weighted([2, 1], [5, 1500], [2, 9_000], [1, 10_000], [1, 61_000], [1, 400_000]),
      stalled: weighted([3, true], [1, false]),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      turn: fc.constant('waitForDeadline' as const),
      offset: weighted([3, -1], [3, 0], [1, 1]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      turn: fc.constant('rollBack' as const),
      key: changedKey,
      version: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ turn: 'restart' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      turn: fc.constant('fail' as const),
      at: weighted<Failure>([1, 'begin'], [1, 'middle'], [1, 'commit']),
      ops: ops(3),
      ms: weighted([1, 0], [1, 2500], [1, 31_000]),
    }),
  },
);

const askFor = (...asked: readonly Op[]): Turn => ({ turn: 'ask', ops: asked });
const JOURNEY: readonly Event['type'][] = ['engage', 'displayed', 'acceptCall', 'formCompleted'];

/** An invitation that goes well up to some step: chance alone would seldom lead that far. */
const journey: fc.Arbitrary<readonly Turn[]> = fc
  .record({ created, steps: fc.integer({ min: 1, max: 4 }), atOnce: fc.boolean() })
  .map(({ created, steps, atOnce }) => {
    const events = JOURNEY.slice(0, steps).map(
      (type): Op => ({
        op: 'event',
        target: 0,
        event: (type === 'formCompleted' ? { type, fields: PHONE } : { type }) as Event,
      }),
    );
    return [askFor(created), ...(atOnce ? [askFor(...events)] : events.map((one) => askFor(one)))];
  });

/** What may happen to a service: about fifteen requests and waits, restarts and failures between. */
export const histories: fc.Arbitrary<Turn[]> = fc
  .array(
    fc.oneof({ weight: 5, arbitrary: turn.map((one) => [one]) }, { weight: 1, arbitrary: journey }),
    { minLength: 4, maxLength: 12, size: 'max' },
  )
  .map((parts) => parts.flat());
