import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import type { AgentStreams } from '../../streams/agent-streams.js';
import { agentOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { answerHead, beginEventStream } from '../server/event-stream.js';

export interface AgentStreamOptions {
  readonly agentStreams: AgentStreams;
}

/** The stream of what concerns an agent. */
export const agentStream: FastifyPluginAsyncTypebox<AgentStreamOptions> = async (
  app,
  { agentStreams },
) => {
  app.get(
    '/v1/agent/stream',
    {
      config: { access: { agent: true }, problems: ['overloaded', 'not_found'] },
      schema: {
        ...describe(
          'streamAgent',
          'Agents',
          'Be told what concerns you, as server-sent events',
          'Events `state` (where you stand), `offer` (a chat rings: `chatId`, `until`, `chat`), `withdraw` (it does not any more), `chat` (one of yours changed), `message` and `typing` (of a chat of yours), and `ping` every 15 s, to be answered with `POST /v1/agent/heartbeat`: only what a client sends says that it is there. On connect comes what is so; nothing is replayed.',
        ),
        response: { 200: { content: { 'text/event-stream': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      if (request.method === 'HEAD') return answerHead(reply);
      const name = agentOf(request);
      const outlet = beginEventStream(request, reply);
      await agentStreams.open(name, outlet, request.isWelcome).catch(() => outlet.destroy());
      return reply;
    },
  );
};
