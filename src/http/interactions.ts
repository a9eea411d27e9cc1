import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Tokens } from '../auth/tokens.js';
import type { Engine } from '../engine.js';
import { CHANNELS, DISPOSITION_CODES } from '../lifecycle/vocabulary.js';
import type { Metrics } from '../metrics.js';
import { COLUMNS } from '../text/lists.js';
import { callerOf } from './authentication.js';
import { describe } from './description.js';
import { created, found, interactionOf, respond } from './outcomes.js';
import { presentFact, presentInteraction } from './present.js';
import {
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
} from './schemas.js';

export interface InteractionsOptions {
  readonly engine: Engine;
  readonly tokens: Tokens;
  readonly metrics: Metrics;
}

const CreateBody = Type.Object(
  {
    visitId: printable(128, 'The visit to invite.'),
    visitorId: Type.Optional(printable(128, 'The visitor, as the site knows them.')),
    pageId: Type.Optional(printable(256, 'The page the visit is on.')),
    pageUrl: Type.Optional(printable(2048, 'Its address.')),
    category: Type.Optional(printable(256, 'What the visit was found worth an offer for.')),
    channel: Type.Optional(oneOf(CHANNELS, 'The wish of the site; the strategy decides.')),
    userData: Type.Optional(dataOf('Key-values to attach.')),
  },
  { additionalProperties: false },
);

/** Creating and reading interactions, and what the visitor's browser posts about them. */
export const interactions: FastifyPluginAsyncTypebox<InteractionsOptions> = async (
  app,
  { engine, tokens, metrics },
) => {
  const view = (request: Parameters<typeof callerOf>[0]) => ({
    timeline: engine.timeline(),
    now: engine.now(),
    caller: callerOf(request),
  });

  app.post(
    '/v1/interactions',
    {
      config: {
        access: { scope: 'interactions:create' },
        problems: ['engagement_in_progress', 'unknown_category'],
      },
      schema: {
        ...describe(
          'createInteraction',
          'Interactions',
          'Place a new interaction in the Qualified queue',
        ),
        body: CreateBody,
        response: { 201: ref(CreatedInteraction) },
      },
    },
    async (request, reply) => {
      const creation = await engine.create({
        visitId: request.body.visitId,
        visitorId: request.body.visitorId ?? null,
        pageId: request.body.pageId ?? null,
        pageUrl: request.body.pageUrl ?? null,
        category: request.body.category ?? null,
        channel: request.body.channel ?? null,
        caseData: {},
        userData: request.body.userData ?? {},
      });
      if (!creation.ok) metrics.countRefusedCreation(creation.refusal);
      const interaction = created(creation);
      const { token } = tokens.sign('interaction', interaction.id);
      return reply
        .code(201)
        .header('location', `/v1/interactions/${interaction.id}`)
        .send({ ...presentInteraction(interaction, view(request)), token });
    },
  );

  app.get(
    '/v1/interactions/:id',
    {
      config: { access: { scope: 'interactions:read', token: 'own' } },
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
      return reply
        .header('etag', `"${interaction.version}"`)
        .send(presentInteraction(interaction, view(request)));
    },
  );

  app.get(
    '/v1/interactions/:id/history',
    {
      config: {
        access: { scope: 'interactions:read', token: 'own' },
        table: COLUMNS.interactionHistory,
      },
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
      const facts = found(await engine.history(interactionOf(request.params.id)));
      return { items: facts.map(presentFact) };
    },
  );

  app.post(
    '/v1/interactions/:id/displayed',
    {
      config: {
        access: { token: 'own' },
        problems: ['not_allowed', 'engagement_expired', 'already_disposed'],
      },
      schema: {
        ...describe('reportDisplayed', 'Browser', 'Report that the invitation is on screen'),
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object({ token: TokenField }, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    async (request) =>
      presentInteraction(
        respond(await engine.apply(interactionOf(request.params.id), { type: 'displayed' })),
        view(request),
      ),
  );

  app.post(
    '/v1/interactions/:id/disposition',
    {
      config: {
        access: { token: 'own' },
        problems: ['not_allowed', 'engagement_expired', 'already_disposed'],
      },
      schema: {
        ...describe('postDisposition', 'Browser', "Post the visitor's answer to the invitation"),
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object(
          { code: oneOf(DISPOSITION_CODES), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    async (request) =>
      presentInteraction(
        respond(await engine.apply(interactionOf(request.params.id), { type: request.body.code })),
        view(request),
      ),
  );

  app.post(
    '/v1/interactions/:id/registration-form',
    {
      config: {
        access: { token: 'own' },
        problems: [
          'not_allowed',
          'engagement_expired',
          'already_disposed',
          'form_already_completed',
          'phone_number_required',
        ],
      },
      schema: {
        ...describe('completeRegistrationForm', 'Browser', 'Post the completed registration form'),
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object(
          { fields: dataOf('What the visitor filled in.'), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    async (request) =>
      presentInteraction(
        respond(
          await engine.apply(interactionOf(request.params.id), {
            type: 'formCompleted',
            fields: request.body.fields,
          }),
          engine.timeline(),
        ),
        view(request),
      ),
  );
};
