import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import { apiKeyOf } from '../../settings/api-keys.js';
import type { Tokens } from '../../settings/tokens.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { AGENT_COOKIE, checkOwnPage } from '../server/own-page.js';
import { moment } from '../shapes/schemas.js';

/** What a session of the desk is signed with. */
export interface SessionOptions {
  readonly tokens: Tokens;
}

/** The attributes of the cookie; without TLS only a page of this machine is trusted with it. */
function attributesOf({ protocol }: FastifyRequest): string {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `; Path=/v1/agent; HttpOnly; SameSite=Strict${secure}`;
}

/** The desk's own cookie: it stands for the agent's key, and ends with it. */
export const agentSession: FastifyPluginAsyncTypebox<SessionOptions> = async (app, { tokens }) => {
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
      checkOwnPage(request);
      const key = apiKeyOf(request.settings, request.body.key);
      if (!key?.agent)
        throw unauthenticated('This is not the key of an agent, or it was replaced.');
      const { token, expiresAt } = tokens.sign(request.settings, { kind: 'desk', keyId: key.id });
      return reply
        .code(201)
        .header('set-cookie', `${AGENT_COOKIE}=${token}${attributesOf(request)}`)
        .header('cache-control', 'no-store')
        .send({ agent: key.agent, expiresAt: new Date(expiresAt).toISOString() });
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
      return reply
        .header('set-cookie', `${AGENT_COOKIE}=; Max-Age=0${attributesOf(request)}`)
        .send({ ended: true });
    },
  );
};
