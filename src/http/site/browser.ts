import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Event } from '../../domain/interactions/interaction.js';
import { DISPOSITION_CODES } from '../../domain/interactions/vocabulary.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import { GRACE_SECONDS, type Leaving } from '../../streams/leaving.js';
import { BROWSER_TYPES } from '../server/bodies.js';
import { describe } from '../server/description.js';
import { found, interactionOf, respond } from '../server/outcomes.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { answerInteraction, viewpointOf } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import {
  dataOf,
  IdParams,
  Interaction,
  oneOf,
  ref,
  TokenField,
  TokenQuery,
} from '../shapes/schemas.js';

export interface BrowserOptions {
  readonly engine: Engine;
  readonly leaving: Leaving;
}

const ACCESS = { tokens: ['interaction', 'visit'] } as const;

/** What the visitor's browser posts about its interaction. */
export const browser: FastifyPluginAsyncTypebox<BrowserOptions> = async (
  app,
  { engine, leaving },
) => {
  async function post(request: FastifyRequest, reply: FastifyReply, id: string, event: Event) {
    const expected = expectedVersion(request.headers['if-match']);
    const outcome = await engine.apply(interactionOf(id), event, expected);
    const interaction = respond(outcome, engine.timeline());
    return answerInteraction(reply, interaction, viewpointOf(engine, request));
  }

  /** A page that goes away with the invitation open; undefined when there is nothing to wait for. */
  async function leave(request: FastifyRequest, reply: FastifyReply, id: string) {
    const interaction = found(await engine.get(interactionOf(id)));
    if (interaction.state !== 'Engaged' || interaction.visitId === null) return undefined;
    // Another version is refused where it is decided.
    const expected = expectedVersion(request.headers['if-match']);
    if (expected !== undefined && expected !== interaction.version) return undefined;
    await leaving.hold(interaction.id, interaction.visitId);
    return answerInteraction(reply, interaction, viewpointOf(engine, request));
  }

  app.post(
    '/v1/interactions/:id/displayed',
    {
      config: {
        access: ACCESS,
        problems: ['not_allowed', 'engagement_expired', 'already_disposed', 'precondition_failed'],
      },
      schema: {
        ...describe('reportDisplayed', 'Browser', 'Report that the invitation is on screen'),
        consumes: BROWSER_TYPES,
        params: IdParams,
        headers: IfMatchHeaders,
        querystring: TokenQuery,
        body: Type.Object({ token: TokenField }, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) => post(request, reply, request.params.id, { type: 'displayed' }),
  );

  app.post(
    '/v1/interactions/:id/disposition',
    {
      config: {
        access: ACCESS,
        problems: ['not_allowed', 'engagement_expired', 'already_disposed', 'precondition_failed'],
      },
      schema: {
        ...describe('postDisposition', 'Browser', "Post the visitor's answer to the invitation"),
        consumes: BROWSER_TYPES,
        params: IdParams,
        headers: IfMatchHeaders,
        querystring: TokenQuery,
        body: Type.Object(
          {
            code: oneOf(DISPOSITION_CODES),
            leaving: Type.Optional(
              Type.Boolean({
                description: `With \`timeout\`: the page goes away. The answer counts unless a page of the visit opens its stream within ${GRACE_SECONDS} s.`,
              }),
            ),
            token: TokenField,
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    async (request, reply) => {
      const { code, leaving: isLeaving } = request.body;
      if (isLeaving && code !== 'timeout')
        throw validationProblem([{ pointer: '#/leaving', detail: 'goes with the code timeout' }]);
      const held = isLeaving ? await leave(request, reply, request.params.id) : undefined;
      return held ?? post(request, reply, request.params.id, { type: code });
    },
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
          'precondition_failed',
        ],
      },
      schema: {
        ...describe('completeRegistrationForm', 'Browser', 'Post the completed registration form'),
        consumes: BROWSER_TYPES,
        params: IdParams,
        headers: IfMatchHeaders,
        querystring: TokenQuery,
        body: Type.Object(
          { fields: dataOf('What the visitor filled in.'), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) =>
      post(request, reply, request.params.id, {
        type: 'formCompleted',
        fields: request.body.fields,
      }),
  );
};
