import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isOpen } from '../../domain/chats/chat.js';
import { viewChatForVisitor, viewMessage } from '../../domain/chats/view.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { Typing } from '../../streams/typing.js';
import { BROWSER_TYPES } from '../server/bodies.js';
import { chatIdOf, respondSaying } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { ChatMessage, ChatParams, ClientId, MessageText, VisitorChat } from '../shapes/chats.js';
import { itemsOf, ref, TokenField, TokenQuery } from '../shapes/schemas.js';
import { chatOfVisitor, EmptyBody, READ, WRITE } from './visitors-chat.js';

export interface ConversationOptions {
  readonly chats: Chats;
  readonly typing: Typing;
}

/** What a visitor says and reads in a chat. */
export const conversation: FastifyPluginAsyncTypebox<ConversationOptions> = async (
  app,
  { chats: engine, typing },
) => {
  app.get(
    '/v1/chats/:chatId/messages',
    {
      config: { ...READ, access: { tokens: ['visit', 'interaction'] } },
      schema: {
        ...describe('getChatMessages', 'Chats', 'Read what was said, oldest first'),
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
            token: TokenField,
          },
          { additionalProperties: false },
        ),
        response: { 200: itemsOf(ref(ChatMessage)) },
      },
    },
    async (request) => {
      const { id } = await chatOfVisitor(engine, request, request.params.chatId);
      const messages = await engine.messages(id, request.query.after ?? 0);
      return { items: messages.map(viewMessage) };
    },
  );

  app.post(
    '/v1/chats/:chatId/messages',
    {
      config: {
        ...WRITE,
        problems: ['already_ended', 'not_allowed', 'idempotency_key_reused', 'too_many_requests'],
      },
      schema: {
        ...describe('sayInChat', 'Chats', 'Say something to the agent'),
        consumes: BROWSER_TYPES,
        params: ChatParams,
        querystring: TokenQuery,
        body: Type.Object(
          { text: MessageText, clientId: Type.Optional(ClientId), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: ref(ChatMessage) },
      },
    },
    async (request) => {
      const { text, clientId = null } = request.body;
      const chat = chatIdOf(request.params.chatId);
      return viewMessage(
        respondSaying(await engine.say({ chat, from: 'visitor', text, clientId })),
      );
    },
  );

  app.post(
    '/v1/chats/:chatId/typing',
    {
      config: WRITE,
      schema: {
        ...describe('typeInChat', 'Chats', 'Hint that the visitor is writing; never stored'),
        consumes: BROWSER_TYPES,
        params: ChatParams,
        querystring: TokenQuery,
        body: EmptyBody,
        response: { 200: ref(VisitorChat) },
      },
    },
    async (request) => {
      const chat = await chatOfVisitor(engine, request, request.params.chatId);
      if (isOpen(chat)) typing.hint(chat, 'visitor');
      return viewChatForVisitor(chat, await engine.prospectOf(chat), engine.now());
    },
  );
};
