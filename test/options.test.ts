import t from 'tap';
import {
  CATALOGUE,
  OPTION_KEYS,
  type OptionKey,
  optionKey,
  parseOption,
  parseOptions,
} from '#src/domain/options/catalogue.js';
import { extend, inForce, type Timeline } from '#src/domain/options/timeline.js';
import { PACING_NAMES, PACING_TEXTS } from './support/pacing-options.js';

/** Names and defaults, in the order of the sources. */
const NAMES: readonly (readonly [name: string, fallback: string, value: unknown])[] = [
  ['wmsg.connector.engagementExpirationTime', '30', 30],
  ['wmsg.connector.registrationFormExpirationTime', '120', 120],
  ['wmsg.connector.interactionServer.autoStopWebengagementIntr', 'true', true],
  ...['Accepted', 'Engaged', 'Failed', 'Qualified', 'Rejected', 'Timeout'].map((role) => {
    const queue = `Webengagement_${role}`;
    return [`wmsg.connector.interactionServer.queue${role}`, queue, queue] as const;
  }),
  ['wmsg.connector.defaultEngagementChannel', '', null],
  ['wmsg.connector.userIdentifier', 'EmailAddress', 'EmailAddress'],
  ['wmsg.connector.phoneNumber', 'PhoneNumber', 'PhoneNumber'],
  ['engagement.strictEngagementMode', 'true', true],
  ['engagement.queueMissed', '', null],
  ['engagement.abandonedTime', '600', 600],
  ['engagement.strictCategories', 'false', false],
  ['agents.chatCapacity', '3', 3],
  ['agents.presenceTimeout', '60', 60],
  ['agents.afterMissedOffer', 'notready', 'notready'],
  ['agents.wrapUpTime', '0', 0],
  ['chat.automatic', 'auto', 'auto'],
  ['chat.copyUserData', 'all', 'all'],
  ['chat.whenNoAgents', 'refuse', 'refuse'],
  ['chat.offerTime', '30', 30],
  ['chat.maxWaitTime', '600', 600],
  ['chat.maxWaiting', '100', 100],
  ['chat.visitorLostTime', '60', 60],
  ['chat.agentLostTime', '60', 60],
  ['chat.inactivityTime', '1800', 1800],
  ['chat.selection', 'least_busy', 'least_busy'],
  ['chat.stickyTime', '0', 0],
  ['chat.shortAbandonTime', '5', 5],
  ['chat.serviceLevelTime', '20', 20],
  ['chat.serviceLevelGoal', '80', 80],
  ...PACING_NAMES,
  ['statistics.timeZone', 'UTC', 'UTC'],
];

t.test('the catalogue lists the twelve options and ours, with their defaults', async (t) => {
  t.strictSame(
    OPTION_KEYS.map((key) => [CATALOGUE[key].name, CATALOGUE[key].default, parseOptions({})[key]]),
    NAMES,
  );
});

t.test('an option belongs to the section its name begins with', async (t) => {
  for (const { name, section } of Object.values(CATALOGUE))
    t.equal(section, name.startsWith('wmsg.') ? 'service:wmsg' : name.split('.')[0]);
});

const ODD_NUMBERS = [
  '',
  ' ',
  '045',
  '30.0',
  ' 30',
  '30 ',
  '+30',
  '-30',
  '1e1',
  '0x1e',
  '3e1',
  '30s',
  '３０',
  '30\n',
  'NaN',
  'Infinity',
  'true',
  '99999999999999999999',
];
const ODD_FLAGS = ['', 'TRUE', 'True', ' true', 'true ', 'yes', '1', '0', 'on', 'null'];
const ODD_QUEUES = [
  '',
  ' ',
  '   ',
  ' Web',
  'Web ',
  'Web\n',
  'Web\tA',
  'Webengagement-Failed',
  'Webengagement.Failed',
  'Fehlgeschlagén',
  'Очередь',
  'Q１',
  'a'.repeat(256),
  'a;b',
  '\u00a0Q',
];
const ODD_KEYS = [
  '',
  ' ',
  '1Phone',
  '_Phone',
  '.Phone',
  '-Phone',
  'Phone Number',
  ' Phone',
  'Phone ',
  'Téléphone',
  'a'.repeat(129),
  'Phone/1',
  'Phone\n',
];
const ODD_CHANNELS = ['proactivechat', 'ProactiveChat', ' proactiveChat', 'chat', 'null'];

type Kind = readonly [
  keys: readonly OptionKey[],
  taken: Readonly<Record<string, unknown>>,
  refused: readonly string[],
];

/** Whole numbers between two bounds. */
const numbers = (min: number, max: number, ...keys: readonly OptionKey[]): Kind => [
  keys,
  { [min]: min, [min + 1]: min + 1, [max]: max },
  [...(min > 0 ? [`${min - 1}`] : []), `${max + 1}`, ...ODD_NUMBERS],
];

/** Some words. */
const words = (key: OptionKey, ...all: readonly string[]): Kind => [
  [key],
  Object.fromEntries(all.map((each) => [each, each])),
  ['', ' ', ...all.map((each) => each.toUpperCase()), `${all[0]} `, all.join()],
];

/** For the twelve and ours: what is taken, as which value, and what is not. */
const KINDS: readonly Kind[] = [
  numbers(10, 60, 'engagementExpirationTime'),
  numbers(10, 1800, 'registrationFormExpirationTime'),
  numbers(60, 86_400, 'abandonedTime'),
  numbers(1, 25, 'chatCapacity'),
  numbers(15, 600, 'presenceTimeout', 'visitorLostTime'),
  numbers(0, 3600, 'wrapUpTime'),
  numbers(5, 300, 'offerTime'),
  numbers(30, 86_400, 'maxWaitTime'),
  numbers(0, 10_000, 'maxWaiting'),
  numbers(0, 600, 'agentLostTime'),
  numbers(0, 86_400, 'inactivityTime'),
  numbers(0, 2_592_000, 'stickyTime'),
  numbers(0, 60, 'shortAbandonTime'),
  numbers(1, 3600, 'serviceLevelTime'),
  numbers(1, 100, 'serviceLevelGoal'),
  words('afterMissedOffer', 'none', 'notready', 'logout'),
  words('chatAutomatic', 'auto', 'true', 'false'),
  words('whenNoAgents', 'refuse', 'queue'),
  words('chatSelection', 'least_busy', 'longest_idle'),
  ...PACING_TEXTS,
  [
    ['copyUserData'],
    { all: 'all', none: [], 'a, b.c': ['a', 'b.c'], E: ['E'] },
    [
      '',
      ',',
      'a,',
      'a b',
      ...ODD_KEYS.filter((key) => key === key.trim()).map((key) => `E,${key}`),
    ],
  ],
  [
    ['chatGroup'],
    { Sales: 'Sales', 'Web Engagement Chat': 'Web Engagement Chat' },
    ['', 'a'.repeat(256)],
  ],
  [
    ['timeZone'],
    { UTC: 'UTC', 'Europe/Berlin': 'Europe/Berlin' },
    ['', '+01:00', 'Europe/Nowhere', ' UTC', `Europe/${'x'.repeat(64)}`],
  ],
  [
    ['autoStop', 'strictEngagementMode', 'strictCategories'],
    { true: true, false: false },
    ODD_FLAGS,
  ],
  [
    [
      'queueAccepted',
      'queueEngaged',
      'queueFailed',
      'queueQualified',
      'queueRejected',
      'queueTimeout',
    ],
    {
      Q: 'Q',
      9: '9',
      _: '_',
      'My queue 2': 'My queue 2',
      'a  b': 'a  b',
      ['a'.repeat(255)]: 'a'.repeat(255),
    },
    ODD_QUEUES,
  ],
  [
    ['queueMissed'],
    { '': null, Webengagement_Missed: 'Webengagement_Missed' },
    ODD_QUEUES.filter((text) => text !== ''),
  ],
  [
    ['defaultEngagementChannel'],
    { '': null, proactiveChat: 'proactiveChat', proactiveCallback: 'proactiveCallback' },
    ODD_CHANNELS,
  ],
  [
    ['userIdentifier', 'phoneNumber'],
    {
      E: 'E',
      'a.b-c_9': 'a.b-c_9',
      constructor: 'constructor',
      ['a'.repeat(128)]: 'a'.repeat(128),
    },
    ODD_KEYS,
  ],
];

t.test('every option has its valid values told', async (t) => {
  t.strictSame(KINDS.flatMap(([keys]) => keys).sort(), [...OPTION_KEYS].sort());
});

for (const [keys, taken, refused] of KINDS) {
  t.test(`values at and beyond the bounds are told apart for ${keys.join(', ')}`, async (t) => {
    for (const key of keys) {
      for (const [text, value] of Object.entries(taken))
        t.strictSame(parseOption(key, text), { ok: true, value });
      for (const text of refused) {
        const parsed = parseOption(key, text);
        t.notOk(parsed.ok, JSON.stringify(text));
        t.ok(!parsed.ok && parsed.problem);
      }
    }
  });
}

t.test('the valid values are told with their bounds and words', async (t) => {
  const told: Partial<Record<OptionKey, RegExp>> = {
    engagementExpirationTime: /\b10\b.*\b60\b/,
    registrationFormExpirationTime: /\b10\b.*\b1800\b/,
    abandonedTime: /\b60\b.*\b86400\b/,
    autoStop: /true.*false/,
    defaultEngagementChannel: /proactiveChat.*proactiveCallback.*not set/,
    queueFailed: /provisioned/,
    queueMissed: /provisioned.*not set/,
    phoneNumber: /128.*letter/,
  };
  for (const [key, pattern] of Object.entries(told))
    t.match(CATALOGUE[key as OptionKey].kind.valid, pattern);
});

t.test('a queue option must name a provisioned queue', async (t) => {
  const known = {
    queues: new Set(['Webengagement_Failed', 'Others']),
    agentGroups: new Set(['Sales', 'Web Engagement Chat']),
  };
  t.ok(parseOption('queueFailed', 'Others', known).ok);
  t.ok(parseOption('queueMissed', 'Others', known).ok);
  t.ok(parseOption('queueMissed', '', known).ok);
  for (const key of ['queueFailed', 'queueMissed'] as const)
    t.match(parseOption(key, 'others', known), {
      ok: false,
      problem: /not provisioned.*Others, Webengagement_Failed/,
    });
  t.ok(parseOption('chatGroup', 'Sales', known).ok);
  t.match(parseOption('chatGroup', 'sales', known), {
    ok: false,
    problem: /Sales, Web Engagement Chat/,
  });
});

t.test('an option is found by its full name only', async (t) => {
  for (const key of OPTION_KEYS) t.equal(optionKey(CATALOGUE[key].name), key);
  for (const name of ['', 'queueFailed', 'wmsg.connector.QueueFailed', 'constructor', '__proto__'])
    t.equal(optionKey(name), undefined);
});

t.test('a stored text that is no longer readable counts as the default', async (t) => {
  const values = parseOptions({ engagementExpirationTime: '5', abandonedTime: '61', autoStop: '' });
  t.match(values, { engagementExpirationTime: 30, abandonedTime: 61, autoStop: true });
});

t.test('the values of the last change are in force', async (t) => {
  const values = ['10', '20', '30'].map((text) => parseOptions({ engagementExpirationTime: text }));
  const [first = parseOptions({}), ...more] = values;
  let timeline: Timeline = [{ since: 0, values: first }];
  t.equal(inForce(timeline), first);
  for (const next of more) {
    timeline = extend(timeline, 1, next);
    t.equal(inForce(timeline), next);
  }
});
