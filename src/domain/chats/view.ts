import type { Moment } from '../interactions/interaction.js';
import { isoOrNull } from '../interactions/view.js';
import type { Chat, ChatMessage } from './chat.js';
import { isOpen } from './chat.js';
import { priorityOf } from './order.js';

const iso = (moment: Moment): string => new Date(moment).toISOString();

/** A chat as back ends, agents and operators see it. */
export function viewChat(chat: Chat, now: Moment) {
  const { route } = chat;
  return {
    id: chat.id,
    state: chat.state,
    outcome: chat.outcome,
    queue: chat.queue,
    group: route?.group ?? null,
    skills: route?.skills ?? {},
    priority: priorityOf(chat),
    rule: route?.rule ?? null,
    agent: chat.agent,
    visitId: chat.visitId,
    visitorId: chat.visitorId,
    visitorIdClaimed: chat.visitorIdClaimed,
    visitorConnected: chat.visitorConnected,
    identity: chat.identity,
    interactionId: chat.interactionId,
    category: chat.category,
    engagementRule: chat.engagementRule,
    pageUrl: chat.pageUrl,
    userData: chat.userData,
    visitorData: chat.visitorData,
    note: chat.note,
    messages: chat.messages,
    queuedAt: iso(chat.queuedAt),
    waitingSince: iso(chat.waitingSince),
    offeredAt: isoOrNull(chat.offeredAt),
    acceptedAt: isoOrNull(chat.acceptedAt),
    lastMessageAt: isoOrNull(chat.lastMessageAt),
    endedAt: isoOrNull(chat.endedAt),
    closedAt: isoOrNull(chat.closedAt),
    serverTime: iso(now),
    version: chat.version,
  };
}

/** A chat as it goes over the wire to whoever may see all of it. */
export type ViewedChat = ReturnType<typeof viewChat>;

/** What of a chat the visitor is told beside its members. */
export interface VisitorsProspect {
  readonly position: number | null;
  readonly estimatedWaitSeconds: number | null;
  /** The name of the agent as visitors see it. */
  readonly displayName: string | null;
}

/** A chat as its visitor sees it: over as soon as it is for the visitor. */
export function viewChatForVisitor(chat: Chat, prospect: VisitorsProspect, now: Moment) {
  const { position, estimatedWaitSeconds, displayName } = prospect;
  return {
    id: chat.id,
    state: isOpen(chat) ? chat.state : ('Ended' as const),
    outcome: chat.outcome,
    position,
    estimatedWaitSeconds,
    agent: displayName === null ? null : { displayName },
    interactionId: chat.interactionId,
    queuedAt: iso(chat.queuedAt),
    acceptedAt: isoOrNull(chat.acceptedAt),
    endedAt: isoOrNull(chat.endedAt),
    messages: chat.messages,
    serverTime: iso(now),
  };
}

/** A message on the wire. */
export function viewMessage({ at, ...message }: ChatMessage) {
  const { sequence, from, text, clientId } = message;
  return { sequence, from, text, at: iso(at), clientId };
}
