import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Engine } from '../engine.js';
import type { Event } from '../lifecycle/interaction.js';
import { DISPOSITION_CODES } from '../lifecycle/vocabulary.js';
import { BROWSER_TYPES } from './bodies.js';
import { describe } from './description.js';
import { interactionOf, respond } from './outcomes.js';
import { presentInteraction, viewpointOf } from './present.js';
import { dataOf, IdParams, Interaction, oneOf, ref, TokenField, TokenQuery } from './schemas.js';

export interface BrowserOptions {
  readonly engine: Engine;
}

const ACCESS = { tokens: ['interaction', 'visit'] } as const;

/** What the visitor's browser posts about its interaction. */
export const browser: FastifyPluginAsyncTypebox<BrowserOptions> = async (app, { engine }) => {
  async function post(request: FastifyRequest, id: string, event: Event) {
    const outcome = await engine.apply(interactionOf(id), event);
    return presentInteraction(respond(outcome, engine.timeline()), viewpointOf(engine, request));
  }

  app.post(
    '/v1/interactions/:id/displayed',
    {
      config: {
        access: ACCESS,
        problems: ['not_allowed', 'engagement_expired', 'already_disposed'],
      },
      schema: {
        ...describe('reportDisplayed', 'Browser', 'Report that the invitation is on screen'),
        consumes: BROWSER_TYPES,
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object({ token: TokenField }, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    (request) => post(request, request.params.id, { type: 'displayed' }),
  );

  app.post(
    '/v1/interactions/:id/disposition',
    {
      config: {
        access: ACCESS,
        problems: ['not_allowed', 'engagement_expired', 'already_disposed'],
      },
      schema: {
        ...describe('postDisposition', 'Browser', "Post the visitor's answer to the invitation"),
        consumes: BROWSER_TYPES,
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object(
          { code: oneOf(DISPOSITION_CODES), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    (request) => post(request, request.params.id, { type: request.body.code }),
  );

  app.post(
    '/v1/interactions/:id/registration-form',
    {
      config: {
        access: ACCESS,
        formFields: true,
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
        consumes: BROWSER_TYPES,
        params: IdParams,
        querystring: TokenQuery,
        body: Type.Object(
          { fields: dataOf('What the visitor filled in.'), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    (request) =>
      post(request, request.params.id, { type: 'formCompleted', fields: request.body.fields }),
  );
};
