import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatRoutingOutcome, ChatRoutingVersion } from '../../decisions/chat-routing.js';
import { Problem } from '../../domain/problems.js';
import { ChatRoutingRules, misfitsOfChatRules } from '../../domain/rules/chat-routing.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { ChatRouting } from '../../settings/chat-routing.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { chatIdOf } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { momentOrNull, pageOf, textOrNull, WHOLE_PAGE_PARAMETERS } from '../shapes/schemas.js';

const AnyRule = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

const Routing = Type.Object({
  rules: Type.Array(AnyRule, { description: 'In their order: the first that applies decides.' }),
  version: Type.Integer({ description: '1 is the shipped one; each change adds one.' }),
  updatedAt: momentOrNull('When it came into force; null for the shipped one.'),
  updatedBy: textOrNull('The name of the key that changed it.'),
});

const CurrentRouting = Type.Object({
  ...Routing.properties,
  warnings: Type.Array(Type.String(), {
    description: 'What to look at again: groups that are not there, skills that nobody has.',
  }),
});

const Verdict = Type.Object({
  rule: textOrNull('The rule that decides; null when none applies.'),
  group: textOrNull('The agent group it goes to; null when closed.'),
  closed: Type.Boolean(),
  message: textOrNull('What the visitor is told.'),
  agent: textOrNull('Who would be offered it now; null when nobody is free for it.'),
  others: Type.Array(
    Type.Object({
      agent: Type.String(),
      why: Type.String({ description: 'Why not this one.' }),
    }),
    { description: 'Those who are ready, and would not be offered it.' },
  ),
  missed: Type.Array(Type.Object({ rule: Type.String(), condition: Type.String() }), {
    description: 'The rules before it, with the first condition that does not hold.',
  }),
  version: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Of the rules; null for rules that are only tried.',
  }),
});

const present = ({ version, rules, at, by }: ChatRoutingVersion) => ({
  rules: [...rules],
  version,
  updatedAt: isoOrNull(at),
  updatedBy: by,
});

export interface ChatRoutingOptions {
  readonly chatRouting: ChatRouting;
  readonly chats: Chats;
}

/** Binds page tokens to the list of versions, which has no filters. */
const LIST = { list: 'chat-routing' };

const PATH = '/v1/admin/strategies/chat-routing';

/** Reading, changing and trying the rules of Chat Routing. */
export const adminChatRouting: FastifyPluginAsyncTypebox<ChatRoutingOptions> = async (
  app,
  { chatRouting, chats },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const write = { access: { scope: 'admin:write' }, problems: ['precondition_failed'] } as const;

  function answer({ settings }: FastifyRequest, reply: FastifyReply, outcome: ChatRoutingOutcome) {
    if (outcome.ok) {
      const { routing } = outcome;
      reply.header('etag', `"${routing.version}"`);
      return { ...present(routing), warnings: [...chatRouting.warnings(routing.rules, settings)] };
    }
    if (outcome.code === 'validation_failed') throw validationProblem(outcome.misfits);
    throw new Problem(outcome.code, 'The rules are at another version; read them again.');
  }

  const writeOf = (request: FastifyRequest) => ({
    operator: operatorOf(request),
    expectedVersion: expectedVersion(request.headers['if-match']),
  });

  app.get(
    PATH,
    {
      config: read,
      schema: {
        ...describe('getChatRouting', 'Admin', 'Read the rules of Chat Routing'),
        response: { 200: CurrentRouting },
      },
    },
    async (request, reply) =>
      answer(request, reply, { ok: true, routing: chatRouting.get(request.settings) }),
  );

  app.put(
    PATH,
    {
      config: write,
      schema: {
        ...describe(
          'setChatRouting',
          'Admin',
          'Change the rules of Chat Routing, effective immediately',
          'Judged once for each placement: the first rule that applies says where the chat goes; when none does, to the group of `pacing.connector.chatGroup`.',
        ),
        headers: IfMatchHeaders,
        body: Type.Object({ rules: ChatRoutingRules }, { additionalProperties: false }),
        response: { 200: CurrentRouting },
      },
    },
    async (request, reply) =>
      answer(request, reply, await chatRouting.set(request.body.rules, writeOf(request))),
  );

  app.get(
    `${PATH}/history`,
    {
      config: {
        ...read,
        table: COLUMNS.chatRoutingHistory,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('getChatRoutingHistory', 'Admin', 'List the versions of the rules'),
        querystring: Type.Object(WHOLE_PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(Routing) },
      },
    },
    async ({ query: { pageSize, pageToken } }) => {
      const page = await chatRouting.history({ size: pageSize, after: placeOf(pageToken, LIST) });
      return presentPage(page, LIST, present);
    },
  );

  app.post(
    `${PATH}/rollback`,
    {
      config: write,
      schema: {
        ...describe(
          'rollBackChatRouting',
          'Admin',
          'Make the rules of an earlier version the newest',
        ),
        headers: IfMatchHeaders,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1, description: 'The version to go back to.' }) },
          { additionalProperties: false },
        ),
        response: { 200: CurrentRouting },
      },
    },
    async (request, reply) =>
      answer(request, reply, await chatRouting.rollBack(request.body.version, writeOf(request))),
  );

  app.post(
    `${PATH}/dry-run`,
    {
      config: { ...read, problems: ['not_found'] },
      schema: {
        ...describe(
          'tryChatRouting',
          'Admin',
          'See who would get a chat now, and why the others not',
          'The same decision as the real one, by the rules in force or by those given; changes nothing.',
        ),
        body: Type.Object(
          {
            chatId: Type.String({ description: 'The chat to decide on.' }),
            rules: Type.Optional(ChatRoutingRules),
          },
          { additionalProperties: false },
        ),
        response: { 200: Verdict },
      },
    },
    async ({ body: { chatId, rules } }) => {
      const misfits = misfitsOfChatRules(rules ?? []);
      if (misfits.length > 0) throw validationProblem(misfits);
      const { route, ...verdict } = found(await chats.preview(chatIdOf(chatId), rules), 'chat');
      return {
        ...verdict,
        missed: [...verdict.missed],
        others: [...verdict.others],
        group: route?.group ?? null,
        closed: route === null,
      };
    },
  );
};
