import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Chat, isHeld } from '../../domain/chats/chat.js';
import { FAREWELLS, farewellTo } from '../../domain/chats/farewell.js';
import { viewChat, viewMessage } from '../../domain/chats/view.js';
import { Type } from '../../domain/typebox.js';
import type { Agents } from '../../engine/agents.js';
import type { Chats } from '../../engine/chats.js';
import type { Typing } from '../../streams/typing.js';
import { agentOf } from '../server/authentication.js';
import { chatIdOf, chatProblem, respondChat, respondSaying } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import { transferOf } from '../server/transfer.js';
import {
  ChatMessage,
  ChatParams,
  Chat as ChatSchema,
  ClientId,
  MessageText,
} from '../shapes/chats.js';
import { itemsOf, ref } from '../shapes/schemas.js';
import { TransferBody } from '../shapes/transfer.js';

export interface AgentChatsOptions {
  readonly agents: Agents;
  readonly chats: Chats;
  readonly typing: Typing;
}

const ACCESS = { access: { agent: true } } as const;
const Nothing = Type.Object({}, { additionalProperties: false });

const CHAT_EVENTS = [
  ['accept', 'acceptChat', 'Take a chat that rings'],
  ['reject', 'rejectChat', 'Do not take a chat that rings; it is offered to others'],
  ['end', 'endAgentChat', 'End a chat'],
  ['done', 'finishChat', 'Have finished a chat that ended: the place is free'],
] as const;

/** What an agent does with their chats. */
export const agentChats: FastifyPluginAsyncTypebox<AgentChatsOptions> = async (
  app,
  { agents, chats, typing },
) => {
  /** A chat that the agent has. */
  async function heldBy(name: string, id: string): Promise<Chat> {
    await agents.get(name, true);
    const chat = found(await chats.get(chatIdOf(id)), 'chat');
    if (!isHeld(chat) || chat.agent !== name) throw chatProblem('not_offered', chat);
    return chat;
  }

  app.get(
    '/v1/agent/chats/:chatId',
    {
      config: { ...ACCESS, problems: ['not_offered'] },
      schema: {
        ...describe('getAgentChat', 'Agents', 'Read a chat that you have, or that rings'),
        params: ChatParams,
        response: { 200: ref(ChatSchema) },
      },
    },
    async (request) => {
      const chat = await heldBy(agentOf(request), request.params.chatId);
      const { id, state, offeredAt } = chat;
      if (state === 'Offered' && offeredAt !== null)
        await agents.shown(agentOf(request), [{ id, offeredAt }]);
      return viewChat(chat, chats.now());
    },
  );

  app.get(
    '/v1/agent/chats/:chatId/messages',
    {
      config: { ...ACCESS, problems: ['not_offered'] },
      schema: {
        ...describe('getAgentChatMessages', 'Agents', 'Read what was said in a chat of yours'),
        params: ChatParams,
        querystring: Type.Object(
          {
            after: Type.Optional(
              Type.Integer({
                minimum: 0,
                default: 0,
                description: 'Only those after this sequence.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: itemsOf(ref(ChatMessage)) },
      },
    },
    async (request) => {
      const chat = await heldBy(agentOf(request), request.params.chatId);
      if (chat.state === 'Offered') throw chatProblem('not_offered', chat);
      const messages = await chats.messages(chat.id, request.query.after ?? 0);
      return { items: messages.map(viewMessage) };
    },
  );

  app.get(
    '/v1/agent/chats/:chatId/farewell',
    {
      config: { ...ACCESS, problems: ['not_offered'] },
      schema: {
        ...describe('getFarewell', 'Agents', 'Ask why a chat of yours is yours no more'),
        params: ChatParams,
        response: {
          200: Type.Object({
            chatId: Type.String(),
            because: Type.Union(
              [Type.Enum([...FAREWELLS], { description: 'What took it.' }), Type.Null()],
              { description: 'Null while it is yours.' },
            ),
          }),
        },
      },
    },
    async (request) => {
      const name = agentOf(request);
      await agents.get(name, true);
      const chat = found(await chats.get(chatIdOf(request.params.chatId)), 'chat');
      const history = (await chats.history(chat.id)) ?? [];
      if (!history.some(({ agent }) => agent === name)) throw chatProblem('not_offered', chat);
      return { chatId: chat.id, because: farewellTo(name, chat, history) };
    },
  );

  for (const [type, operationId, summary] of CHAT_EVENTS)
    app.post(
      `/v1/agent/chats/:chatId/${type}`,
      {
        config: {
          ...ACCESS,
          problems: [
            'not_offered',
            'offer_expired',
            'already_ended',
            'agent_logged_out',
            'not_allowed',
          ],
        },
        schema: {
          ...describe(operationId, 'Agents', summary),
          params: ChatParams,
          body: Nothing,
          response: { 200: ref(ChatSchema) },
        },
      },
      async (request) => {
        const name = agentOf(request);
        const id = chatIdOf(request.params.chatId);
        const result = await chats.apply(id, { event: { type, agent: name }, agent: name });
        return viewChat(respondChat(result), chats.now());
      },
    );

  app.post(
    '/v1/agent/chats/:chatId/transfer',
    {
      config: {
        ...ACCESS,
        problems: [
          'not_offered',
          'already_ended',
          'agent_logged_out',
          'agent_not_ready',
          'at_capacity',
        ],
      },
      schema: {
        ...describe(
          'transferAgentChat',
          'Agents',
          'Hand a chat on, to a group or an agent',
          'Your place is free at once. An agent who is named is asked once; then it goes on in the group it came from.',
        ),
        params: ChatParams,
        body: TransferBody,
        response: { 200: ref(ChatSchema) },
      },
    },
    async (request) => {
      const name = agentOf(request);
      const event = { type: 'transfer', agent: name, ...transferOf(request.body) } as const;
      const result = await chats.apply(chatIdOf(request.params.chatId), { event, agent: name });
      return viewChat(respondChat(result), chats.now());
    },
  );

  app.post(
    '/v1/agent/chats/:chatId/messages',
    {
      config: {
        ...ACCESS,
        problems: [
          'not_offered',
          'already_ended',
          'agent_logged_out',
          'not_allowed',
          'idempotency_key_reused',
          'too_many_requests',
        ],
      },
      schema: {
        ...describe('sayAsAgent', 'Agents', 'Say something to the visitor'),
        params: ChatParams,
        body: Type.Object(
          { text: MessageText, clientId: Type.Optional(ClientId) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ ...ChatSchema.properties, message: ref(ChatMessage) }),
        },
      },
    },
    async (request) => {
      const { text, clientId = null } = request.body;
      const name = agentOf(request);
      const chat = chatIdOf(request.params.chatId);
      const saying = await chats.say({ chat, from: 'agent', agent: name, text, clientId });
      const message = viewMessage(respondSaying(saying));
      return { ...viewChat(found(saying, 'chat').chat, chats.now()), message };
    },
  );

  app.post(
    '/v1/agent/chats/:chatId/typing',
    {
      config: { ...ACCESS, problems: ['not_offered'] },
      schema: {
        ...describe('typeAsAgent', 'Agents', 'Hint that you are writing; never stored'),
        params: ChatParams,
        body: Nothing,
        response: { 200: ref(ChatSchema) },
      },
    },
    async (request) => {
      const chat = await heldBy(agentOf(request), request.params.chatId);
      typing.hint(chat, 'agent');
      return viewChat(chat, chats.now());
    },
  );
};
