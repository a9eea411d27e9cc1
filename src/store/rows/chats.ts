import type {
  Chat,
  ChatFact,
  ChatMessage,
  Decline,
  FormerOffer,
  Handling,
  Route,
} from '../../domain/chats/chat.js';
import { isHeld, isOpen } from '../../domain/chats/chat.js';
import { chatClocks } from '../../domain/chats/clocks.js';
import { needOf, priorityOf } from '../../domain/chats/order.js';
import type { ChatClock, Side } from '../../domain/chats/vocabulary.js';
import type { Moment, UserData } from '../../domain/interactions/interaction.js';

/** A row of `chats`, joined with its identity. */
export interface ChatRow {
  readonly n: number;
  readonly id: string;
  readonly state: Chat['state'];
  readonly outcome: Chat['outcome'];
  readonly queue: string;
  readonly visit_id: string | null;
  readonly visitor_id: string | null;
  readonly visitor_claimed: 0 | 1;
  readonly identity_id: string | null;
  readonly identity_key: string | null;
  readonly identity_value: string | null;
  readonly interaction_id: string | null;
  readonly category: string | null;
  readonly engagement_rule: string | null;
  readonly page_url: string | null;
  readonly user_data: string;
  readonly visitor_data: string;
  readonly route: string | null;
  readonly named: string | null;
  readonly not_agent: string | null;
  readonly note: string | null;
  readonly preferred: string | null;
  readonly held_until: Moment | null;
  readonly lease: string | null;
  readonly raised_to: number;
  readonly declines: string;
  readonly former_offer: string | null;
  readonly handled_by: string;
  readonly agent: string | null;
  readonly queued_at: Moment;
  readonly waiting_since: Moment;
  readonly offered_at: Moment | null;
  readonly offer_seen_at: Moment | null;
  readonly accepted_at: Moment | null;
  readonly active_at: Moment | null;
  readonly ended_at: Moment | null;
  readonly closed_at: Moment | null;
  readonly erased_at: Moment | null;
  readonly seen_at: Moment | null;
  readonly visitor_connected: 0 | 1;
  readonly agent_lost_at: Moment | null;
  readonly last_message_at: Moment | null;
  readonly messages: number;
  readonly version: number;
  readonly sequence: number;
}

/** The column of each clock. */
export const CLOCK_COLUMNS = {
  wait: 'wait_clock',
  offer: 'offer_clock',
  visitor: 'visitor_clock',
  silence: 'silence_clock',
  agentLost: 'agent_lost_clock',
  wrapUp: 'wrap_up_clock',
} as const satisfies Record<ChatClock, string>;
type ClockColumn = (typeof CLOCK_COLUMNS)[ChatClock];

/** What a change writes, by column: what is stored, and what follows from it. */
export type WrittenChat = Omit<ChatRow, 'n' | 'identity_key' | 'identity_value'> & {
  readonly need: string | null;
  readonly waits_for: string | null;
  readonly priority: number | null;
  readonly waits_in: string | null;
  readonly unrouted_in: string | null;
  readonly held_by: string | null;
  readonly open_visit: string | null;
} & { readonly [C in ClockColumn]: Moment | null };

/** Every read of chats starts like this; callers add the condition. */
export const SELECT_CHATS = `
  select chats.*, identities.key as identity_key, identities.value as identity_value
  from chats left join identities on identities.id = chats.identity_id`;

const EMPTY = '{}';
const EMPTY_DATA: UserData = Object.freeze({});
const NO_DECLINES: readonly Decline[] = Object.freeze([]);
const NOBODY_YET: readonly Handling[] = Object.freeze([]);

const readData = (text: string): UserData =>
  text === EMPTY ? EMPTY_DATA : (JSON.parse(text) as UserData);

/** The chat that a row holds. */
export function chatOf(row: ChatRow): Chat {
  return {
    id: row.id,
    state: row.state,
    outcome: row.outcome,
    queue: row.queue,
    visitId: row.visit_id,
    visitorId: row.visitor_id,
    visitorIdClaimed: row.visitor_claimed === 1,
    identity:
      row.identity_id !== null && row.identity_key !== null && row.identity_value !== null
        ? { id: row.identity_id, key: row.identity_key, value: row.identity_value }
        : null,
    interactionId: row.interaction_id,
    category: row.category,
    engagementRule: row.engagement_rule,
    pageUrl: row.page_url,
    userData: readData(row.user_data),
    visitorData: readData(row.visitor_data),
    route: row.route === null ? null : (JSON.parse(row.route) as Route),
    named: row.named,
    notAgent: row.not_agent,
    note: row.note,
    preferred: row.preferred,
    hold: row.held_until === null ? null : { lease: row.lease, until: row.held_until },
    raisedTo: row.raised_to,
    declines: row.declines === '[]' ? NO_DECLINES : (JSON.parse(row.declines) as Decline[]),
    formerOffer: row.former_offer === null ? null : (JSON.parse(row.former_offer) as FormerOffer),
    handledBy: row.handled_by === '[]' ? NOBODY_YET : (JSON.parse(row.handled_by) as Handling[]),
    agent: row.agent,
    queuedAt: row.queued_at,
    waitingSince: row.waiting_since,
    offeredAt: row.offered_at,
    offerSeenAt: row.offer_seen_at,
    acceptedAt: row.accepted_at,
    activeAt: row.active_at,
    endedAt: row.ended_at,
    closedAt: row.closed_at,
    erasedAt: row.erased_at,
    seenAt: row.seen_at,
    visitorConnected: row.visitor_connected === 1,
    agentLostAt: row.agent_lost_at,
    lastMessageAt: row.last_message_at,
    messages: row.messages,
    version: row.version,
    sequence: row.sequence,
  };
}

/** The row that a chat leaves behind. */
export function chatRowOf(chat: Chat): WrittenChat {
  const clocks = chatClocks(chat);
  const waits = chat.state === 'Queued' || chat.state === 'Offered';
  const group = waits ? (chat.route?.group ?? null) : null;
  return {
    id: chat.id,
    state: chat.state,
    outcome: chat.outcome,
    queue: chat.queue,
    visit_id: chat.visitId,
    visitor_id: chat.visitorId,
    visitor_claimed: chat.visitorIdClaimed ? 1 : 0,
    identity_id: chat.identity?.id ?? null,
    interaction_id: chat.interactionId,
    category: chat.category,
    engagement_rule: chat.engagementRule,
    page_url: chat.pageUrl,
    user_data: JSON.stringify(chat.userData),
    visitor_data: JSON.stringify(chat.visitorData),
    route: chat.route && JSON.stringify(chat.route),
    named: chat.named,
    not_agent: chat.notAgent,
    note: chat.note,
    preferred: chat.preferred,
    held_until: chat.hold?.until ?? null,
    lease: chat.hold?.lease ?? null,
    raised_to: chat.raisedTo,
    declines: JSON.stringify(chat.declines),
    former_offer: chat.formerOffer && JSON.stringify(chat.formerOffer),
    handled_by: JSON.stringify(chat.handledBy),
    agent: chat.agent,
    queued_at: chat.queuedAt,
    waiting_since: chat.waitingSince,
    offered_at: chat.offeredAt,
    offer_seen_at: chat.offerSeenAt,
    accepted_at: chat.acceptedAt,
    active_at: chat.activeAt,
    ended_at: chat.endedAt,
    closed_at: chat.closedAt,
    erased_at: chat.erasedAt,
    seen_at: chat.seenAt,
    visitor_connected: chat.visitorConnected ? 1 : 0,
    agent_lost_at: chat.agentLostAt,
    last_message_at: chat.lastMessageAt,
    messages: chat.messages,
    version: chat.version,
    sequence: chat.sequence,
    need: needOf(chat),
    waits_for: group,
    priority: group === null ? null : priorityOf(chat),
    waits_in: waits ? chat.queue : null,
    unrouted_in: chat.state === 'Queued' && chat.route === null ? chat.queue : null,
    held_by: isHeld(chat) ? chat.agent : null,
    open_visit: isOpen(chat) ? chat.visitId : null,
    wait_clock: clocks.wait ?? null,
    offer_clock: clocks.offer ?? null,
    visitor_clock: clocks.visitor ?? null,
    silence_clock: clocks.silence ?? null,
    agent_lost_clock: clocks.agentLost ?? null,
    wrap_up_clock: clocks.wrapUp ?? null,
  };
}

export interface ChatFactRow {
  readonly sequence: number;
  readonly type: ChatFact['type'];
  readonly at: Moment;
  readonly actor: ChatFact['by'];
  readonly from_state: ChatFact['from'];
  readonly to_state: ChatFact['to'];
  readonly agent: string | null;
  readonly agent_group: string | null;
  readonly outcome: ChatFact['outcome'];
  readonly detail: string | null;
}

/** The line of a history that a row holds. */
export function chatFactOf(row: ChatFactRow): ChatFact {
  const { sequence, type, at, actor, from_state, to_state, agent, agent_group, outcome, detail } =
    row;
  return {
    sequence,
    type,
    at,
    by: actor,
    from: from_state,
    to: to_state,
    agent,
    group: agent_group,
    outcome,
    detail,
  };
}

export interface MessageRow {
  readonly sequence: number;
  readonly side: Side;
  readonly client_id: string | null;
  readonly text: string;
  readonly at: Moment;
}

/** The message that a row holds. */
export const messageOfRow = ({ side, client_id: clientId, ...rest }: MessageRow): ChatMessage => ({
  ...rest,
  from: side,
  clientId,
});
