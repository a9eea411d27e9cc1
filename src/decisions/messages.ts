import type { AgentFact } from '../domain/agents/agent.js';
import { viewAgent } from '../domain/agents/view.js';
import { viewChat, viewMessage } from '../domain/chats/view.js';
import { CHAT_FACTS, type ChatFactType } from '../domain/chats/vocabulary.js';
import { clockEnd } from '../domain/clocks.js';
import { covers, type WebhookEventType } from '../domain/event-types.js';
import { isOfLifecycle } from '../domain/interactions/remarks.js';
import { viewInteraction } from '../domain/interactions/view.js';
import { LIMITS } from '../domain/limits.js';
import { CATALOGUE, optionKey } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { Change, InteractionChange, Message, OptionChange } from './change.js';
import type { Deciding } from './decision.js';
import type { WebhookEndpoint } from './endpoint.js';

/** A creation that was refused, as subscribers are told of it. */
export interface RefusedCreation {
  readonly code: string;
  readonly category: string | null;
  readonly pageId: string | null;
  /** The live attempt in the way, with the visit it belongs to: erased together with it. */
  readonly live: { readonly id: string; readonly visitId: string; readonly until: number } | null;
}

const iso = (moment: number): string => new Date(moment).toISOString();

const isWanted = (
  endpoints: readonly WebhookEndpoint[],
  type: WebhookEventType,
  except?: string,
): boolean =>
  endpoints.some(
    ({ id, enabled, eventTypes }) =>
      enabled && id !== except && eventTypes.some((pattern) => covers(pattern, type)),
  );

/** The rendered body: members of `data` come as JSON already. */
const bodyOf = (type: WebhookEventType, at: number, data: string): string =>
  `{"type":"${type}","timestamp":"${iso(at)}","data":${data}}`;

/** What `data` says beside the interaction once it is accepted: who is to be called, and where. */
function contactOf({ after }: InteractionChange, { settings }: Deciding): string {
  if (after.state !== 'Accepted') return '';
  const key = inForce(settings.timeline).phoneNumber;
  const phoneNumber = Object.hasOwn(after.userData, key) ? after.userData[key]?.trim() : null;
  return `,"phoneNumber":${JSON.stringify(phoneNumber || null)},"identity":${JSON.stringify(after.identity)}`;
}

/** Whether a text has more bytes than that; most are so short that nobody has to count. */
function isLongerThan(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes;
}

function messagesOfInteraction(change: InteractionChange, context: Deciding): Message[] {
  const { settings, now } = context;
  const facts = change.facts
    .filter(isOfLifecycle)
    .filter(({ type }) => isWanted(settings.endpoints, type));
  if (facts.length === 0) return [];
  const { after, clock } = change;
  const deadlineAt = clock && clockEnd(clock, settings.timeline).at;
  const view = viewInteraction(after, deadlineAt, now);
  const json = JSON.stringify(view);
  const contact = contactOf(change, context);
  let short: string | undefined;
  return facts.map(({ type, at, by, sequence }) => {
    const head = `{"sequence":${sequence},"by":"${by}","interaction":`;
    const whole = bodyOf(type, at, `${head}${json}${contact}}`);
    const isTooLong = isLongerThan(whole, LIMITS.messageBytes.most);
    if (isTooLong) {
      const { userData: _userData, ...rest } = view;
      const form = rest.registrationForm && { ...rest.registrationForm, fields: {} };
      short ??= JSON.stringify({ ...rest, registrationForm: form });
    }
    return {
      id: context.newId(),
      type,
      createdAt: now,
      interactionId: after.id,
      sequence,
      endpointId: null,
      body: isTooLong ? bodyOf(type, at, `${head}${short}${contact},"truncated":true}`) : whole,
    };
  });
}

const isChatFact = (type: string): type is ChatFactType =>
  (CHAT_FACTS as readonly string[]).includes(type);

/** What subscribers are told of a chat. Its user data is left out of what would be too long. */
function messagesOfChat(
  { after, facts }: Extract<Change, { readonly kind: 'chat' }>,
  { settings, now, newId }: Deciding,
): Message[] {
  const view = viewChat(after, now);
  return facts.flatMap(({ type, at, sequence, by }) => {
    if (!isChatFact(type) || !isWanted(settings.endpoints, type)) return [];
    const whole = bodyOf(type, at, JSON.stringify({ sequence, by, chat: view }));
    const { userData: _userData, visitorData: _visitorData, ...rest } = view;
    const body = isLongerThan(whole, LIMITS.messageBytes.most)
      ? bodyOf(type, at, JSON.stringify({ sequence, by, chat: rest, truncated: true }))
      : whole;
    return [{ ...aboutChat(after.id), id: newId(), type, createdAt: now, sequence, body }];
  });
}

const aboutChat = (chatId: string) => ({ interactionId: null, chatId, endpointId: null });

/** A message that is not about a fact of a history. */
export function messageOf(
  type: WebhookEventType,
  data: object,
  { now, newId }: Deciding,
  about: { readonly interactionId?: string; readonly endpointId?: string } = {},
): Message {
  return {
    id: newId(),
    type,
    createdAt: now,
    interactionId: about.interactionId ?? null,
    sequence: null,
    endpointId: about.endpointId ?? null,
    body: bodyOf(type, now, JSON.stringify(data)),
  };
}

function optionData(change: OptionChange, before: OptionChange | undefined): object {
  const key = optionKey(change.name);
  const text = (value: string | undefined): string | null => value || null;
  return {
    section: key ? CATALOGUE[key].section : null,
    name: change.name,
    value: text(change.value),
    previousValue: text(before?.value ?? (key && CATALOGUE[key].default)),
    version: change.version,
    changedBy: change.by,
  };
}

function refusalData({ code, category, pageId, live }: RefusedCreation): object {
  return {
    code,
    category,
    pageId,
    visitId: live?.visitId ?? null,
    interactionId: live?.id ?? null,
    blockedUntil: live && iso(live.until),
  };
}

/** What subscribers are told of one change. */
function messagesOf(change: Change, context: Deciding): readonly Message[] {
  const { endpoints, lastChanges } = context.settings;
  switch (change.kind) {
    case 'interaction':
      return messagesOfInteraction(change, context);
    case 'chat':
      return messagesOfChat(change, context);
    case 'chat_message': {
      if (!isWanted(endpoints, 'chat.message')) return [];
      const { chatId, message } = change;
      const data = { chatId, message: viewMessage(message) };
      return [{ ...messageOf('chat.message', data, context), chatId }];
    }
    case 'agent_status': {
      const { after, facts } = change;
      return facts
        .filter(({ type }) => isWanted(endpoints, type))
        .map(({ type, sequence }: AgentFact) =>
          messageOf(type, { sequence, agent: viewAgent(after) }, context),
        );
    }
    case 'option': {
      const { option } = change;
      if (!isWanted(endpoints, 'option.changed')) return [];
      const data = optionData(option, lastChanges.get(option.name));
      return [messageOf('option.changed', data, context)];
    }
    case 'webhook_endpoint': {
      const { before, after } = change;
      if (!before?.enabled || after?.enabled !== false) return [];
      if (!isWanted(endpoints, 'webhook_endpoint.disabled', after.id)) return [];
      const { id, description, disabledReason } = after;
      const data = { endpointId: id, description, reason: disabledReason };
      return [messageOf('webhook_endpoint.disabled', data, context)];
    }
    default:
      return [];
  }
}

/**
 * The changes together with the messages that tell of them: one for each fact that an enabled
 * endpoint subscribed to, and none when nobody did.
 */
export function announce(
  changes: readonly Change[],
  context: Deciding,
  refused?: RefusedCreation,
): readonly Change[] {
  const { endpoints } = context.settings;
  if (endpoints.length === 0) return changes;
  const messages = changes.flatMap((change) => messagesOf(change, context));
  if (refused && isWanted(endpoints, 'interaction.creation_refused')) {
    const about = refused.live ? { interactionId: refused.live.id } : {};
    const data = refusalData(refused);
    messages.push(messageOf('interaction.creation_refused', data, context, about));
  }
  return [...changes, ...messages.map((message): Change => ({ kind: 'message', message }))];
}
