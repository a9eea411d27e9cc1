import type { Route } from '../chats/chat.js';
import { MOST_PRIORITY } from '../chats/order.js';
import { PLAIN_TEXT, PLAIN_TEXT_VALID } from '../chats/plain-text.js';
import { LIMITS } from '../limits.js';
import type { Misfit } from '../problems.js';
import { quote } from '../quote.js';
import { type Static, Type } from '../typebox.js';
import { firstRule, type Miss, type Situation } from './judge.js';
import { Conditions, closed, RuleName } from './schema.js';
import { misfitsOfSort } from './validation.js';

const group = Type.String({
  minLength: 1,
  maxLength: LIMITS.objectName.most,
  description: 'The agent group whose agents may take the chat.',
});

/** A skill with its level. */
export const SkillLevels = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  maxProperties: LIMITS.skills.most,
  propertyNames: { minLength: 1, maxLength: LIMITS.name.most, format: 'text' },
  additionalProperties: { type: 'integer', minimum: 1, maximum: 100 },
  description: 'Skill to level, from 1 to 100.',
});

const Overflow = closed(
  {
    afterSeconds: Type.Integer({
      minimum: 0,
      maximum: 86_400,
      description: 'How long it waits for its own group alone.',
    }),
    group,
  },
  'Another group that may take it too, after a while.',
);

/** A message of the strategy; an empty one is none. */
const word = (description: string) =>
  Type.String({
    maxLength: LIMITS.messageText.most,
    format: 'text',
    pattern: PLAIN_TEXT,
    'x-valid': PLAIN_TEXT_VALID,
    description,
  });

const Result = closed(
  {
    group: Type.Optional(group),
    skills: Type.Optional(SkillLevels),
    priority: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MOST_PRIORITY,
        description: 'The higher is served first. Default: 0.',
      }),
    ),
    overflow: Type.Optional(Overflow),
    message: Type.Optional(word('What the visitor is told at once.')),
    closed: Type.Optional(
      closed(
        { message: Type.Optional(word('What the visitor is told.')) },
        'Nobody takes chats now: instead of a group.',
      ),
    ),
  },
  'Where the chat goes when the rule applies: either a group or closed.',
);

/** One rule of Chat Routing: data, never code. */
export const ChatRule = closed({
  name: RuleName,
  when: Type.Optional(Conditions),
  result: Result,
});
export type ChatRoutingRule = Static<typeof ChatRule>;

/** The rules in their order: the first that applies decides. */
export const ChatRoutingRules = Type.Array(ChatRule, { maxItems: LIMITS.rules.most });
export type ChatRoutingRules = readonly ChatRoutingRule[];

/** Where a chat goes, or that nobody takes it. */
export interface ChatVerdict {
  readonly rule: string | null;
  /** Null when Chat Routing is closed. */
  readonly route: Route | null;
  readonly message: string | null;
  readonly missed: readonly Miss[];
}

/** Where Chat Routing sends a chat: as the first rule says, else to the default group. Pure. */
export function judgeChat(
  rules: ChatRoutingRules,
  situation: Situation,
  defaultGroup: string,
): ChatVerdict {
  const { rule, missed } = firstRule(rules, situation);
  const name = rule?.name ?? null;
  const result: ChatRoutingRule['result'] = rule?.result ?? {};
  if (result.closed)
    return { rule: name, route: null, message: result.closed.message ?? null, missed };
  const route: Route = {
    group: result.group ?? defaultGroup,
    skills: result.skills ?? {},
    priority: result.priority ?? 0,
    overflow: result.overflow ?? null,
    rule: name,
  };
  return { rule: name, route, message: result.message ?? null, missed };
}

/** What is wrong with rules that have the right shape, each with its place. */
export function misfitsOfChatRules(rules: ChatRoutingRules): readonly Misfit[] {
  return misfitsOfSort(rules, '#/rules', ({ result }, at) => {
    if (result.closed === undefined)
      return result.group === undefined
        ? [{ pointer: `${at}/result`, detail: 'must have a group, or closed' }]
        : [];
    return Object.keys(result)
      .filter((member) => member !== 'closed')
      .map((member) => ({
        pointer: `${at}/result/${member}`,
        detail: 'does not go with closed',
      }));
  });
}

/** What operators should look at again in rules that are valid, a sentence each. */
export function warningsOfChatRules(
  rules: ChatRoutingRules,
  groups: ReadonlySet<string>,
  hasSkill: (skill: string, level: number) => boolean,
): readonly string[] {
  return rules.flatMap(({ name, result }) => {
    const named = [result.group, result.overflow?.group].filter((each) => each !== undefined);
    const unknown = named
      .filter((each) => !groups.has(each))
      .map((each) => `Rule ${quote(name)}: there is no agent group ${quote(each)}.`);
    const rare = Object.entries(result.skills ?? {})
      .filter(([skill, level]) => !hasSkill(skill, level))
      .map(
        ([skill, level]) => `Rule ${quote(name)}: no agent has ${quote(skill)} at level ${level}.`,
      );
    return [...unknown, ...rare];
  });
}
