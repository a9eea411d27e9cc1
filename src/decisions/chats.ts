import type { AgentStatus } from '../domain/agents/agent.js';
import { capacityOf } from '../domain/agents/agent.js';
import type { Chat, ChatEvent } from '../domain/chats/chat.js';
import { isOpen } from '../domain/chats/chat.js';
import { advanceChat } from '../domain/chats/transition.js';
import type { ChatRefusal } from '../domain/chats/vocabulary.js';
import { isLeased } from '../domain/leases/lease.js';
import { find } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import { quote } from '../domain/quote.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';

/** What came of an event: the chat as it stands now, and why it was refused if it was. */
export interface ChatResult {
  readonly chat: Chat;
  readonly refusal: ChatRefusal | null;
  readonly applied: boolean;
  /** What of the request does not fit, where a transfer names somebody who is not there. */
  readonly misfit?: { readonly pointer: string; readonly detail: string };
}

/** An event with who is heard of by it. */
export interface ChatEventRequest {
  readonly seed: string;
  readonly chat: string;
  /** Null only settles. */
  readonly event: ChatEvent | null;
  /** The agent who says so. */
  readonly agent?: string | undefined;
  /** The visitor's browser was heard of. */
  readonly isVisitor?: boolean | undefined;
  /** Audited when given. */
  readonly operator?: Operator | undefined;
}

/** Why a chat cannot be transferred there; null when it can. */
function obstacle(
  chat: Chat,
  event: ChatEvent & { readonly type: 'transfer' },
  status: (name: string) => AgentStatus | undefined,
  heldBy: (name: string) => number,
  { settings }: Deciding,
): Pick<ChatResult, 'refusal' | 'misfit'> | null {
  const { target } = event;
  if ('group' in target)
    return find(settings.objects, 'agent-groups', target.group)
      ? null
      : {
          refusal: null,
          misfit: { pointer: '#/group', detail: `there is no agent group ${quote(target.group)}` },
        };
  const agent = settings.agentByName.get(target.agent);
  const standing = agent && status(agent.name);
  if (agent === undefined || standing === undefined)
    return {
      refusal: null,
      misfit: { pointer: '#/agent', detail: `there is no agent ${quote(target.agent)}` },
    };
  if (chat.agent === agent.name)
    return { refusal: null, misfit: { pointer: '#/agent', detail: 'has the chat already' } };
  if (standing.state !== 'Ready') return { refusal: 'agent_not_ready' };
  const isFull = heldBy(agent.name) >= capacityOf(agent, inForce(settings.timeline));
  return isFull ? { refusal: 'at_capacity' } : null;
}

const summary = ({ state, queue, agent, outcome }: Chat): object => ({
  state,
  queue,
  agent,
  outcome,
});

const ACTIONS = {
  clean: 'chat.cleaned',
  stop: 'chat.stopped',
  transfer: 'chat.transferred',
} as const;

function auditOf(
  operator: Operator,
  type: keyof typeof ACTIONS,
  { before, after, at }: { readonly before: Chat; readonly after: Chat; readonly at: number },
): Change {
  const entry: AuditEntry = {
    at,
    ...operator,
    action: ACTIONS[type],
    target: after.id,
    before: summary(before),
    after: summary(after),
  };
  return { kind: 'audit', entry };
}

const isAudited = (type: string): type is keyof typeof ACTIONS => type in ACTIONS;

/** Settles what is due of a chat and of the agent who asks, then applies the event. */
function decideChatEvent(args: ChatEventRequest, context: Deciding): Decided<ChatResult | null> {
  const { event, agent, isVisitor, operator } = args;
  const { chat: current, now } = context;
  if (current === null) return { result: null };
  const ledger = createLedger(context);
  const status = agent === undefined ? undefined : ledger.agent(agent);
  if (agent !== undefined) ledger.beat(agent);
  const settled = ledger.advance(current, null).chat;
  const done = (result: Omit<ChatResult, 'chat'>): Decided<ChatResult> => {
    const chat = ledger.read(current);
    const changes = [...ledger.changes()];
    if (operator && event && isAudited(event.type) && result.applied)
      changes.push(auditOf(operator, event.type, { before: settled, after: chat, at: now }));
    return { changes: announce(changes, context), result: { ...result, chat } };
  };
  if (isVisitor && isOpen(settled) && (event?.type !== 'leave' || !settled.visitorConnected)) {
    ledger.change(current.id, { seenAt: now });
    ledger.advance(current, { type: 'visitorBack' });
  }
  // The clean views pass over what somebody has on lease.
  const isPassedOver =
    event?.type === 'clean' && event.by === 'system' && isLeased(settled.hold, now);
  if (event === null || isPassedOver) return done({ refusal: null, applied: false });
  const tried = advanceChat(
    ledger.read(current),
    event,
    context.settings.timeline,
    context.settings.servingSince,
    now,
  );
  if (status?.state === 'LoggedOut' && tried.refusal !== 'offer_expired')
    return done({ refusal: 'agent_logged_out', applied: false });
  if (tried.refusal) return done({ refusal: tried.refusal, applied: false });
  if (event.type === 'transfer' && tried.applied) {
    const against = obstacle(settled, event, ledger.agent, ledger.heldBy, context);
    if (against) return done({ ...against, applied: false });
  }
  ledger.advance(current, event);
  return done({ refusal: null, applied: tried.applied });
}

/** An offer, and the agent to whom it was shown. */
export interface OfferShown {
  readonly seed: string;
  readonly chat: string;
  readonly agent: string;
  readonly offeredAt: number;
}

/** An offer was shown to the agent at whom it rings. */
function decideSeen({ agent, offeredAt }: OfferShown, context: Deciding): Decided<null> {
  if (context.chat === null) return { result: null };
  const ledger = createLedger(context);
  const { chat } = ledger.advance(context.chat, null);
  const isThat = chat.state === 'Offered' && chat.agent === agent && chat.offeredAt === offeredAt;
  if (isThat && chat.offerSeenAt === null) ledger.change(chat.id, { offerSeenAt: context.now });
  return { changes: announce(ledger.changes(), context), result: null };
}

export const CHAT_DECISIONS = {
  chatEvent: decision(({ chat, agent }: ChatEventRequest) => ({ chat, agent }), decideChatEvent),
  offerSeen: decision(({ chat }: OfferShown) => ({ chat }), decideSeen),
};
