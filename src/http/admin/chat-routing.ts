import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Settings } from '../../decisions/settings.js';
import {
  ChatRoutingRules,
  misfitsOfChatRules,
  warningsOfChatRules,
} from '../../domain/rules/chat-routing.js';
import { warningsOfRules } from '../../domain/rules/validation.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { RuleBook } from '../../settings/rules.js';
import { chatIdOf } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { textOrNull } from '../shapes/schemas.js';
import { addRuleRoutes, STRATEGIES, versionOrNull } from './rules.js';

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
  version: versionOrNull,
});

/** Groups that are not there, skills that nobody has, patterns that may never match. */
const warningsOf = (rules: ChatRoutingRules, { known, agents }: Settings): readonly string[] => [
  ...warningsOfChatRules(rules, known.agentGroups, (skill, level) =>
    agents.some(({ skills }) => (skills[skill] ?? 0) >= level),
  ),
  ...warningsOfRules(rules),
];

export interface ChatRoutingOptions {
  readonly chatRouting: RuleBook<'chatRouting'>;
  readonly chats: Chats;
}

/** Reading, changing and trying the rules of Chat Routing. */
export const adminChatRouting: FastifyPluginAsyncTypebox<ChatRoutingOptions> = async (
  app,
  { chatRouting, chats },
) => {
  addRuleRoutes(app, {
    name: 'chat-routing',
    id: 'ChatRouting',
    of: 'Chat Routing',
    how: 'Judged once for each placement: the first rule that applies says where the chat goes; when none does, to the group of `pacing.connector.chatGroup`.',
    doubts: 'groups that are not there, skills that nobody has, patterns that may never match',
    schema: ChatRoutingRules,
    book: chatRouting,
    warningsOf,
  });

  app.post(
    `${STRATEGIES}/chat-routing/dry-run`,
    {
      config: { access: { scope: 'admin:read' }, problems: ['not_found'] },
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
