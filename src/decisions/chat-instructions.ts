import { capacityOf } from '../domain/agents/agent.js';
import type { Chat, Route } from '../domain/chats/chat.js';
import { noteChat } from '../domain/chats/step.js';
import { advanceChat } from '../domain/chats/transition.js';
import type { ChatActor, ChatNoteType, ChatRefusal } from '../domain/chats/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { find } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import type { Misfit } from '../domain/problems.js';
import { quote } from '../domain/quote.js';
import { isSame } from '../domain/typebox.js';
import type { ChatResult } from './chats.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { createLedger, type Ledger } from './ledger.js';
import { announce } from './messages.js';
import { answeredBefore, type Idempotency, keepAnswer } from './once.js';

/** Where a strategy from outside sends a chat; without either, to the default group. */
export interface RouteTo {
  readonly group?: string | undefined;
  readonly agent?: string | undefined;
  readonly priority?: number | undefined;
  readonly skills?: Readonly<Record<string, number>> | undefined;
  /** Another group that may take it too. */
  readonly overflow?: Route['overflow'] | undefined;
}

/** How a call to a strategy went. */
export interface ChatRemark {
  readonly type: ChatNoteType;
  readonly by: ChatActor;
  readonly detail: string | null;
  /** What somebody else wrote, to follow the detail; not kept of a person who was erased. */
  readonly words?: string | undefined;
}

/** How an instruction came. */
interface Instructed {
  readonly seed: string;
  readonly chat: string;
  /** The line of the answer that it came with: it counts only while the chat waits for one. */
  readonly remark?: ChatRemark | undefined;
  /** The name of the call that it came with: the same one again does nothing more. */
  readonly call?: Idempotency | undefined;
}

/** An instruction to send a waiting chat somewhere. */
export interface RouteRequest extends Instructed {
  readonly to: RouteTo;
}

/** An instruction to end a waiting chat, with a last word. */
export interface EndRequest extends Instructed {
  readonly message: string | null;
}

/** What came of an instruction; `kept` when it came before. */
export type InstructedResult = ChatResult | { readonly kept: string } | 'reused' | null;

type Tried = Omit<ChatResult, 'chat'>;

const done = (applied: boolean): Tried => ({ refusal: null, applied });
const refused = (refusal: ChatRefusal): Tried => ({ refusal, applied: false });

/** Writes a line into the history of a chat. */
function note(chat: Chat, remark: ChatRemark, ledger: Ledger, at: Moment): void {
  const { type, by, words } = remark;
  const said = words !== undefined && chat.erasedAt === null ? `: ${words}` : '';
  const detail = remark.detail === null ? null : remark.detail + said;
  ledger.note(chat.id, (step) => noteChat(step, type, at, by, { detail }));
}

/** Whether it waits for its strategy: nobody has said anything of it. */
const isUnrouted = ({ state, route }: Chat): boolean => state === 'Queued' && route === null;

/** What is wrong with where a chat is to go. */
function misfitOf({ group, agent, overflow }: RouteTo, { settings }: Deciding): Misfit | undefined {
  for (const name of [group, overflow?.group])
    if (name !== undefined && !find(settings.objects, 'agent-groups', name))
      return { pointer: '#/group', detail: `there is no agent group ${quote(name)}` };
  if (agent !== undefined && !settings.agentByName.has(agent))
    return { pointer: '#/agent', detail: `there is no agent ${quote(agent)}` };
  return undefined;
}

/** Why an agent who is named cannot be asked now; null for one who can. */
function obstacle(name: string, ledger: Ledger, { settings }: Deciding): ChatRefusal | null {
  if (ledger.agent(name)?.state !== 'Ready') return 'agent_not_ready';
  const capacity = capacityOf(
    settings.agentByName.get(name) ?? { capacity: null },
    inForce(settings.timeline),
  );
  return ledger.heldBy(name) >= capacity ? 'at_capacity' : null;
}

/** Sends a chat that waits or rings somewhere; the same again changes nothing. */
function send(chat: Chat, to: RouteTo, by: ChatActor, ledger: Ledger, context: Deciding): boolean {
  const { agent = null } = to;
  const group = to.group ?? chat.route?.group ?? inForce(context.settings.timeline).chatGroup;
  const priority = to.priority ?? chat.route?.priority ?? 0;
  const overflow = to.overflow ?? null;
  const route: Route = { group, skills: to.skills ?? {}, priority, overflow, rule: null };
  const rings = chat.state === 'Offered' ? chat.agent : null;
  const isThere = chat.named === agent || (agent !== null && rings === agent);
  if (isThere && chat.route !== null && isSame(chat.route, route)) return false;
  if (rings !== null) ledger.advance(chat, { type: 'withdraw', by });
  ledger.change(chat.id, { route, named: agent, hold: null });
  note(chat, { type: 'chat.routed', by, detail: agent ?? group }, ledger, context.now);
  return true;
}

/** Sends a chat where a call or an answer says. */
function decideRoute(args: RouteRequest, context: Deciding): Decided<InstructedResult> {
  const { to, remark } = args;
  return instruct(args, context, (chat, ledger) => {
    const misfit = misfitOf(to, context);
    if (misfit && remark) {
      // What it named was there when its answer was read.
      const detail = misfit.detail;
      note(chat, { type: 'strategy.failed', by: 'system', detail }, ledger, context.now);
      return done(send(chat, {}, 'system', ledger, context));
    }
    if (misfit) return { ...done(false), misfit };
    if (chat.endedAt !== null) return refused('already_ended');
    if (chat.state === 'Active') return refused('not_allowed');
    const { agent } = to;
    // Whom an answer names is asked if there is room: it came too late to be refused.
    const isAsked = agent === undefined || remark !== undefined || chat.agent === agent;
    const against = isAsked ? null : obstacle(agent, ledger, context);
    if (against) return refused(against);
    return done(send(ledger.read(chat), to, 'strategy', ledger, context));
  });
}

/** Ends a chat for a call or an answer. */
function decideEnd(args: EndRequest, context: Deciding): Decided<InstructedResult> {
  const { message } = args;
  const { timeline, servingSince } = context.settings;
  return instruct(args, context, (chat, ledger) => {
    const event = { type: 'endByStrategy' } as const;
    const { refusal, applied } = advanceChat(chat, event, timeline, servingSince, context.now);
    if (applied && message !== null) ledger.say(chat.id, 'strategy', message, null);
    if (applied) ledger.advance(chat, event);
    return { refusal, applied };
  });
}

/** How an instruction was answered that may come again. */
type KeptRefusal = Pick<Chat, 'state' | 'outcome' | 'endedAt'> & { readonly refusal: ChatRefusal };

/** Settles a chat and does what an instruction says, once. */
function instruct(
  { remark, call }: Instructed,
  context: Deciding,
  follow: (chat: Chat, ledger: Ledger) => Tried,
): Decided<InstructedResult> {
  const { chat: current, now } = context;
  if (current === null) return { result: null };
  const before = answeredBefore(call, context);
  if (before === 'reused') return { result: 'reused' };
  if (before?.kept.subjectId) return { result: { kept: before.kept.subjectId } };
  if (before) {
    const { refusal, ...first } = before.kept.refusal as KeptRefusal;
    return { result: { chat: { ...current, ...first }, refusal, applied: false } };
  }
  const ledger = createLedger(context);
  const settled = ledger.advance(current, null).chat;
  if (remark) note(settled, remark, ledger, now);
  const isLate = remark !== undefined && !isUnrouted(settled);
  const tried = isLate
    ? refused(settled.endedAt === null ? 'not_allowed' : 'already_ended')
    : follow(ledger.read(settled), ledger);
  if (remark && tried.refusal)
    note(settled, { type: 'strategy.refused', by: 'strategy', detail: tried.refusal }, ledger, now);
  const chat = ledger.read(current);
  const { state, outcome, endedAt } = chat;
  const { refusal, misfit } = tried;
  const kept = keepAnswer(misfit ? undefined : call, now, {
    subjectId: refusal === null ? chat.id : null,
    refusal: refusal && { refusal, state, outcome, endedAt },
  });
  const changes = [...ledger.changes(), ...kept];
  return { changes: announce(changes, context), result: { ...tried, chat } };
}

/** A line about a strategy, and where the chat goes when it is the last one. */
export interface RemarkRequest {
  readonly seed: string;
  readonly chat: string;
  readonly remark: ChatRemark;
  readonly to?: RouteTo | undefined;
  /** Written also when the chat does not wait for its strategy any more. */
  readonly isLasting?: boolean | undefined;
}

/** Remarks on the strategy of a chat that waits for it; null when it does not any more. */
function decideRemark(
  { remark, to, isLasting }: RemarkRequest,
  context: Deciding,
): Decided<Chat | null> {
  const { chat, now } = context;
  if (chat === null) return { result: null };
  const ledger = createLedger(context);
  const settled = ledger.advance(chat, null).chat;
  const waits = isUnrouted(settled);
  if (waits || isLasting) note(settled, remark, ledger, now);
  if (waits && to) send(settled, to, 'system', ledger, context);
  return { changes: announce(ledger.changes(), context), result: waits ? ledger.read(chat) : null };
}

export const CHAT_INSTRUCTION_DECISIONS = {
  routeChat: decision(({ chat, call }: RouteRequest) => ({ chat, answer: call }), decideRoute),
  endChat: decision(({ chat, call }: EndRequest) => ({ chat, answer: call }), decideEnd),
  remarkOnChat: decision(({ chat }: RemarkRequest) => ({ chat }), decideRemark),
};
