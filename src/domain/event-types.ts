import { AGENT_FACTS, type AgentFactType } from './agents/vocabulary.js';
import { CHAT_FACTS, type ChatFactType } from './chats/vocabulary.js';
import { FACTS, type FactType } from './interactions/vocabulary.js';

/** What each fact of a history tells a subscriber. */
const FACT_EVENTS: Readonly<Record<FactType, string>> = {
  'interaction.created': 'An interaction was placed in the Qualified queue.',
  'interaction.engaged': 'The strategy decided to invite the visitor.',
  'interaction.displayed': 'The invitation was on screen.',
  'interaction.accepted':
    'The visitor accepted. `data` has the phone number and the identity, as far as they are known.',
  'interaction.rejected': 'The visitor declined.',
  'interaction.timed_out': "The browser's own display time ran out.",
  'interaction.failed': 'It ended without an answer; `data.interaction.reason` says why.',
  'interaction.missed':
    'It expired before it was displayed, while `engagement.queueMissed` is set.',
  'registration_form.completed': 'The visitor completed the registration form.',
  'registration_form.expired': 'The registration form was not completed in time.',
  'interaction.stopped': 'Its processing ended.',
  'interaction.erased': 'The person asked to be forgotten; nothing personal is left in it.',
  'chat.not_started':
    'An invitation to a chat was accepted, and yet no chat began; the history of the interaction says why.',
};

const CHAT_EVENTS: Readonly<Record<ChatFactType, string>> = {
  'chat.queued': 'A chat waits for an agent.',
  'chat.offered': 'It rings at `data.chat.agent`.',
  'chat.rejected': 'The agent at whom it rang did not want it.',
  'chat.requeued': 'It waits again, in its place, or before others when its agent was lost.',
  'chat.accepted': 'An agent took it.',
  'chat.transferred': 'It was handed on, to a group or an agent.',
  'chat.ended': 'It is over for the visitor; `data.chat.outcome` says how.',
};

const AGENT_EVENTS: Readonly<Record<AgentFactType, string>> = {
  'agent.logged_in': 'An agent is there, and not ready yet.',
  'agent.ready': 'An agent takes chats.',
  'agent.not_ready': 'An agent takes no more chats; `data.agent.reason` may say why.',
  'agent.logged_out': 'An agent is gone; the reason `connection_lost` says that nobody said so.',
};

const OTHER_EVENTS = {
  'interaction.creation_refused':
    'No interaction was created for a visit; `data.code` says why. Has no sequence.',
  'option.changed': 'Ops changed an option. Has no sequence.',
  'webhook_endpoint.disabled':
    'An endpoint is not sent anything any more; `data.reason` says why. Told to the others.',
  'webhook_endpoint.tested': 'Sent on request, to one endpoint only, whatever it subscribed to.',
  'chat.message':
    'Somebody wrote in a chat. Only for endpoints that name it: neither `*` nor `chat.*` is enough.',
} as const;

/** The type of a message: one for each fact, and what happens beside interactions. */
export type WebhookEventType = FactType | ChatFactType | AgentFactType | keyof typeof OTHER_EVENTS;

/** Every event type with one sentence on it: what the description of the API is made of. */
export const WEBHOOK_EVENTS: Readonly<Record<WebhookEventType, string>> = {
  ...FACT_EVENTS,
  ...CHAT_EVENTS,
  ...AGENT_EVENTS,
  ...OTHER_EVENTS,
};

export const WEBHOOK_EVENT_TYPES: readonly WebhookEventType[] = [
  ...FACTS,
  ...CHAT_FACTS,
  ...AGENT_FACTS,
  ...(Object.keys(OTHER_EVENTS) as (keyof typeof OTHER_EVENTS)[]),
];

/** Whether a subscription (`*`, `prefix.*`, or a type) is to events of that type. */
export function covers(pattern: string, type: string): boolean {
  if (pattern === type) return true;
  // What people write to each other goes nowhere by accident.
  if (type === 'chat.message') return false;
  if (pattern === '*') return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** Whether a pattern is to any event that there is: a misspelt one would wait for ever. */
export function isKnownPattern(pattern: string): boolean {
  return WEBHOOK_EVENT_TYPES.some((type) => covers(pattern, type));
}

/** Whether an endpoint with these subscriptions wants events of a type. */
export function wantsOf(patterns: readonly string[]): (type: string) => boolean {
  return (type) => patterns.some((pattern) => covers(pattern, type));
}
