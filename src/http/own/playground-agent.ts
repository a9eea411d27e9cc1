import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { PlaygroundAgent } from '../../settings/playground-agent.js';
import type { Playground } from '../../settings/playground-key.js';
import type { Sessions } from '../../settings/sessions.js';
import { unauthenticated } from '../server/credentials.js';
import { beginDeskSession } from '../server/desk-session.js';
import { checkOwnPage } from '../server/own-page.js';
import { TokenField } from '../shapes/schemas.js';
import { checkVisit } from './playground.js';

export interface AgentOfPlaygroundOptions {
  readonly playground: Playground;
  readonly playgroundAgent: PlaygroundAgent;
  readonly sessions: Sessions;
}

/** The way from the playground to the desk: a code, and the session that it is changed for. */
export const agentOfPlayground: FastifyPluginAsyncTypebox<AgentOfPlaygroundOptions> = async (
  app,
  { playground, playgroundAgent, sessions },
) => {
  if (!playground.isOn) return;

  app.post(
    '/playground/agent',
    {
      config: { access: { tokens: ['visit'] } },
      schema: {
        hide: true,
        body: Type.Object({ token: TokenField }, { additionalProperties: false }),
      },
    },
    async (request) => {
      checkVisit(request, playground);
      return { code: await playgroundAgent.invite() };
    },
  );

  app.post(
    '/playground/agent/session',
    {
      schema: {
        hide: true,
        body: Type.Object(
          { code: Type.String({ maxLength: LIMITS.label.most }) },
          { additionalProperties: false },
        ),
      },
    },
    async (request, reply) => {
      checkOwnPage(request);
      const key = await playgroundAgent.redeem(request.body.code, request.settings);
      if (!key) throw unauthenticated('The code was used, or is older than a minute.');
      const expiresAt = await beginDeskSession(request, reply, sessions, key);
      return reply.code(201).send({ agent: key.agent, expiresAt });
    },
  );
};
