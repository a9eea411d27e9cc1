import fc from 'fast-check';
import t from 'tap';
import type { Context } from '#src/decisions/context.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import type { Rules } from '#src/domain/rules/schema.js';
import { createRuleBook } from '#src/settings/rules.js';
import { createWorld, OPERATOR } from './support/world.js';

const CATEGORIES = ['Cart', 'Shoes'] as const;
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

const condition = fc.record(
  {
    category: some(CATEGORIES),
    pageUrl: some(['*cart*', 'https://shop.example/*']),
    userData: fc.record({ Basket: some(['full', 'empty']).map((is) => ({ is })) }),
    channel: some(['none', 'proactiveCallback'] as const),
    time: fc.record({
      timeZone: fc.constantFrom('Europe/Berlin', 'UTC'),
      from: fc.constantFrom('08:00', '20:00'),
      to: fc.constantFrom('09:00', '17:00'),
    }),
    attempts: fc
      .record({
        outcome: fc.constantFrom('any' as const, 'invited' as const, 'finalised' as const),
        atLeast: fc.integer({ min: 1, max: 3 }),
        withinSeconds: fc.constantFrom(60, 3600),
      })
      .map((cap) => [cap]),
  },
  { requiredKeys: [] },
);
const result = fc.oneof(
  fc.record(
    { decision: fc.constant('noengage' as const), reason: fc.constant('no') },
    { requiredKeys: ['decision'] },
  ),
  fc.record(
    {
      decision: fc.constant('engage' as const),
      channel: fc.constantFrom('proactiveChat' as const, 'proactiveCallback' as const),
      invitation: fc.constant({ title: 'Hi' }),
    },
    { requiredKeys: ['decision'] },
  ),
);
const rulesOf = fc
  .array(fc.record({ when: condition, result }), { maxLength: 4 })
  .map((rules): Rules => rules.map((rule, index) => ({ name: `rule ${index}`, ...rule })));
const siteOf = fc.record({
  category: fc.constantFrom(...CATEGORIES, null),
  pageUrl: fc.constantFrom('https://shop.example/cart', null),
  channel: fc.constantFrom('proactiveCallback' as const, null),
  visitorId: fc.constantFrom('ann', 'bob', null),
  userData: fc.constantFrom({ Basket: 'full' }, {}),
});

t.test('a dry run is the real decision, whatever the rules and the interaction', async (t) => {
  const world = await createWorld(t);
  const { engine, store, clock } = world;
  const logic = createRuleBook(store, 'engagementLogic');
  const sample = fc.record({
    rules: rulesOf,
    site: siteOf,
    waitMs: fc.constantFrom(0, 10_000, 29_999, 30_000),
    passMs: fc.constantFrom(0, 60_000, 5 * 3_600_000),
  });
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(sample, async ({ rules, site, waitMs, passMs }) => {
      const { id } = await world.invite(site);
      await clock.leap(waitMs);
      const draft = await engine.preview(id, rules);
      await logic.set(rules, { operator: OPERATOR });
      const inForce = await engine.preview(id);
      t.same({ ...draft, version: 0 }, { ...inForce, version: 0 });
      t.equal((await store.read('history', id)).length, 1, 'a dry run writes nothing');
      const real = await engine.decide(id);
      const isLate = waitMs === 30_000;
      // A decision that comes too late is refused in a dry run, and not even tried in earnest.
      t.equal(inForce?.outcome.refusal, isLate ? 'engagement_expired' : null);
      t.same(inForce?.outcome.interaction, real?.interaction);
      const fact = (await store.read('history', id))[1];
      if (!isLate) t.equal(inForce?.rule ?? undefined, fact?.detail);
      seen.add(String(real?.interaction.reason));
      await clock.leap(passMs);
    }),
    { numRuns: 150, seed: 20_300_318 },
  );
  t.same([...seen].sort(), ['engagement_expired', 'not_engaged', 'null'], 'every end was reached');
});

t.test('a dry run of what is nowhere is nothing', async (t) => {
  const nowhere = { current: null } as Context;
  t.strictSame(DECISIONS.preview.decide({ seed: 'x', id: 'x' }, nowhere), { result: null });
});
