import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Chat } from '../../domain/chats/chat.js';
import { isOpen } from '../../domain/chats/chat.js';
import { viewChatForVisitor } from '../../domain/chats/view.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { Store } from '../../store/store.js';
import { callerOf, checkKeyOf } from '../server/authentication.js';
import { BROWSER_TYPES } from '../server/bodies.js';
import { chatIdOf, requested, respondChat } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { found, interactionOf } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { networkOf, type RateLimit } from '../server/rate-limit.js';
import { ChatParams, numberOrNull, VisitorChat } from '../shapes/chats.js';
import { addressable, dataOf, oneOf, ref, TokenField, TokenQuery } from '../shapes/schemas.js';
import { createBegunChats } from './begun-chats.js';
import { chatOfVisitor, EmptyBody, READ, WRITE } from './visitors-chat.js';

export interface ChatsOptions {
  readonly chats: Chats;
  readonly store: Store;
  readonly rateLimit: RateLimit;
}

/** Members that the service writes itself: a browser that sent them would be believed. */
const OURS = 'WebEngagement.';

const RequestBody = Type.Object(
  {
    interactionId: Type.Optional(
      Type.String({
        description: 'The accepted invitation; without it the visitor begins the chat.',
      }),
    ),
    visitId: Type.Optional(
      addressable(LIMITS.name.most, 'The visit, for API keys; a visit token says it.'),
    ),
    visitorId: Type.Optional(
      addressable(LIMITS.name.most, 'The visitor, as the site knows them; for API keys.'),
    ),
    userData: Type.Optional(dataOf('Key-values for the agent.')),
    token: TokenField,
  },
  { additionalProperties: false },
);

/** The visitor's side of a chat. */
export const chats: FastifyPluginAsyncTypebox<ChatsOptions> = async (
  app,
  { chats: engine, store, rateLimit },
) => {
  const begun = createBegunChats({
    most: LIMITS.reactiveChats.most,
    async isWaiting(id) {
      const chat = await engine.get(id);
      return chat !== undefined && isOpen(chat) && chat.acceptedAt === null;
    },
  });

  const present = async (chat: Chat) =>
    viewChatForVisitor(chat, await engine.prospectOf(chat), engine.now());

  app.post(
    '/v1/chats',
    {
      config: {
        access: { scope: 'interactions:create', tokens: ['visit', 'interaction'] },
        problems: [
          'not_allowed',
          'chat_endpoint_missing',
          'chat_in_progress',
          'chat_closed',
          'no_agents',
          'queue_full',
          'reactive_limited',
          'idempotency_key_reused',
          'too_many_requests',
          'not_found',
        ],
      },
      preHandler: rateLimit('attempts'),
      schema: {
        ...describe(
          'requestChat',
          'Chats',
          'Ask for a chat with an agent',
          'With `interactionId` for an accepted invitation whose form is completed: 201 when it begins, 200 when there is one already. Without it the visitor begins the chat by themself.',
        ),
        consumes: BROWSER_TYPES,
        headers: IdempotencyHeaders,
        body: RequestBody,
        response: { 200: ref(VisitorChat), 201: ref(VisitorChat) },
      },
    },
    async (request, reply) => {
      const { token: _token, ...body } = request.body;
      const caller = callerOf(request);
      checkKeyOf(caller, request.settings);
      const isBrowser = caller.kind !== 'apiKey';
      const foreign = Object.keys(body.userData ?? {}).find((key) => key.startsWith(OURS));
      if (isBrowser && foreign !== undefined)
        throw validationProblem([
          {
            pointer: `#/userData/${foreign}`,
            detail: `must not begin ${OURS}: that is for the service`,
          },
        ]);
      if (isBrowser && body.visitorId !== undefined)
        throw validationProblem([
          { pointer: '#/visitorId', detail: 'is for API keys; a token says whose it is' },
        ]);
      const interactionId =
        body.interactionId === undefined ? null : interactionOf(body.interactionId);
      if (caller.kind === 'interaction' && interactionId !== caller.interactionId)
        throw new Problem('forbidden', 'The token was made for one interaction: name that one.');
      const interaction = interactionId && (await store.read('interaction', interactionId));
      if (caller.kind === 'visit') {
        const isOther =
          (body.visitId !== undefined && body.visitId !== caller.visitId) ||
          (interaction && interaction.visitId !== caller.visitId);
        if (isOther) throw new Problem('forbidden', 'The token was made for another visit.');
      }
      const visitId = caller.kind === 'visit' ? caller.visitId : (body.visitId ?? null);
      if (interactionId === null && visitId === null)
        throw validationProblem([{ pointer: '#/visitId', detail: 'is required with an API key' }]);
      const network = isBrowser && interactionId === null ? networkOf(request.ip) : null;
      const place = network === null ? undefined : await begun.take(network);
      const visitorId = caller.kind === 'visit' ? caller.visitorId : (body.visitorId ?? null);
      let begunId: string | null = null;
      try {
        const made = requested(
          await engine.request({
            visitId: interactionId === null ? visitId : null,
            visitorId,
            visitorIdClaimed:
              caller.kind === 'visit' && visitorId !== null && caller.keyId !== null,
            interactionId,
            userData: isBrowser ? {} : (body.userData ?? {}),
            visitorData: isBrowser ? (body.userData ?? {}) : {},
            isBrowser,
            isOneTooMany: place === null,
            idempotency: idempotencyOf(request, request.headers['idempotency-key'], body),
          }),
        );
        const chat = 'kept' in made ? found(await engine.get(made.kept), 'chat') : made.chat;
        if (made.isNew) begunId = chat.id;
        return reply
          .code(made.isNew ? 201 : 200)
          .header('location', `/v1/chats/${chat.id}`)
          .send(await present(chat));
      } finally {
        place?.leave(begunId);
      }
    },
  );

  app.get(
    '/v1/chats/availability',
    {
      config: {
        access: { scope: 'interactions:read', tokens: ['visit'], publishable: true },
        problems: ['origin_not_allowed'],
      },
      schema: {
        ...describe('getChatAvailability', 'Chats', 'Ask whether somebody is there to chat'),
        querystring: Type.Object(
          {
            token: TokenField,
            key: Type.Optional(Type.String({ description: 'A publishable key.' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            status: oneOf(['online', 'busy', 'offline'], '`busy`: a visitor would have to wait.'),
            estimatedWaitSeconds: numberOrNull('How long; null when nobody can say.'),
          }),
        },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=5');
      return engine.availability();
    },
  );

  app.get(
    '/v1/chats/:chatId',
    {
      config: READ,
      schema: {
        ...describe(
          'getChat',
          'Chats',
          'Read a chat as its visitor sees it, settled to this moment',
        ),
        params: ChatParams,
        querystring: TokenQuery,
        response: { 200: ref(VisitorChat) },
      },
    },
    async (request) => present(await chatOfVisitor(engine, request, request.params.chatId)),
  );

  app.post(
    '/v1/chats/:chatId/seen',
    {
      config: WRITE,
      schema: {
        ...describe('reportChatSeen', 'Chats', "Say that the visitor's page is there"),
        consumes: BROWSER_TYPES,
        params: ChatParams,
        querystring: TokenQuery,
        body: EmptyBody,
        response: { 200: ref(VisitorChat) },
      },
    },
    async (request) => present(await chatOfVisitor(engine, request, request.params.chatId)),
  );

  app.post(
    '/v1/chats/:chatId/leave',
    {
      config: { ...WRITE, problems: ['already_ended'] },
      schema: {
        ...describe('leaveChat', 'Chats', 'End the chat for the visitor'),
        consumes: BROWSER_TYPES,
        params: ChatParams,
        querystring: TokenQuery,
        body: EmptyBody,
        response: { 200: ref(VisitorChat) },
      },
    },
    async (request) => {
      const id = chatIdOf(request.params.chatId);
      return present(
        respondChat(await engine.apply(id, { event: { type: 'leave' }, isVisitor: true })),
      );
    },
  );
};
