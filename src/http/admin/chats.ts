import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { viewChat, viewMessage } from '../../domain/chats/view.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { chatIdOf, respondChat } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { chatNamings, checkNames } from '../server/filters.js';
import { found } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { transferOf } from '../server/transfer.js';
import { Chat, ChatHistoryItem, ChatMessage } from '../shapes/chats.js';
import { CHAT_FILTERS, chatFilterOf } from '../shapes/filters.js';
import { itemsOf, PAGE_PARAMETERS, pageOf, ref } from '../shapes/schemas.js';
import { TransferBody } from '../shapes/transfer.js';

const Params = Type.Object({ id: Type.String({ description: 'The id of the chat.' }) });

const Filters = Type.Object(
  { ...CHAT_FILTERS, ...PAGE_PARAMETERS },
  { additionalProperties: false },
);

export interface AdminChatsOptions {
  readonly chats: Chats;
  readonly store: Store;
}

const ENDINGS = [
  ['clean', 'cleanChat', 'Take a stuck chat out of its queue'],
  ['stop', 'stopChat', 'End a chat'],
] as const;

/** Finding chats, seeing why they are where they are, and ending those that are stuck. */
export const adminChats: FastifyPluginAsyncTypebox<AdminChatsOptions> = async (
  app,
  { chats, store },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const write = { access: { scope: 'admin:write' }, problems: ['already_ended'] } as const;

  app.get(
    '/v1/admin/chats',
    {
      config: { ...read, table: COLUMNS.chats, problems: ['overloaded', 'storage_unavailable'] },
      schema: {
        ...describe(
          'listChats',
          'Admin',
          'List chats, newest first',
          'States are those of the last sweep, well under a second ago; a single read settles.',
        ),
        querystring: Filters,
        response: { 200: pageOf(ref(Chat)) },
      },
    },
    async (request) => {
      const { pageSize, pageToken, ...filter } = request.query;
      const page = await store.read('chats', chatFilterOf(filter), {
        size: pageSize,
        after: placeOf(pageToken, { list: 'chats', ...filter }),
      });
      await checkNames(page, ...chatNamings(filter, request.settings, store));
      return presentPage(page, { list: 'chats', ...filter }, (chat) => viewChat(chat, chats.now()));
    },
  );

  app.get(
    '/v1/admin/chats/:id',
    {
      config: read,
      schema: {
        ...describe('adminGetChat', 'Admin', 'Read a chat, settled to this moment'),
        params: Params,
        response: { 200: ref(Chat) },
      },
    },
    async (request) =>
      viewChat(found(await chats.get(chatIdOf(request.params.id)), 'chat'), chats.now()),
  );

  app.get(
    '/v1/admin/chats/:id/history',
    {
      config: { ...read, table: COLUMNS.chatHistory },
      schema: {
        ...describe('getChatHistory', 'Admin', 'Read every fact of a chat, in order'),
        params: Params,
        response: { 200: itemsOf(ChatHistoryItem) },
      },
    },
    async (request) => {
      const facts = found(await chats.history(chatIdOf(request.params.id)), 'chat');
      return { items: facts.map((fact) => ({ ...fact, at: new Date(fact.at).toISOString() })) };
    },
  );

  app.get(
    '/v1/admin/chats/:id/messages',
    {
      config: { access: { scope: 'chats:read' } },
      schema: {
        ...describe(
          'adminGetChatMessages',
          'Admin',
          'Read what was said in a chat; audited',
          'What people write to each other needs a scope of its own.',
        ),
        params: Params,
        querystring: Type.Object(
          {
            after: Type.Optional(
              Type.Integer({ minimum: 0, description: 'Only those after this number.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: itemsOf(ref(ChatMessage)) },
      },
    },
    async (request) => {
      const id = chatIdOf(request.params.id);
      found(await chats.get(id), 'chat');
      await store.apply('auditRead', { chat: id, operator: operatorOf(request) });
      return { items: (await chats.messages(id, request.query.after ?? 0)).map(viewMessage) };
    },
  );

  for (const [type, operationId, summary] of ENDINGS)
    app.post(
      `/v1/admin/chats/:id/${type}`,
      {
        config: write,
        schema: {
          ...describe(operationId, 'Admin', summary),
          params: Params,
          body: Type.Object({}, { additionalProperties: false }),
          response: { 200: ref(Chat) },
        },
      },
      async (request) => {
        const result = await chats.apply(chatIdOf(request.params.id), {
          event: { type },
          operator: operatorOf(request),
        });
        return viewChat(respondChat(result), chats.now());
      },
    );

  app.post(
    '/v1/admin/chats/:id/transfer',
    {
      config: { ...write, problems: ['already_ended', 'agent_not_ready', 'at_capacity'] },
      schema: {
        ...describe('transferChat', 'Admin', 'Hand a chat on, to a group or an agent'),
        params: Params,
        body: TransferBody,
        response: { 200: ref(Chat) },
      },
    },
    async (request) => {
      const result = await chats.apply(chatIdOf(request.params.id), {
        event: { type: 'transfer', ...transferOf(request.body) },
        operator: operatorOf(request),
      });
      return viewChat(respondChat(result), chats.now());
    },
  );
};
