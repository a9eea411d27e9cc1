import fc from 'fast-check';
import t from 'tap';
import type { Attempt, Interaction } from '#src/domain/interactions/interaction.js';
import { matchesGlob } from '#src/domain/rules/glob.js';
import { judge, type Situation } from '#src/domain/rules/judge.js';
import { localTime } from '#src/domain/rules/local-time.js';
import type { RuleConditions, Rules } from '#src/domain/rules/schema.js';
import { misfitsOfRules } from '#src/domain/rules/validation.js';
import { always, freeze, T0, tell } from './support/lifecycle.js';

const base = tell([], always()).interaction;
const at = (iso: string): number => Date.parse(iso);

interface Given {
  readonly interaction?: Partial<Interaction>;
  readonly now?: number;
  readonly attempts?: readonly Partial<Attempt>[];
}

function situation({ interaction = {}, now = T0, attempts = [] }: Given = {}): Situation {
  const known = attempts.map((attempt) => ({
    state: 'Failed' as const,
    createdAt: now - 1000,
    engagedAt: null,
    disposedAt: now - 500,
    formStatus: null,
    ...attempt,
  }));
  return {
    subject: { ...base, ...interaction },
    now,
    attemptsSince: (moment) => known.filter(({ createdAt }) => createdAt >= moment),
  };
}

const applies = (when: RuleConditions, given?: Given): boolean =>
  judge(freeze([{ name: 'only', when, result: { decision: 'noengage' } }]), situation(given))
    .rule === 'only';

const office = (timeZone: string, more: object = {}): RuleConditions => ({
  time: { timeZone, from: '09:00', to: '17:00', ...more },
});
const night: RuleConditions = {
  time: { timeZone: 'UTC', from: '22:00', to: '06:00', weekdays: ['friday'] },
};
const rejected = (atLeast: number): RuleConditions => ({
  attempts: [{ outcome: 'rejected', atLeast, withinSeconds: 3600 }],
});
const attempt = (outcome: string): RuleConditions => ({
  attempts: [{ outcome: outcome as 'any', withinSeconds: 60 }],
});
const invited = { engagedAt: T0 - 900 };

/** What holds, when, and whether it does. */
const TABLE: readonly (readonly [string, RuleConditions, Given, boolean])[] = [
  ['without conditions', {}, {}, true],
  ['category', { category: ['Cart', 'Shoes'] }, {}, true],
  ['another category', { category: ['Shoes'] }, {}, false],
  ['no category', { category: ['Cart'] }, { interaction: { category: null } }, false],
  ['page', { pageUrl: ['https://shop.example/cart*'] }, {}, true],
  ['another page', { pageUrl: ['https://shop.example/cart'] }, {}, false],
  ['no page', { pageUrl: ['*'] }, { interaction: { pageUrl: null } }, false],
  ['value', { userData: { FirstName: { is: ['Ada'] } } }, {}, true],
  ['another value', { userData: { FirstName: { is: ['ada'] } } }, {}, false],
  ['value like', { userData: { FirstName: { like: ['A*'] } } }, {}, true],
  ['key present', { userData: { FirstName: { present: true } } }, {}, true],
  ['key absent', { userData: { LastName: { present: false } } }, {}, true],
  ['inherited key', { userData: { constructor: { present: true } } }, {}, false],
  ['two keys', { userData: { FirstName: {}, LastName: { present: true } } }, {}, false],
  ['no channel', { channel: ['none'] }, {}, true],
  ['channel', { channel: ['none'] }, { interaction: { channel: 'proactiveChat' } }, false],
  ['all of several', { category: ['Cart'], channel: ['proactiveChat'] }, {}, false],
  ['from is in', office('UTC'), { now: at('2026-01-05T09:00:00Z') }, true],
  ['just before', office('UTC'), { now: at('2026-01-05T08:59:59.999Z') }, false],
  ['to is out', office('UTC'), { now: at('2026-01-05T17:00:00Z') }, false],
  ['winter', office('Europe/Berlin'), { now: at('2026-01-05T08:00:00Z') }, true],
  ['summer', office('Europe/Berlin'), { now: at('2026-07-06T07:00:00Z') }, true],
  ['winter is no summer', office('Europe/Berlin'), { now: at('2026-01-05T07:30:00Z') }, false],
  ['half-hour zone', office('Asia/Kolkata'), { now: at('2026-01-05T03:30:00Z') }, true],
  ['weekday', office('UTC', { weekdays: ['monday'] }), { now: at('2026-01-05T10:00:00Z') }, true],
  [
    'other day',
    office('UTC', { weekdays: ['sunday'] }),
    { now: at('2026-01-05T10:00:00Z') },
    false,
  ],
  ['friday night', night, { now: at('2026-01-09T23:00:00Z') }, true],
  ['saturday morning', night, { now: at('2026-01-10T05:59:00Z') }, true],
  ['friday morning', night, { now: at('2026-01-09T05:00:00Z') }, false],
  ['saturday night', night, { now: at('2026-01-10T23:00:00Z') }, false],
  ['never tried', attempt('any'), {}, false],
  ['tried', attempt('any'), { attempts: [{}] }, true],
  ['tried long ago', attempt('any'), { attempts: [{ createdAt: T0 - 60_001 }] }, false],
  ['tried just in time', attempt('any'), { attempts: [{ createdAt: T0 - 60_000 }] }, true],
  ['rejected once', rejected(1), { attempts: [{ state: 'Rejected' }] }, true],
  ['rejected once of two', rejected(2), { attempts: [{ state: 'Rejected' }, {}] }, false],
  ['invited', attempt('invited'), { attempts: [invited] }, true],
  ['not invited', attempt('invited'), { attempts: [{}] }, false],
  ['accepted', attempt('accepted'), { attempts: [{ state: 'Accepted' }] }, true],
  ['finalised', attempt('finalised'), { attempts: [invited] }, true],
  ['under way', attempt('finalised'), { attempts: [{ ...invited, disposedAt: null }] }, false],
  ['decided against', attempt('finalised'), { attempts: [{}] }, false],
  ['completed', attempt('completed'), { attempts: [{ formStatus: 'completed_late' }] }, true],
  ['form pending', attempt('completed'), { attempts: [{ formStatus: 'pending' }] }, false],
];

t.test('a rule applies when all of its conditions hold', async (t) => {
  for (const [name, when, given, holds] of TABLE) t.equal(applies(when, given), holds, name);
});

t.test('daylight saving skips an hour of the local day and repeats another', async (t) => {
  const gap: RuleConditions = { time: { timeZone: 'Europe/Berlin', from: '02:00', to: '03:00' } };
  const minutes = (day: string): number =>
    Array.from({ length: 24 * 60 }, (_, n) => at(day) + n * 60_000).filter((now) =>
      applies(gap, { now }),
    ).length;
  t.equal(minutes('2026-03-28T12:00:00Z'), 0, 'clocks go forward at 02:00');
  t.equal(minutes('2026-10-24T12:00:00Z'), 120, 'clocks go back at 03:00');
  t.equal(minutes('2026-06-01T12:00:00Z'), 60);
  t.same(localTime('Europe/Berlin', at('2026-03-29T01:00:00Z')), {
    weekday: 'sunday',
    minute: 180,
  });
  t.same(localTime('UTC', at('2026-01-05T00:00:00Z')), { weekday: 'monday', minute: 0 });
});

t.test(
  'the first rule that applies decides and those before it say what did not hold',
  async (t) => {
    const rules: Rules = freeze([
      { name: 'shoes', when: { category: ['Shoes'] }, result: { decision: 'noengage' } },
      {
        name: 'carts',
        when: { category: ['Cart'] },
        result: {
          decision: 'engage',
          channel: 'proactiveCallback',
          invitation: { title: 'Hello' },
        },
      },
      { name: 'rest', result: { decision: 'noengage', reason: 'not worth it' } },
    ]);
    t.same(judge(rules, situation()), {
      rule: 'carts',
      event: {
        type: 'engage',
        channel: 'proactiveCallback',
        invitation: { title: 'Hello' },
        builtIn: true,
        rule: 'carts',
      },
      missed: [{ rule: 'shoes', condition: 'category' }],
    });
    t.same(judge(rules, situation({ interaction: { category: null } })).event, {
      type: 'noengage',
      detail: 'not worth it',
      rule: 'rest',
    });
  },
);

t.test('without a rule that applies the built-in strategy engages', async (t) => {
  const none = { rule: null, event: { type: 'engage', builtIn: true } };
  t.match(judge([], situation()), none);
  t.match(
    judge(
      [{ name: 'x', when: { category: ['no'] }, result: { decision: 'noengage' } }],
      situation(),
    ),
    none,
  );
});

t.test('a pattern matches exactly what its stars can be filled to', async () => {
  const letter = fc.constantFrom('a', 'b', '*', '.', '[');
  const textOf = fc.string({ unit: letter, maxLength: 8 });
  fc.assert(
    fc.property(textOf, textOf, (pattern, text) => {
      const escaped = pattern.replace(/[.[]/g, '\\$&').replaceAll('*', '[^]*');
      return matchesGlob(pattern, text) === new RegExp(`^${escaped}$`).test(text);
    }),
    { numRuns: 300 },
  );
});

t.test('a pattern of many stars is answered at once', async (t) => {
  t.notOk(matchesGlob(`${'*a'.repeat(250)}*b`, 'a'.repeat(2048)));
  t.ok(matchesGlob('*a'.repeat(250), 'a'.repeat(2048)));
});

t.test('rules that make no sense are refused with the place of each mistake', async (t) => {
  const misfits = misfitsOfRules([
    {
      name: 'a',
      when: { time: { timeZone: 'Mars/Base' } },
      result: { decision: 'engage', reason: 'x' },
    },
    {
      name: 'a',
      when: { userData: { 'x/y': {} } },
      result: { decision: 'noengage', channel: 'proactiveChat', invitation: {} },
    },
    {
      name: 'b',
      when: { time: { timeZone: '+01:00', from: '08:00', to: '08:00' } },
      result: { decision: 'engage' },
    },
    {
      name: 'c',
      when: { time: { timeZone: 'utc', from: '24:00', to: '01:00' } },
      result: { decision: 'engage' },
    },
  ]);
  t.same(
    misfits.map(({ pointer }) => pointer),
    [
      '#/rules/0/when/time/timeZone',
      '#/rules/0/result/reason',
      '#/rules/1/name',
      '#/rules/1/when/userData/x~1y',
      '#/rules/1/result/channel',
      '#/rules/1/result/invitation',
      '#/rules/2/when/time/timeZone',
      '#/rules/2/when/time/to',
      '#/rules/3/when/time/from',
    ],
  );
  t.same(misfitsOfRules([]), []);
});

t.test('remarks on the strategy are in the history and raise no version', async (t) => {
  const { advance } = await import('#src/domain/interactions/transition.js');
  const asked = advance(base, null, always(), T0 + 1, {
    type: 'strategy.requested',
    detail: 'primary',
  });
  t.equal(asked.interaction.version, 1);
  t.equal(asked.interaction.sequence, 2);
  t.match(asked.facts, [
    { type: 'strategy.requested', by: 'system', from: 'Qualified', to: 'Qualified', sequence: 2 },
  ]);
  const answer = { type: 'strategy.answered', detail: 'engage' } as const;
  const engaged = advance(asked.interaction, { type: 'engage' }, always(), T0 + 2, answer);
  t.equal(engaged.interaction.version, 2);
  t.same(
    engaged.facts.map(({ type }) => type),
    ['strategy.answered', 'interaction.engaged'],
  );
  const late = advance(asked.interaction, { type: 'engage' }, always(), T0 + 30_000, answer);
  t.same(
    late.facts.map(({ type, detail }) => [type, detail]),
    [
      ['interaction.failed', undefined],
      ['interaction.stopped', undefined],
      ['strategy.answered', 'engage'],
      ['strategy.refused', 'engagement_expired'],
    ],
  );
  t.equal(late.refusal, 'engagement_expired');
});
