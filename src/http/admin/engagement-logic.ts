import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { LogicOutcome } from '../../decisions/engagement-logic.js';
import type { LogicVersion } from '../../decisions/logic.js';
import type { Preview } from '../../decisions/strategy.js';
import { CHANNELS, STATES } from '../../domain/interactions/vocabulary.js';
import { Problem } from '../../domain/problems.js';
import { Rules } from '../../domain/rules/schema.js';
import { misfitsOfRules, warningsOfRules } from '../../domain/rules/validation.js';
import { type Static, Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { EngagementLogic } from '../../settings/engagement-logic.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { found, interactionOf } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { PACED } from '../shapes/pacing.js';
import {
  momentOrNull,
  oneOf,
  pageOf,
  textOrNull,
  WHOLE_PAGE_PARAMETERS,
} from '../shapes/schemas.js';

const AnyRule = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

const Logic = Type.Object({
  rules: Type.Array(AnyRule, { description: 'In their order: the first that applies decides.' }),
  version: Type.Integer({ description: '1 is the shipped one; each change adds one.' }),
  updatedAt: momentOrNull('When it came into force; null for the shipped one.'),
  updatedBy: textOrNull('The name of the key that changed it.'),
});

const CurrentLogic = Type.Object({
  ...Logic.properties,
  warnings: Type.Array(Type.String(), {
    description: 'What to look at again: patterns that may never match.',
  }),
});

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
  version: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Of the rules; null for rules that are only tried.',
  }),
  refusal: textOrNull('Why the decision would change nothing: what became of it already.'),
  state: oneOf(STATES, 'Where the interaction would be.'),
});

const present = ({ version, rules, at, by }: LogicVersion) => ({
  rules: [...rules],
  version,
  updatedAt: isoOrNull(at),
  updatedBy: by,
});

function answer(reply: FastifyReply, outcome: LogicOutcome) {
  if (outcome.ok) {
    reply.header('etag', `"${outcome.logic.version}"`);
    return { ...present(outcome.logic), warnings: [...warningsOfRules(outcome.logic.rules)] };
  }
  if (outcome.code === 'validation_failed') throw validationProblem(outcome.misfits);
  throw new Problem(outcome.code, 'The rules are at another version; read them again.');
}

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
  readonly logic: EngagementLogic;
  readonly engine: Engine;
}

/** Binds page tokens to the list of versions, which has no filters. */
const LIST = { list: 'engagement-logic' };

const PATH = '/v1/admin/strategies/engagement-logic';

/** Reading, changing and trying the rules of the built-in strategy. */
export const adminEngagementLogic: FastifyPluginAsyncTypebox<EngagementLogicOptions> = async (
  app,
  { logic, engine },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const write = {
    access: { scope: 'admin:write' },
    problems: ['precondition_failed'],
  } as const;

  app.get(
    PATH,
    {
      config: read,
      schema: {
        ...describe('getEngagementLogic', 'Admin', 'Read the rules of the built-in strategy'),
        response: { 200: CurrentLogic },
      },
    },
    async (_request, reply) => answer(reply, { ok: true, logic: logic.get() }),
  );

  app.put(
    PATH,
    {
      config: write,
      schema: {
        ...describe(
          'setEngagementLogic',
          'Admin',
          'Change the rules of the built-in strategy, effective immediately',
          'The first rule that applies decides; when none does, the visitor is engaged.',
        ),
        headers: IfMatchHeaders,
        body: Type.Object({ rules: Rules }, { additionalProperties: false }),
        response: { 200: CurrentLogic },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await logic.set(request.body.rules, {
          operator: operatorOf(request),
          expectedVersion: expectedVersion(request.headers['if-match']),
        }),
      ),
  );

  app.get(
    `${PATH}/history`,
    {
      config: {
        ...read,
        table: COLUMNS.engagementLogicHistory,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('getEngagementLogicHistory', 'Admin', 'List the versions of the rules'),
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(Logic) },
      },
    },
    async ({ query: { pageSize, pageToken } }) => {
      const page = await logic.history({ size: pageSize, after: placeOf(pageToken, LIST) });
      return presentPage(page, LIST, present);
    },
  );

  app.post(
    `${PATH}/rollback`,
    {
      config: write,
      schema: {
        ...describe(
          'rollBackEngagementLogic',
          'Admin',
          'Make the rules of an earlier version the newest',
        ),
        headers: IfMatchHeaders,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }) },
          { additionalProperties: false },
        ),
        response: { 200: CurrentLogic },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await logic.rollBack(request.body.version, {
          operator: operatorOf(request),
          expectedVersion: expectedVersion(request.headers['if-match']),
        }),
      ),
  );

  app.post(
    `${PATH}/dry-run`,
    {
      config: { ...read, problems: ['not_found'] },
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
