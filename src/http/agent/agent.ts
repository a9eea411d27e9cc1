import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { AgentEvent } from '../../domain/agents/agent.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { Agents } from '../../engine/agents.js';
import type { Chats } from '../../engine/chats.js';
import { agentOf } from '../server/authentication.js';
import { presentDesk, respondAgent } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import { AgentDesk } from '../shapes/chats.js';
import { printable, ref } from '../shapes/schemas.js';

export interface AgentOptions {
  readonly agents: Agents;
  readonly chats: Chats;
}

const ACCESS = { access: { agent: true } } as const;
const Nothing = Type.Object({}, { additionalProperties: false });

const EVENTS = [
  ['login', 'login', 'logInAgent', 'Be there; not ready yet'],
  ['ready', 'ready', 'readyAgent', 'Take chats'],
  ['logout', 'logout', 'logOutAgent', 'Be gone: active chats are queued again, at once'],
] as const;

/** An agent's own side: where they stand, and what they do with their chats. */
export const agent: FastifyPluginAsyncTypebox<AgentOptions> = async (app, { agents, chats }) => {
  const present = (request: FastifyRequest, standing: ReturnType<typeof respondAgent>) =>
    presentDesk(standing, request.settings, chats.now());

  async function become(request: FastifyRequest, event: AgentEvent) {
    return present(request, respondAgent(await agents.apply(agentOf(request), event)));
  }

  /** What is shown rings: if it is not taken, it was missed. */
  async function desk(request: FastifyRequest) {
    const name = agentOf(request);
    const standing = found(await agents.get(name, true), 'agent');
    const offers = standing.chats.flatMap(({ id, state, offeredAt }) =>
      state === 'Offered' && offeredAt !== null ? [{ id, offeredAt }] : [],
    );
    await agents.shown(name, offers);
    return present(request, standing);
  }

  app.get(
    '/v1/agent',
    {
      config: ACCESS,
      schema: {
        ...describe('getDesk', 'Agents', 'Read where you stand, what rings, and your chats'),
        response: { 200: ref(AgentDesk) },
      },
    },
    desk,
  );

  for (const [path, type, operationId, summary] of EVENTS)
    app.post(
      `/v1/agent/${path}`,
      {
        config: { ...ACCESS, problems: ['agent_logged_out'] },
        schema: {
          ...describe(operationId, 'Agents', summary),
          body: Nothing,
          response: { 200: ref(AgentDesk) },
        },
      },
      (request) => become(request, { type }),
    );

  app.post(
    '/v1/agent/not-ready',
    {
      config: { ...ACCESS, problems: ['agent_logged_out'] },
      schema: {
        ...describe(
          'notReadyAgent',
          'Agents',
          'Take no more chats; what rings is offered to others',
        ),
        body: Type.Object(
          { reason: Type.Optional(printable(LIMITS.label.most, 'Why, in your own words.')) },
          { additionalProperties: false },
        ),
        response: { 200: ref(AgentDesk) },
      },
    },
    (request) => become(request, { type: 'notReady', reason: request.body.reason ?? null }),
  );

  app.post(
    '/v1/agent/heartbeat',
    {
      config: ACCESS,
      schema: {
        ...describe(
          'beat',
          'Agents',
          'Say that you are there',
          'Every request of an agent says so too. `agents.presenceTimeout` after the last one the agent is logged out.',
        ),
        body: Nothing,
        response: { 200: ref(AgentDesk) },
      },
    },
    async (request) => present(request, found(await agents.get(agentOf(request), true), 'agent')),
  );
};
