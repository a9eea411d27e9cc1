import type { ProblemDefinition } from '../problem-definition.js';

/** Problems of agents and chats; part of the catalogue. */
export const CHAT_PROBLEMS = {
  chat_in_progress: {
    status: 409,
    title: 'The visit has an open chat',
    help: 'Wait for its end; `chatId` names it.',
  },
  chat_closed: {
    status: 409,
    title: 'Chat Routing takes no chats now',
    help: '`message` is what the rule says to the visitor; try again later.',
  },
  no_agents: {
    status: 409,
    title: 'No agent is there',
    help: 'Try again after `retryAfter` seconds; with `chat.whenNoAgents` set to `queue` visitors wait instead.',
  },
  queue_full: {
    status: 409,
    title: 'As many chats wait as may',
    help: 'Try again after `retryAfter` seconds; `chat.maxWaiting` says how many may wait.',
  },
  already_ended: {
    status: 409,
    title: 'The chat has already ended',
    help: '`outcome` says how; nothing more can happen to it.',
  },
  offer_expired: {
    status: 409,
    title: 'The offer was not taken in time',
    help: 'The chat is offered to others; wait for the next offer.',
  },
  not_offered: {
    status: 409,
    title: 'The chat is not with this agent',
    help: '`GET /v1/agent` lists the offers and chats that are.',
  },
  at_capacity: {
    status: 409,
    title: 'The agent has as many chats as they take',
    help: 'Name another agent or a group, or try again once a chat of theirs has ended.',
  },
  agent_logged_out: {
    status: 409,
    title: 'The agent is logged out',
    help: 'Log in first: `POST /v1/agent/login`.',
  },
  agent_not_ready: {
    status: 409,
    title: 'The agent is not ready',
    help: 'Name another agent or a group, or try again once the agent is ready.',
  },
  agent_has_chats: {
    status: 409,
    title: 'The agent has open chats',
    help: 'End or transfer them first: `GET /v1/admin/chats?agent=` lists them.',
  },
  name_taken: {
    status: 409,
    title: 'The name is taken',
    help: 'Use another name, or change what has it.',
  },
  too_many_agents: {
    status: 409,
    title: 'There are as many agents as there can be',
    help: 'Delete one that is no longer needed.',
  },
  chat_endpoint_missing: {
    status: 503,
    title: 'Chats find no queue',
    help: 'Run the Provisioning Tool: the `queueKey` of the application leads to no endpoint, or that to no queue.',
  },
} as const satisfies Record<string, ProblemDefinition>;
