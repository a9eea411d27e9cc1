import type { DecisionName, Decisions } from '#src/decisions/decisions.js';
import { T0 } from '../support/lifecycle.js';
import { OPERATOR as operator } from '../support/world.js';
import { seed } from './seed.js';

const CHAT = seed(39);
const ENDED = { chat: { outcome: 'abandoned' }, refusal: null, applied: true } as const;

const once = (scope: string) => ({ scope, key: 'once', fingerprint: 'f1' });

/** Decisions about agents and chats in the order in which they are tried, with what each comes to. */
export const CHAT_TRIED = {
  makeAgent: [
    {
      seed: seed(36),
      name: 'ann',
      members: { capacity: 2, skills: { english: 50 } },
      key: { prefix: 'wak_a', hash: '#a' },
      operator,
      idempotency: once('agent'),
    },
    { ok: true, agent: { name: 'ann', version: 1 }, beginsChats: true },
  ],
  changeAgent: [
    { name: 'ann', members: { displayName: 'Ann' }, operator, expectedVersion: 1 },
    { ok: true, agent: { displayName: 'Ann', capacity: 2, version: 2 } },
  ],
  rotateAgentKey: [
    { seed: seed(37), name: 'ann', key: { prefix: 'wak_b', hash: '#b' }, operator },
    { ok: true },
  ],
  agentEvent: [
    { seed: seed(38), agent: 'ann', event: { type: 'login' }, isOwn: true, operator },
    { status: { state: 'NotReady' }, chats: [], refusal: null },
  ],
  expireAgent: [
    { seed: seed(64), agent: 'ann', event: null, isOwn: false },
    { status: { state: 'NotReady' }, refusal: null },
  ],
  requestChat: [
    {
      seed: CHAT,
      application: 'Web_Engagement_Server',
      visitId: 'visit chat',
      visitorId: 'p9',
      visitorIdClaimed: false,
      interactionId: null,
      userData: {},
      visitorData: { a: 'b' },
      isBrowser: true,
      idempotency: once('chat'),
    },
    { refusal: 'no_agents' },
  ],
  expireChat: [
    { seed: seed(65), chat: 'open', event: null },
    { chat: { state: 'Queued' }, applied: false },
  ],
  cleanChat: [
    { seed: seed(66), chat: 'cleaned', event: { type: 'clean', by: 'system' } },
    { chat: { outcome: 'cleaned' }, applied: true },
  ],
  chatEvent: [{ seed: seed(40), chat: 'open', event: { type: 'leave' }, isVisitor: true }, ENDED],
  say: [
    { seed: seed(41), chat: 'waits', from: 'visitor', text: 'Hello', clientId: 'm1' },
    { message: { sequence: 1, text: 'Hello' }, isNew: true },
  ],
  offerSeen: [{ seed: seed(46), chat: 'waits', agent: 'ann', offeredAt: T0 }, null],
  matchChats: [
    { seed: seed(42), queue: 'Webengagement_Chat' },
    { offers: 0, nextAt: null },
  ],
  previewChat: [
    { chat: 'waits', queue: 'Webengagement_Chat' },
    { version: 1, rule: null, agent: null, others: [] },
  ],
  remarkOnChat: [
    {
      seed: seed(43),
      chat: 'unrouted',
      remark: { type: 'strategy.requested', by: 'system', detail: null },
    },
    { id: 'unrouted', sequence: 1 },
  ],
  routeChat: [
    { seed: seed(44), chat: 'waits', to: { priority: 5, skills: { english: 10 } } },
    { chat: { route: { priority: 5, skills: { english: 10 } } }, refusal: null, applied: true },
  ],
  editChatData: [
    { seed: seed(51), id: 'waits', edit: { set: { tier: 'gold' }, remove: [] } },
    { userData: { tier: 'gold' } },
  ],
  endChat: [
    { seed: seed(45), chat: 'waits', message: 'Goodbye' },
    { chat: { outcome: 'ended_by_strategy', messages: 2 }, refusal: null, applied: true },
  ],
  auditRead: [{ chat: 'waits', operator }, null],
  removeAgent: [
    { name: 'ann', operator },
    { ok: true, agent: { name: 'ann' } },
  ],
} as const satisfies {
  readonly [D in DecisionName]?: readonly [args: Decisions[D]['args'], result: unknown];
};
