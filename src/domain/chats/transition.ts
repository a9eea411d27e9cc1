import type { Moment } from '../interactions/interaction.js';
import type { OptionValues } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import { type Chat, type ChatEvent, type Decline, type FormerOffer, handledUpTo } from './chat.js';
import { CHAT_CLOCK_EVENTS, chatDeadline } from './clocks.js';
import { forget } from './forget.js';
import { CHAT_GUARDS } from './guards.js';
import { type ChatStep, noteChat } from './step.js';
import { CHAT_TABLE, type ChatBranch, type ChatRule } from './table.js';
import type { ChatActor, ChatEventType, ChatRefusal, ChatState, Outcome } from './vocabulary.js';

/** What `advanceChat` made of a chat: settled facts count even when the event was refused. */
export interface ChatAdvance extends ChatStep {
  readonly refusal: ChatRefusal | null;
  /** Whether the event itself changed anything. */
  readonly applied: boolean;
  /** Offers that were shown, and that a clock ended. */
  readonly missed: readonly MissedOffer[];
}

/** An offer that an agent let expire. */
export interface MissedOffer {
  readonly agent: string;
  readonly at: Moment;
  /** The values in force then. */
  readonly options: OptionValues;
}

/** The waits of a transfer and of a lost agent are served before others. */
const RAISED = { transfer: 90, agentLost: 95 } as const;

const BY: Readonly<Record<ChatEventType, ChatActor>> = {
  offer: 'system',
  accept: 'agent',
  reject: 'agent',
  offerExpired: 'clock',
  withdraw: 'system',
  leave: 'browser',
  visitorLost: 'clock',
  visitorBack: 'browser',
  waitExpired: 'clock',
  endByStrategy: 'strategy',
  end: 'agent',
  silent: 'clock',
  transfer: 'ops',
  agentLost: 'clock',
  done: 'agent',
  wrapUpExpired: 'clock',
  clean: 'ops',
  stop: 'ops',
  erase: 'ops',
};

const actorOf = (event: ChatEvent): ChatActor => {
  if (event.type === 'transfer') return event.agent === undefined ? 'ops' : 'agent';
  return ('by' in event ? event.by : undefined) ?? BY[event.type];
};

function resolve(rule: ChatRule, chat: Chat, event: ChatEvent): ChatBranch {
  if (!('length' in rule)) return rule;
  for (const step of rule) {
    if (!('when' in step)) return step;
    if (CHAT_GUARDS[step.when](chat, event)) return step.outcome;
  }
  throw new Error(`the rule for ${event.type} in ${chat.state} has no last resort`);
}

/** The declines of this wait with one more. */
function withDecline(declines: readonly Decline[], agent: string, at: Moment): readonly Decline[] {
  const before = declines.find((each) => each.agent === agent);
  const others = declines.filter((each) => each !== before);
  return [...others, { agent, at, times: (before?.times ?? 0) + 1 }];
}

/** How an offer that leads to nothing is remembered. */
function declined(chat: Chat, event: ChatEvent, at: Moment) {
  const { agent, offerSeenAt } = chat;
  if (chat.state !== 'Offered' || agent === null) return {};
  const end: FormerOffer['end'] =
    event.type === 'reject' ? 'rejected' : event.type === 'offerExpired' ? 'expired' : 'withdrawn';
  const counts = end === 'rejected' || (end === 'expired' && offerSeenAt !== null);
  return {
    formerOffer: { agent, end },
    ...(counts && { declines: withDecline(chat.declines, agent, at) }),
  };
}

const NOBODY = { agent: null, offeredAt: null, offerSeenAt: null, agentLostAt: null } as const;

/** A wait that begins anew, before others. */
const newWait = (raisedTo: number, at: Moment) => ({
  waitingSince: at,
  raisedTo,
  declines: [],
  formerOffer: null,
});

function queueAgain(
  step: ChatStep,
  event: ChatEvent,
  { chatGroup }: OptionValues,
  at: Moment,
): ChatStep {
  const { chat } = step;
  const from = chat.state;
  const queued: Chat = {
    ...chat,
    ...declined(chat, event, at),
    handledBy: handledUpTo(chat),
    state: 'Queued',
    ...NOBODY,
  };
  const by = actorOf(event);
  if (event.type === 'transfer') {
    const { target } = event;
    const moved: Chat = {
      ...queued,
      ...newWait(Math.max(chat.route?.priority ?? 0, RAISED.transfer), at),
      named: 'agent' in target ? target.agent : null,
      notAgent: event.agent ?? null,
      note: event.note,
      route:
        'agent' in target && chat.route
          ? chat.route
          : {
              group: 'group' in target ? target.group : chatGroup,
              skills: {},
              priority: chat.route?.priority ?? 0,
              overflow: null,
              rule: null,
            },
    };
    const detail = 'agent' in target ? target.agent : target.group;
    return noteChat({ ...step, chat: moved }, 'chat.transferred', at, by, {
      from,
      agent: chat.agent,
      detail,
    });
  }
  if (event.type === 'agentLost') {
    const lost: Chat = { ...queued, ...newWait(RAISED.agentLost, at) };
    return noteChat({ ...step, chat: lost }, 'chat.requeued', at, by, {
      from,
      agent: chat.agent,
      detail: 'agent_lost',
    });
  }
  const rejected =
    event.type === 'reject'
      ? noteChat({ ...step, chat: queued }, 'chat.rejected', at, by, { from, agent: chat.agent })
      : { ...step, chat: queued };
  return noteChat(rejected, 'chat.requeued', at, event.type === 'reject' ? 'system' : by, {
    from,
    agent: chat.agent,
    detail:
      event.type === 'offerExpired'
        ? 'offer_expired'
        : event.type === 'withdraw'
          ? by === 'strategy'
            ? 'routed_again'
            : 'agent_gone'
          : 'rejected',
  });
}

function finish(step: ChatStep, state: ChatState, outcome: Outcome, event: ChatEvent, at: Moment) {
  const { chat } = step;
  const over: Chat = {
    ...chat,
    ...(chat.state === 'Offered' && { ...declined(chat, event, at), ...NOBODY }),
    state,
    outcome,
    endedAt: chat.endedAt ?? at,
    closedAt: state === 'Ended' ? at : null,
    agentLostAt: null,
  };
  const line = { from: chat.state, agent: chat.agent };
  return chat.endedAt === null
    ? noteChat({ ...step, chat: over }, 'chat.ended', at, actorOf(event), line)
    : noteChat({ ...step, chat: over }, 'chat.wrapped_up', at, actorOf(event), line);
}

function apply(
  step: ChatStep,
  branch: ChatBranch,
  event: ChatEvent,
  options: OptionValues,
  at: Moment,
): ChatStep {
  const { chat } = step;
  if ('to' in branch) {
    if (branch.to === 'Queued') return queueAgain(step, event, options, at);
    const agent = 'agent' in event ? (event.agent ?? null) : null;
    if (branch.to === 'Offered') {
      const offered: Chat = {
        ...chat,
        state: 'Offered',
        agent,
        // Whoever is named is asked once, and not waited for.
        named: null,
        offeredAt: at,
        offerSeenAt: null,
      };
      return noteChat({ ...step, chat: offered }, 'chat.offered', at, 'system', {
        from: chat.state,
      });
    }
    const active: Chat = {
      ...chat,
      state: 'Active',
      acceptedAt: chat.acceptedAt ?? at,
      activeAt: at,
      raisedTo: 0,
      // Others are told still what became of theirs.
      formerOffer: chat.formerOffer?.agent === chat.agent ? null : chat.formerOffer,
    };
    return noteChat({ ...step, chat: active }, 'chat.accepted', at, 'agent', { from: chat.state });
  }
  if ('end' in branch) {
    // How it ended for the visitor stays.
    const ended = finish(step, 'Ended', chat.outcome ?? branch.end, event, at);
    return branch.end === 'erased' ? { ...ended, chat: forget(ended.chat, at) } : ended;
  }
  if ('wrap' in branch) {
    // Nobody finishes what was left by an agent who is gone.
    const wraps = options.wrapUpTime > 0 && chat.agentLostAt === null;
    return finish(step, wraps ? 'Wrapping' : 'Ended', 'processed', event, at);
  }
  if ('close' in branch) return finish(step, 'Ended', 'processed', event, at);
  if ('note' in branch) {
    const visitorConnected = event.type === 'visitorBack';
    const noted: Chat = { ...chat, visitorConnected };
    return noteChat({ ...step, chat: noted }, branch.note, at, actorOf(event));
  }
  if ('forget' in branch) return { ...step, chat: forget(chat, at) };
  return step;
}

/** Applies every clock that has run out, at its deadline, the earliest first. */
export function settleChat(
  chat: Chat,
  timeline: Timeline,
  servingSince: Moment,
  now: Moment,
): ChatStep & { readonly missed: readonly MissedOffer[] } {
  let step: ChatStep = { chat, facts: [] };
  const missed: MissedOffer[] = [];
  for (;;) {
    const end = chatDeadline(step.chat, timeline, servingSince);
    if (end === null || end.at > now) break;
    const event: ChatEvent = { type: CHAT_CLOCK_EVENTS[end.clock] };
    const before = step.chat;
    if (end.clock === 'offer' && before.offerSeenAt !== null && before.agent !== null)
      missed.push({ agent: before.agent, at: end.at, options: end.options });
    const rule: ChatRule = CHAT_TABLE[before.state][event.type];
    step = apply(step, resolve(rule, before, event), event, end.options, end.at);
  }
  return { ...raised(chat, step), missed };
}

/** Whether a decision, or a clock, took it from where it waited: nobody holds it there any more. */
const hasMoved = ({ chat, facts }: ChatStep): boolean =>
  chat.state !== 'Queued' || facts.some(({ type }) => type === 'chat.transferred');

/** One change is one version, however many lines it writes. */
function raised(before: Chat, step: ChatStep): ChatStep {
  if (step.chat === before) return step;
  const hold = hasMoved(step) ? null : step.chat.hold;
  return { ...step, chat: { ...step.chat, hold, version: before.version + 1 } };
}

/** Settles what is due, then applies the event; null only settles. Pure. */
export function advanceChat(
  chat: Chat,
  event: ChatEvent | null,
  timeline: Timeline,
  servingSince: Moment,
  now: Moment,
): ChatAdvance {
  const { missed, ...settled } = settleChat(chat, timeline, servingSince, now);
  if (event === null) return { ...settled, missed, refusal: null, applied: false };
  const rule: ChatRule = CHAT_TABLE[settled.chat.state][event.type];
  const branch = resolve(rule, settled.chat, event);
  if ('refuse' in branch) return { ...settled, missed, refusal: branch.refuse, applied: false };
  const step = apply(settled, branch, event, inForce(timeline), now);
  const applied = step.chat !== settled.chat;
  return { ...raised(chat, step), missed, refusal: null, applied };
}
