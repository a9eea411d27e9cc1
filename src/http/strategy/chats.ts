import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { viewChat } from '../../domain/chats/view.js';
import { Type } from '../../domain/typebox.js';
import type { ChatInstruction, Chats } from '../../engine/chats.js';
import { chatIdOf, respondInstruction, routeOf } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { Chat, ROUTE_MEMBERS, Word } from '../shapes/chats.js';
import { ref } from '../shapes/schemas.js';

export interface ChatInstructionsOptions {
  readonly chats: Chats;
}

const Params = Type.Object({ id: Type.String({ description: 'The id of the chat.' }) });

/** What a strategy says of chats that wait. */
export const chatInstructions: FastifyPluginAsyncTypebox<ChatInstructionsOptions> = async (
  app,
  { chats },
) => {
  const access = { scope: 'orchestration' } as const;

  async function instruct(id: string, instruction: ChatInstruction) {
    const result = await chats.instruct(chatIdOf(id), instruction);
    return viewChat(respondInstruction(result), chats.now());
  }

  app.post(
    '/v1/chats/:id/route',
    {
      config: {
        access,
        problems: ['already_ended', 'not_allowed', 'agent_not_ready', 'at_capacity'],
      },
      schema: {
        ...describe(
          'routeChat',
          'Strategies',
          'Send a waiting chat to a group, or to an agent',
          'A named agent is asked once; then the chat goes on in its group. One that rings is taken back from where it rings.',
        ),
        params: Params,
        body: Type.Object(ROUTE_MEMBERS, { additionalProperties: false }),
        response: { 200: ref(Chat) },
      },
    },
    (request) => instruct(request.params.id, routeOf(request.body, '#')),
  );

  app.post(
    '/v1/chats/:id/end',
    {
      config: { access, problems: ['already_ended', 'not_allowed'] },
      schema: {
        ...describe('endChat', 'Strategies', 'End a waiting chat, with a last word'),
        params: Params,
        body: Type.Object({ message: Type.Optional(Word) }, { additionalProperties: false }),
        response: { 200: ref(Chat) },
      },
    },
    (request) =>
      instruct(request.params.id, { type: 'end', message: request.body.message ?? null }),
  );
};
