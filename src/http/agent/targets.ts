import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { capacityOf } from '../../domain/agents/agent.js';
import { AGENT_STATES } from '../../domain/agents/vocabulary.js';
import { inForce } from '../../domain/options/timeline.js';
import { Type } from '../../domain/typebox.js';
import type { Store } from '../../store/store.js';
import { agentOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { oneOf, textOrNull } from '../shapes/schemas.js';

/** Where agents may hand chats on to. */
export const transferTargets: FastifyPluginAsyncTypebox<{ readonly store: Store }> = async (
  app,
  { store },
) => {
  app.get(
    '/v1/agent/targets',
    {
      config: { access: { agent: true } },
      schema: {
        ...describe('listTransferTargets', 'Agents', 'Ask to whom a chat can be handed on'),
        response: {
          200: Type.Object({
            groups: Type.Array(Type.String()),
            agents: Type.Array(
              Type.Object({
                name: Type.String(),
                displayName: textOrNull('As visitors see it.'),
                state: oneOf(AGENT_STATES),
                free: Type.Integer({ description: 'Chats that they could still take.' }),
              }),
              { description: 'The others who are logged in.' },
            ),
          }),
        },
      },
    },
    async (request) => {
      const { objects, agentByName, timeline } = request.settings;
      const own = agentOf(request);
      const options = inForce(timeline);
      const agents = (await store.read('staff')).flatMap(({ status: { name, state }, held }) => {
        const agent = agentByName.get(name);
        if (agent === undefined || name === own) return [];
        const free = state === 'Ready' ? Math.max(capacityOf(agent, options) - held, 0) : 0;
        return [{ name, displayName: agent.displayName, state, free }];
      });
      const groups = objects.flatMap(({ kind, name }) => (kind === 'agent-groups' ? [name] : []));
      return { groups, agents };
    },
  );
};
