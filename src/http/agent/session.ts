import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import { apiKeyOf } from '../../settings/api-keys.js';
import type { Sessions } from '../../settings/sessions.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { beginDeskSession, deskSessionOf, endDeskSession } from '../server/desk-session.js';
import { checkOwnPage, checkSigningIn } from '../server/own-page.js';
import { moment, textOrNull } from '../shapes/schemas.js';

export interface SessionOptions {
  readonly sessions: Sessions;
}

/** The desk's own cookie: it stands for the agent's key, and ends with it. */
export const agentSession: FastifyPluginAsyncTypebox<SessionOptions> = async (
  app,
  { sessions },
) => {
  app.post(
    '/v1/agent/session',
    {
      config: { problems: ['unauthenticated', 'forbidden'] },
      schema: {
        ...describe(
          'beginAgentSession',
          'Agents',
          "Sign the desk in with an agent's key",
          'Sets a cookie for `/v1/agent`, good for a day and no longer than the key. Requests with it must come from a page of this service, as JSON.',
        ),
        body: Type.Object(
          { key: Type.String({ maxLength: LIMITS.label.most, description: "The agent's key." }) },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ agent: Type.String(), expiresAt: moment('When it ends.') }),
        },
      },
    },
    async (request, reply) => {
      checkSigningIn(request);
      const key = apiKeyOf(request.settings, request.body.key);
      if (!key) throw unauthenticated('This is not the key of an agent, or it was replaced.');
      if (!key.agent) throw new Problem('forbidden', 'This is a key, and not that of an agent.');
      const expiresAt = await beginDeskSession(request, reply, sessions, key);
      return reply.code(201).send({ agent: key.agent, expiresAt });
    },
  );

  app.get(
    '/v1/agent/session',
    {
      config: { problems: ['forbidden'] },
      schema: {
        ...describe(
          'getAgentSession',
          'Agents',
          'Ask whose session of the desk this browser has',
          'Answers 200 without one, too: a page that asks makes no failing request.',
        ),
        response: {
          200: Type.Object({ agent: textOrNull('Null without a session that is good.') }),
        },
      },
    },
    async (request, reply) => {
      checkOwnPage(request);
      reply.header('cache-control', 'no-store');
      return { agent: deskSessionOf(request, sessions)?.key.agent ?? null };
    },
  );

  app.delete(
    '/v1/agent/session',
    {
      config: { problems: ['forbidden'] },
      schema: {
        ...describe('endAgentSession', 'Agents', 'Sign the desk out'),
        response: { 200: Type.Object({ ended: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      checkOwnPage(request);
      await endDeskSession(request, reply, sessions);
      return { ended: true };
    },
  );
};
