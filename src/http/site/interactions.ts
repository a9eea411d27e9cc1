import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Request } from '../../domain/interactions/interaction.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { Tokens } from '../../settings/tokens.js';
import { COLUMNS } from '../../text/lists.js';
import { type Caller, callerOf, checkKeyOf } from '../server/authentication.js';
import { BROWSER_TYPES } from '../server/bodies.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { created, found, interactionOf } from '../server/outcomes.js';
import { answerInteraction, presentFact, viewpointOf } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import type { RateLimit } from '../server/rate-limit.js';
import {
  addressable,
  CreatedInteraction,
  dataOf,
  HistoryItem,
  IdParams,
  Interaction,
  itemsOf,
  oneOf,
  printable,
  ref,
  TokenField,
  TokenQuery,
} from '../shapes/schemas.js';

export interface InteractionsOptions {
  readonly engine: Engine;
  readonly tokens: Tokens;
  readonly rateLimit: RateLimit;
}

/** What a creation may say. */
export const CreateBody = Type.Object(
  {
    visitId: Type.Optional(
      addressable(LIMITS.name.most, 'The visit to invite. With a visit token it may be left out.'),
    ),
    visitorId: Type.Optional(
      addressable(
        LIMITS.name.most,
        'The visitor, as the site knows them; with a visit token no more than a claim.',
      ),
    ),
    pageId: Type.Optional(printable(LIMITS.label.most, 'The page the visit is on.')),
    pageUrl: Type.Optional(printable(LIMITS.address.most, 'Its address.')),
    category: Type.Optional(
      printable(LIMITS.label.most, 'What the visit was found worth an offer for.'),
    ),
    channel: Type.Optional(oneOf(CHANNELS, 'The wish of the site; the strategy decides.')),
    userData: Type.Optional(dataOf('Key-values to attach.')),
    token: TokenField,
  },
  { additionalProperties: false },
);

/** The visit that a creation is for: the token's own, or the one that an API key names. */
function visitOf(caller: Caller, named: string | undefined): string {
  if (caller.kind === 'visit') {
    if (named === undefined || named === caller.visitId) return caller.visitId;
    throw new Problem('forbidden', 'The token was made for another visit.');
  }
  if (named === undefined)
    throw validationProblem([{ pointer: '#/visitId', detail: 'is required with an API key' }]);
  return named;
}

/**
 * The visitor, and whether only a browser says so: what begins or goes on in a page is no proof,
 * except for the visitor that a back end wrote into the token of the visit.
 */
function visitorOf(
  caller: Caller,
  named: string | undefined,
): Pick<Request, 'visitorId' | 'visitorIdClaimed'> {
  const isBrowser = caller.kind === 'visit';
  const visitorId = (isBrowser ? caller.visitorId : null) ?? named ?? null;
  if (named !== undefined && named !== visitorId)
    throw new Problem('forbidden', 'The token was made for another visitor.');
  const isProven = !isBrowser || (caller.visitorId !== null && caller.keyId === null);
  return { visitorId, visitorIdClaimed: visitorId !== null && !isProven };
}

/** Creating and reading interactions. */
export const interactions: FastifyPluginAsyncTypebox<InteractionsOptions> = async (
  app,
  { engine, tokens, rateLimit },
) => {
  app.post(
    '/v1/interactions',
    {
      config: {
        access: { scope: 'interactions:create', tokens: ['visit'] },
        problems: [
          'engagement_in_progress',
          'chat_in_progress',
          'unknown_category',
          'idempotency_key_reused',
          'too_many_requests',
        ],
      },
      preHandler: rateLimit('attempts'),
      schema: {
        ...describe(
          'createInteraction',
          'Interactions',
          'Place a new interaction in the Qualified queue',
        ),
        consumes: BROWSER_TYPES,
        headers: IdempotencyHeaders,
        body: CreateBody,
        response: { 201: ref(CreatedInteraction) },
      },
    },
    async (request, reply) => {
      const { token: _token, ...body } = request.body;
      const caller = callerOf(request);
      checkKeyOf(caller, request.settings);
      const creation = await engine.create(
        {
          visitId: visitOf(caller, body.visitId),
          ...visitorOf(caller, body.visitorId),
          pageId: body.pageId ?? null,
          pageUrl: body.pageUrl ?? null,
          category: body.category ?? null,
          channel: body.channel ?? null,
          caseData: {},
          userData: body.userData ?? {},
        },
        idempotencyOf(request, request.headers['idempotency-key'], body),
        caller.kind === 'visit' ? caller.visitorMark : null,
      );
      const made = created(creation);
      const interaction = typeof made === 'string' ? found(await engine.get(made)) : made;
      const claims = { kind: 'interaction', interactionId: interaction.id } as const;
      const { token } = tokens.sign(request.settings, claims);
      return reply
        .code(201)
        .header('location', `/v1/interactions/${interaction.id}`)
        .send(
          Object.assign(answerInteraction(reply, interaction, viewpointOf(engine, request)), {
            token,
          }),
        );
    },
  );

  const read = {
    access: { scope: 'interactions:read', tokens: ['interaction', 'visit'] },
    // What is due is settled before it is shown.
    problems: ['overloaded', 'storage_unavailable'],
  } as const;

  app.get(
    '/v1/interactions/:id',
    {
      config: read,
      schema: {
        ...describe(
          'getInteraction',
          'Interactions',
          'Read an interaction, settled to this moment',
        ),
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: ref(Interaction) },
      },
    },
    async (request, reply) => {
      const interaction = found(await engine.get(interactionOf(request.params.id)));
      return answerInteraction(reply, interaction, viewpointOf(engine, request));
    },
  );

  app.get(
    '/v1/interactions/:id/history',
    {
      config: { ...read, table: COLUMNS.interactionHistory },
      schema: {
        ...describe(
          'getInteractionHistory',
          'Interactions',
          'Read every fact of an interaction, in order',
        ),
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: itemsOf(ref(HistoryItem)) },
      },
    },
    async (request) => {
      const id = interactionOf(request.params.id);
      const [facts, interaction] = await Promise.all([engine.history(id), engine.get(id)]);
      const of = found(interaction);
      const caller = callerOf(request);
      return { items: found(facts).map((fact) => presentFact(fact, of, caller)) };
    },
  );
};
