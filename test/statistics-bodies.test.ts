import t from 'tap';
import { STATISTICS } from '#src/domain/objects/statistics.js';
import { type Compiled, compile, type Definition } from '#src/domain/statistics/compile.js';
import { midnightBefore } from '#src/domain/statistics/midnight.js';
import { type Counted, evaluate } from '#src/domain/statistics/value.js';
import { ACTIONS } from '#src/domain/statistics/words.js';

const BODY = { Category: 'TotalNumber', MainMask: 'InteractionEntered', Objects: 'StagingArea' };
const FILTERS = { Webengagement_chat_filter: 'MediaType=chat' };
const definitionOf = (body: Readonly<Record<string, string>>): Definition => {
  const compiled: Compiled = compile(body, FILTERS);
  if ('unsupported' in compiled) throw new Error(compiled.unsupported.reason);
  return compiled.definition;
};

t.test('what provisioning adds can be evaluated, all of it', async (t) => {
  for (const [name, body] of Object.entries(STATISTICS))
    t.ok('definition' in compile(body, FILTERS), name);
});

t.test(
  'masks name actions with and without their prefix, all of them, and all but some',
  async (t) => {
    const actionsOf = (MainMask: string) => definitionOf({ ...BODY, MainMask }).actions;
    t.strictSame(actionsOf('InteractionWait, Entered'), ['Entered', 'Wait']);
    t.strictSame(actionsOf('*'), ACTIONS);
    const others = ACTIONS.filter((name) => name !== 'Wait');
    t.strictSame(actionsOf('*, ~InteractionWait'), others);
    t.strictSame(actionsOf('~Wait, *'), others, 'wherever it stands');
    t.strictSame(actionsOf('~ Wait'), others);
  },
);

const UNSUPPORTED: readonly (readonly [body: Readonly<Record<string, string>>, word: string])[] = [
  [{ Category: 'Formula' }, 'Formula'],
  [{ MainMask: 'CallInbound' }, 'CallInbound'],
  [{ MainMask: '*, ~CallInbound' }, '~CallInbound'],
  [{ MainMask: '' }, 'MainMask'],
  [{ Objects: 'RoutePoint' }, 'RoutePoint'],
  [{ Objects: 'Place, GroupPlaces' }, 'Objects'],
  [{ MediaType: 'email' }, 'email'],
  [{ Subject: 'DNAction' }, 'DNAction'],
  [{ RelMask: 'Wait' }, 'RelMask'],
  [{ Filter: 'Nobody' }, 'Filter'],
  [{ TimeRange: '20-5' }, 'TimeRange'],
];
for (const [body, word] of UNSUPPORTED)
  t.test(`a body that says ${JSON.stringify(body)} is told by its word`, async (t) => {
    t.match(compile({ ...BODY, ...body }, FILTERS), { unsupported: { word } });
  });

const FATES = { answered: 0, abandoned: 1, other: 2 };
const part = (seconds: number, fate: keyof typeof FATES, count = 1): Counted => ({
  bucket: seconds * 3 + FATES[fate],
  count,
  totalMs: seconds * 1000 * count + 999,
  minMs: seconds * 1000,
  maxMs: seconds * 1000 + 999,
});
const PARTS = [
  part(2, 'abandoned', 2),
  part(6, 'abandoned'),
  part(20, 'answered', 4),
  part(21, 'answered', 3),
  part(60, 'other'),
];
const MEASURE = { serviceLevelTime: 20, shortAbandonTime: 5, ms: 2 * 3_600_000 };

const VALUES: readonly (readonly [category: string, value: number, empty: number, unit: string])[] =
  [
    ['TotalNumber', 11, 0, 'number'],
    ['TotalTime', 217.995, 0, 'seconds'],
    ['AverageTime', 217.995 / 11, 0, 'seconds'],
    ['MaxTime', 60.999, 0, 'seconds'],
    ['MinTime', 2, 0, 'seconds'],
    ['TotalNumberInTimeRange', 7, 0, 'number'],
    ['TotalNumberInTimeRangePercentage', (100 * 7) / 11, 0, 'percent'],
    ['ServiceFactor1', (100 * 4) / 9, 0, 'percent'],
    ['AverageNumberPerRelativeHour', 5.5, 0, 'per_hour'],
    ['CurrentNumber', 11, 0, 'number'],
    ['CurrentMaxTime', 60.999, 0, 'seconds'],
    ['CurrentAverageTime', 217.995 / 11, 0, 'seconds'],
  ];
for (const [Category, value, empty, unit] of VALUES)
  t.test(`${Category} of what was counted, and of nothing`, async (t) => {
    const definition = definitionOf({ ...BODY, Category });
    const told = evaluate(definition, PARTS, MEASURE);
    t.ok(Math.abs(told.value - value) < 1e-9, String(told.value));
    t.equal(told.unit, unit);
    t.equal(evaluate(definition, [], MEASURE).value, empty);
  });

t.test(
  'a time range is of whole seconds, what is beyond them cut, both ends included',
  async (t) => {
    const definition = definitionOf({
      ...BODY,
      Category: 'TotalNumberInTimeRange',
      TimeRange: '6-20',
    });
    t.equal(evaluate(definition, PARTS, MEASURE).value, 5);
  },
);

const MIDNIGHTS: readonly (readonly [zone: string, at: string, midnight: string])[] = [
  ['UTC', '2030-03-18T08:00:00.500Z', '2030-03-18T00:00:00Z'],
  ['UTC', '2030-03-18T00:00:00Z', '2030-03-18T00:00:00Z'],
  ['UTC', '2030-03-17T23:59:59.999Z', '2030-03-17T00:00:00Z'],
  ['Europe/Berlin', '2030-03-31T10:00:00Z', '2030-03-30T23:00:00Z'],
  ['Europe/Berlin', '2030-03-31T21:59:59Z', '2030-03-30T23:00:00Z'],
  ['Europe/Berlin', '2030-03-31T22:00:00Z', '2030-03-31T22:00:00Z'],
  ['Europe/Berlin', '2030-10-27T22:59:59Z', '2030-10-26T22:00:00Z'],
  ['Europe/Berlin', '2030-10-27T23:00:00Z', '2030-10-27T23:00:00Z'],
  ['America/New_York', '2030-11-03T12:00:00Z', '2030-11-03T04:00:00Z'],
  ['Asia/Kathmandu', '2030-01-01T00:00:00Z', '2029-12-31T18:15:00Z'],
  // There is no midnight: the clocks go from 24:00 to 1:00.
  ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z'],
  // A day that was left out, and one whose last hour came twice.
  ['Pacific/Apia', '2011-12-31T00:00:00Z', '2011-12-30T10:00:00Z'],
  ['America/Sao_Paulo', '2019-02-16T23:30:00-03:00', '2019-02-16T02:00:00Z'],
];
for (const [zone, at, midnight] of MIDNIGHTS)
  t.test(`the day of ${at} in ${zone} began at ${midnight}`, async (t) => {
    t.equal(
      new Date(midnightBefore(zone, Date.parse(at))).toISOString(),
      new Date(midnight).toISOString(),
    );
  });
