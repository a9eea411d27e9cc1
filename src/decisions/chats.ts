import type { AgentStatus } from '../domain/agents/agent.js';
import { capacityOf } from '../domain/agents/agent.js';
import type { Chat, ChatEvent, ChatMessage } from '../domain/chats/chat.js';
import { isOpen } from '../domain/chats/chat.js';
import { advanceChat } from '../domain/chats/transition.js';
import type { ChatRefusal, RequestRefusal, Side } from '../domain/chats/vocabulary.js';
import { claimIdentity } from '../domain/interactions/identity.js';
import type { Identity, Interaction, UserData } from '../domain/interactions/interaction.js';
import { advance } from '../domain/interactions/transition.js';
import { LIMITS } from '../domain/limits.js';
import { find } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import { quote } from '../domain/quote.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import { openChatOf, placeChat } from './chat-placement.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { changeOf } from './interactions.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';
import { answeredBefore, type Idempotency, keepAnswer } from './once.js';

/** A request for a chat, of which the seed becomes the id. */
export interface ChatRequest {
  readonly seed: string;
  /** The application whose endpoint it comes through. */
  readonly application: string;
  /** Null with an interaction, whose visit it is. */
  readonly visitId: string | null;
  readonly visitorId: string | null;
  readonly visitorIdClaimed: boolean;
  readonly interactionId: string | null;
  readonly userData: UserData;
  readonly visitorData: UserData;
  /** Whether a browser asks, or a back end for it. */
  readonly isBrowser: boolean;
  readonly idempotency?: Idempotency | undefined;
}

/** What came of a request for a chat. */
export type ChatRequested =
  | { readonly chat: Chat; readonly isNew: boolean }
  | { readonly kept: string }
  | {
      readonly refusal: RequestRefusal;
      /** The open chat in the way. */
      readonly chatId?: string;
      readonly message?: string | null;
    }
  | { readonly refusal: 'not_found' | 'idempotency_key_reused' }
  | { readonly refusal: 'not_allowed'; readonly interaction: Interaction };

/** Whether an interaction leads to a chat when somebody asks. */
const mayChat = ({ state, channel, form, erasedAt }: Interaction): boolean =>
  state === 'Accepted' &&
  channel === 'proactiveChat' &&
  erasedAt === null &&
  (form?.status === 'completed' || form?.status === 'completed_late');

/** The interaction with the chat that it led to. */
function withChat(interaction: Interaction, chatId: string, context: Deciding): Change {
  const after = { ...interaction, chatId, version: interaction.version + 1 };
  return changeOf(interaction, { interaction: after, facts: [] }, context);
}

/** Who a back end says that it is; what a browser says proves nothing. */
function identityOf({ isBrowser, userData }: ChatRequest, context: Deciding): Identity | null {
  const claim = isBrowser ? null : claimIdentity(userData, inForce(context.settings.timeline));
  if (claim === null) return null;
  return context.ask('identity', claim) ?? { id: context.newId(), ...claim };
}

/** An invitation that stands is answered by a chat that the visitor begins. */
function rejectInvitations(context: Deciding): readonly Change[] {
  const { settings, now } = context;
  return context.liveAttempts.flatMap((before): Change[] => {
    if (before.state !== 'Engaged') return [];
    const step = advance(before, { type: 'reject' }, settings.timeline, now);
    return step.facts.length === 0 ? [] : [changeOf(before, step, context)];
  });
}

function decideRequest(args: ChatRequest, context: Deciding): Decided<ChatRequested> {
  const { interactionId, application, idempotency, isBrowser } = args;
  const { current, settings, now } = context;
  const before = answeredBefore(idempotency, context);
  if (before === 'reused') return { result: { refusal: 'idempotency_key_reused' } };
  if (before?.kept.subjectId) return { result: { kept: before.kept.subjectId } };
  const interaction = current && advance(current, null, settings.timeline, now).interaction;
  if (interactionId !== null && interaction === null) return { result: { refusal: 'not_found' } };
  if (interaction?.chatId) return { result: { kept: interaction.chatId } };
  if (interaction && !mayChat(interaction)) return { result: { refusal: 'not_allowed', interaction } };
  const visitId = interaction?.visitId ?? args.visitId ?? '';
  const ledger = createLedger(context);
  const open = openChatOf(visitId, ledger, context);
  if (open && interaction === null) {
    const isMissing = settings.known.chatQueues.get(application) === undefined;
    const refusal = isMissing ? 'chat_endpoint_missing' : 'chat_in_progress';
    return {
      changes: announce(ledger.changes(), context),
      result: { refusal, ...(!isMissing && { chatId: open.id }) },
    };
  }
  const placed = open
    ? { chat: open }
    : placeChat(
        {
          visitId,
          visitorId: interaction?.visitorId ?? args.visitorId,
          visitorIdClaimed: interaction?.visitorIdClaimed ?? args.visitorIdClaimed,
          identity: interaction ? interaction.identity : identityOf(args, context),
          interaction,
          userData: args.userData,
          visitorData: args.visitorData,
          by: isBrowser ? 'browser' : 'site',
          isSeen: isBrowser,
        },
        application,
        ledger,
        context,
        false,
      );
  if ('refusal' in placed)
    return { changes: announce(ledger.changes(), context), result: placed };
  const { chat } = placed;
  const changes: readonly Change[] = [
    ...ledger.changes(),
    ...(interaction ? [withChat(interaction, chat.id, context)] : rejectInvitations(context)),
    ...keepAnswer(idempotency, now, { subjectId: chat.id, refusal: null }),
  ];
  return { changes: announce(changes, context), result: { chat, isNew: open === null } };
}

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

const summary = ({ state, queue, agent, outcome }: Chat): object => ({ state, queue, agent, outcome });

const ACTIONS = { clean: 'chat.cleaned', stop: 'chat.stopped', transfer: 'chat.transferred' } as const;

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
  if (event === null) return done({ refusal: null, applied: false });
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

/** An offer was shown to the agent at whom it rings. */
function decideSeen(
  { agent, offeredAt }: { readonly chat: string; readonly agent: string; readonly offeredAt: number },
  { chat, now }: Deciding,
): Decided<null> {
  const isThat =
    chat?.state === 'Offered' && chat.agent === agent && chat.offeredAt === offeredAt;
  if (!chat || !isThat || chat.offerSeenAt !== null) return { result: null };
  const after = { ...chat, offerSeenAt: now, version: chat.version + 1 };
  return { changes: [{ kind: 'chat', before: chat, after, facts: [] }], result: null };
}

/** Something that is said in a chat. */
export interface SayRequest {
  readonly chat: string;
  readonly from: Side;
  readonly agent?: string | undefined;
  readonly text: string;
  readonly clientId: string | null;
  readonly seed: string;
}

/** What came of it: the message, the same one when it was said before. */
export type Saying =
  | { readonly chat: Chat; readonly message: ChatMessage; readonly isNew: boolean }
  | {
      readonly chat: Chat;
      readonly refusal: ChatRefusal | 'idempotency_key_reused' | 'too_many_requests';
    };

/** How long messages count as lately, in milliseconds. */
const LATELY_MS = 60_000;

function decideSaying(args: SayRequest, context: Deciding): Decided<Saying | null> {
  const { from, agent, text, clientId } = args;
  const { chat: current, said, now } = context;
  if (current === null) return { result: null };
  const ledger = createLedger(context);
  const status = agent === undefined ? undefined : ledger.agent(agent);
  if (agent !== undefined) ledger.beat(agent);
  const { chat } = ledger.advance(current, null);
  if (from === 'visitor' && isOpen(chat)) {
    ledger.change(chat.id, { seenAt: now });
    ledger.advance(chat, { type: 'visitorBack' });
  }
  const refuse = (refusal: Extract<Saying, { refusal: unknown }>['refusal']): Decided<Saying> => ({
    changes: announce(ledger.changes(), context),
    result: { chat, refusal },
  });
  if (said.before !== null)
    return said.before.text === text
      ? {
          changes: announce(ledger.changes(), context),
          result: { chat: ledger.read(chat), message: said.before, isNew: false },
        }
      : refuse('idempotency_key_reused');
  if (status?.state === 'LoggedOut') return refuse('agent_logged_out');
  if (!isOpen(chat)) return refuse('already_ended');
  if (from === 'agent' && (chat.state !== 'Active' || chat.agent !== agent)) return refuse('not_offered');
  if (chat.messages >= LIMITS.chatMessages.most) return refuse('not_allowed');
  if (said.lately >= LIMITS.messagesPerMinute.most) return refuse('too_many_requests');
  const message = ledger.say(chat.id, from, text, clientId);
  return {
    changes: announce(ledger.changes(), context),
    result: { chat: ledger.read(chat), message, isNew: true },
  };
}

/** Notes who read what people wrote to each other. */
function decideAuditedRead(
  { chat, operator }: { readonly chat: string; readonly operator: Operator },
  { now }: Deciding,
): Decided<null> {
  const entry: AuditEntry = {
    at: now,
    ...operator,
    action: 'chat.messages_read',
    target: chat,
    before: null,
    after: null,
  };
  return { changes: [{ kind: 'audit', entry }], result: null };
}

export const CHAT_DECISIONS = {
  auditRead: decision(NOTHING_READ, decideAuditedRead),
  requestChat: decision(
    ({ interactionId, visitId, idempotency }: ChatRequest) => ({
      ...(interactionId !== null && { interaction: interactionId }),
      ...(visitId !== null && { visit: visitId }),
      answer: idempotency,
    }),
    decideRequest,
  ),
  chatEvent: decision(({ chat, agent }: ChatEventRequest) => ({ chat, agent }), decideChatEvent),
  offerSeen: decision(
    ({ chat }: { readonly chat: string; readonly agent: string; readonly offeredAt: number }) => ({
      chat,
    }),
    decideSeen,
  ),
  say: decision(
    ({ chat, from, agent, clientId }: SayRequest) => ({
      chat,
      agent,
      said: { chatId: chat, side: from, clientId, withinMs: LATELY_MS },
    }),
    decideSaying,
  ),
};
