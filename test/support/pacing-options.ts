import { ALGORITHMS } from '#src/domain/pacing/vocabulary.js';

/** What the options of pacing take, and how they are shipped: for the tables of every option. */

/** Whole numbers with their bounds. */
export const wholeSeconds = (min: number, max: number) => ({
  good: [`${min}`, min, `${max}`, max, min + 1],
  bad: [min - 1, max + 1, `${min - 1}`, `${max + 1}`, min + 0.5, `${min}.0`, `0${min}`]
    .concat([` ${min}`, `${min}s`, '-30', '', '1e2', 'NaN'])
    .concat([true, null] as never),
});

/** Name, default and its value, in the order of the list. */
export const PACING_NAMES: readonly (readonly [string, string, unknown])[] = [
  ['pacing.connector.enabled', 'auto', 'auto'],
  ['pacing.connector.algorithm', 'SUPER_PROGRESSIVE', 'SUPER_PROGRESSIVE'],
  ['pacing.connector.optimizationTarget', 'ABANDONEMENT_RATE', 'ABANDONEMENT_RATE'],
  ['pacing.connector.optimizationGoal', '3', 3],
  ['pacing.connector.proactiveRatio', '', null],
  ['pacing.connector.refreshPeriod', '2', 2],
  ['pacing.connector.chatGroup', 'Web Engagement Chat', 'Web Engagement Chat'],
  ['pacing.connector.historyLength', '100', 100],
  ['pacing.connector.maxInvitationsPerAgent', '5', 5],
  ['pacing.connector.assumedHandlingTime', '300', 300],
];

/** The same as it is shown: what is not set is null. */
export const PACING_SHIPPED = PACING_NAMES.map(
  ([name, fallback]) => [name, fallback || null] as const,
);

/** Values as they are put, good and bad. */
export const PACING_VALUES = {
  pacingEnabled: { good: ['auto', 'true', 'false'], bad: ['TRUE', '', null, 5] },
  // A dual algorithm is tried where it is told what it needs.
  pacingAlgorithm: {
    good: ['PREDICTIVE_B', 'SUPER_PROGRESSIVE'],
    bad: ['SUPER_PROGRESSIVE_DUAL', 'PREDICTIVE_B_DUAL', 'PREDICTIVE_A', '', null, 5],
  },
  optimizationTarget: {
    good: ['BUSY_FACTOR', 'ABANDONEMENT_RATE'],
    bad: ['busy_factor', 'OCCUPANCY', '', null, 5],
  },
  optimizationGoal: wholeSeconds(1, 99),
  proactiveRatio: { good: ['0', 0, '100', 50, null, ''], bad: ['101', -1, 'half', 1.5, true] },
  refreshPeriod: wholeSeconds(1, 60),
  historyLength: wholeSeconds(20, 1000),
  maxInvitationsPerAgent: wholeSeconds(1, 50),
  assumedHandlingTime: wholeSeconds(30, 7200),
};

const numbers = <const K extends string>(min: number, max: number, key: K) =>
  [
    [key],
    { [min]: min, [max]: max } as Readonly<Record<string, unknown>>,
    [`${min - 1}`, `${max + 1}`, `0${min}`, `${min}.0`, ''],
  ] as const;

/** Texts with what they are taken for; and texts that are refused. */
export const PACING_TEXTS = [
  numbers(1, 99, 'optimizationGoal'),
  numbers(1, 60, 'refreshPeriod'),
  numbers(20, 1000, 'historyLength'),
  numbers(1, 50, 'maxInvitationsPerAgent'),
  numbers(30, 7200, 'assumedHandlingTime'),
  [['proactiveRatio'], { '': null, '0': 0, '100': 100 }, ['101', '-1', '1.5', 'half']],
  [['pacingEnabled'], { auto: 'auto', true: 'true', false: 'false' }, ['', 'TRUE', 'off']],
  [
    ['pacingAlgorithm'],
    Object.fromEntries(ALGORITHMS.map((each) => [each, each])),
    ['', 'super_progressive', 'PREDICTIVE_A'],
  ],
  [
    ['optimizationTarget'],
    {
      ABANDONEMENT_RATE: 'ABANDONEMENT_RATE',
      BUSY_FACTOR: 'BUSY_FACTOR',
    },
    ['', 'busy_factor', 'OCCUPANCY'],
  ],
] as const;
