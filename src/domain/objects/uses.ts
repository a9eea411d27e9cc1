import { PLACEMENTS } from '../interactions/transition.js';
import { CATALOGUE } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import type { ChatRoutingRules } from '../rules/chat-routing.js';
import { type AnyObject, ofKind } from './kinds.js';
import { AGENT_GROUP, CATEGORIES } from './shipped.js';

/** What depends on an object: another object, an option, a rule, or what is on its way there. */
export interface User {
  readonly kind:
    | AnyObject['kind']
    | 'options'
    | 'chat-routing'
    | 'interactions'
    | 'chats'
    | 'setting';
  readonly name: string;
  /** Of interactions and chats: how many. */
  readonly count?: number;
}

/** What may depend on an object. */
export interface Uses {
  readonly objects: readonly AnyObject[];
  readonly timeline: Timeline;
  /** How many interactions are in a queue, stopped ones included. */
  heldIn(queue: string): number;
  readonly chatRouting: ChatRoutingRules;
  /** How many chats wait in a queue, those that ring included. */
  chatsIn(queue: string): number;
  /** How many open chats are for an agent group. */
  chatsFor(group: string): number;
}

const counted = (kind: 'interactions' | 'chats', name: string, count: number): readonly User[] =>
  count > 0 ? [{ kind, name, count }] : [];

const userOf = ({ kind, name }: AnyObject): User => ({ kind, name });

function usersOfQueue(
  queue: string,
  { objects, timeline, heldIn, chatsIn }: Uses,
): readonly User[] {
  const values = inForce(timeline);
  const naming = Object.values(PLACEMENTS)
    .map((placement) => placement.queue)
    .filter((key) => values[key] === queue);
  return [
    ...naming.map((key): User => ({ kind: 'options', name: CATALOGUE[key].name })),
    ...[...ofKind(objects, 'interaction-queue-views'), ...ofKind(objects, 'enhanced-routing')]
      .filter(({ properties }) => properties.queue === queue)
      .map(userOf),
    ...ofKind(objects, 'applications')
      .filter(({ properties }) =>
        Object.entries(properties.options).some(
          ([section, options]) =>
            section.startsWith('endpoints:') && Object.values(options).includes(queue),
        ),
      )
      .map(userOf),
    ...counted('interactions', queue, heldIn(queue)),
    ...counted('chats', queue, chatsIn(queue)),
  ];
}

/** Everything that names or needs an object; it can be deleted once this is empty. */
export function usersOf({ kind, name }: AnyObject, uses: Uses): readonly User[] {
  const { objects, timeline } = uses;
  switch (kind) {
    case 'interaction-queues':
      return usersOfQueue(name, uses);
    case 'applications':
      return ofKind(objects, kind)
        .filter(({ properties }) => properties.connections.includes(name))
        .map(userOf);
    case 'agent-groups':
      return usersOfGroup(name, uses);
    case 'business-attributes':
      return name === CATEGORIES && inForce(timeline).strictCategories
        ? [{ kind: 'options', name: CATALOGUE.strictCategories.name }]
        : [];
    case 'interaction-queue-views':
    case 'enhanced-routing':
      return [];
  }
}

/** Where chats go, and those that are on their way there or talked for it. */
function usersOfGroup(
  group: string,
  { objects, timeline, chatRouting, chatsFor }: Uses,
): readonly User[] {
  const naming = chatRouting.filter(
    ({ result }) => result.group === group || result.overflow?.group === group,
  );
  return [
    ...(group === AGENT_GROUP ? defaultStrategies(objects) : []),
    ...(inForce(timeline).chatGroup === group
      ? [{ kind: 'options' as const, name: CATALOGUE.chatGroup.name }]
      : []),
    ...naming.map(({ name }): User => ({ kind: 'chat-routing', name })),
    ...counted('chats', group, chatsFor(group)),
  ];
}

/** The routing of the queues whose built-in strategy looks for an agent. */
function defaultStrategies(objects: readonly AnyObject[]): readonly User[] {
  return ofKind(objects, 'enhanced-routing')
    .filter(({ properties }) => properties.annex.Application.url === 'builtin')
    .filter(({ properties }) =>
      ['Webengagement_Qualified', 'Webengagement_Chat'].includes(properties.queue),
    )
    .map(userOf);
}
