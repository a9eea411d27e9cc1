import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Preview } from '../../decisions/strategy.js';
import { CHANNELS, STATES } from '../../domain/interactions/vocabulary.js';
import { Rules } from '../../domain/rules/schema.js';
import { misfitsOfRules, warningsOfRules } from '../../domain/rules/validation.js';
import { type Static, Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { RuleBook } from '../../settings/rules.js';
import { describe } from '../server/description.js';
import { found, interactionOf } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { PACED } from '../shapes/pacing.js';
import { oneOf, textOrNull } from '../shapes/schemas.js';
import { addRuleRoutes, STRATEGIES, versionOrNull } from './rules.js';

const Paced = Type.Object(PACED);

const Verdict = Type.Object({
  decision: oneOf(['engage', 'noengage'] as const),
  rule: textOrNull('The rule that decides; null when none applies.'),
  channel: Type.Unsafe<(typeof CHANNELS)[number] | null>({
    type: ['string', 'null'],
    enum: [...CHANNELS, null],
    description: 'The channel of the engagement.',
  }),
  invitation: Type.Unsafe<Record<string, string> | null>({
    type: ['object', 'null'],
    additionalProperties: { type: 'string' },
    description: 'The texts of the invitation.',
  }),
  reason: textOrNull('What becomes the `reasonDetail`.'),
  pacing: Type.Unsafe<Static<typeof Paced> | null>({
    ...Paced,
    type: ['object', 'null'],
    description: 'How many more may be invited to a chat; null when it is not looked at.',
  }),
  missed: Type.Array(
    Type.Object({
      rule: Type.String(),
      condition: Type.String({ description: 'The first condition that does not hold.' }),
    }),
    { description: 'The rules before it.' },
  ),
  version: versionOrNull,
  refusal: textOrNull('Why the decision would change nothing: what became of it already.'),
  state: oneOf(STATES, 'Where the interaction would be.'),
});

function presentPreview({ event, rule, missed, version, outcome, pacing }: Preview) {
  const engages = event.type === 'engage';
  const { interaction, refusal, applied } = outcome;
  return {
    decision: event.type,
    rule,
    channel: engages ? (applied ? interaction.channel : (event.channel ?? null)) : null,
    invitation: engages ? (event.invitation ?? null) : null,
    reason: engages ? null : (event.detail ?? null),
    pacing: pacing && {
      limit: pacing.limit,
      outstanding: pacing.outstanding,
      allowed: pacing.allowed,
      because: pacing.because,
    },
    missed: [...missed],
    version,
    refusal,
    state: interaction.state,
  };
}

export interface EngagementLogicOptions {
  readonly engagementLogic: RuleBook<'engagementLogic'>;
  readonly engine: Engine;
}

/** Reading, changing and trying the rules of the built-in strategy. */
export const adminEngagementLogic: FastifyPluginAsyncTypebox<EngagementLogicOptions> = async (
  app,
  { engagementLogic, engine },
) => {
  addRuleRoutes(app, {
    name: 'engagement-logic',
    id: 'EngagementLogic',
    of: 'the built-in strategy',
    how: 'The first rule that applies decides; when none does, the visitor is engaged.',
    doubts: 'patterns that may never match',
    schema: Rules,
    book: engagementLogic,
    warningsOf: warningsOfRules,
  });

  app.post(
    `${STRATEGIES}/engagement-logic/dry-run`,
    {
      config: { access: { scope: 'admin:read' }, problems: ['not_found'] },
      schema: {
        ...describe(
          'tryEngagementLogic',
          'Admin',
          'See what the rules would decide on an interaction now',
          'The same decision as the real one, by the rules in force or by those given; changes nothing.',
        ),
        body: Type.Object(
          {
            interactionId: Type.String({ description: 'The interaction to decide on.' }),
            rules: Type.Optional(Rules),
          },
          { additionalProperties: false },
        ),
        response: { 200: Verdict },
      },
    },
    async ({ body: { interactionId, rules } }) => {
      const misfits = misfitsOfRules(rules ?? []);
      if (misfits.length > 0) throw validationProblem(misfits);
      return presentPreview(found(await engine.preview(interactionOf(interactionId), rules)));
    },
  );
};
