import { covers, type WebhookEventType } from '../domain/event-types.js';
import { clockEnd } from '../domain/interactions/clocks.js';
import { isOfLifecycle } from '../domain/interactions/remarks.js';
import { viewInteraction } from '../domain/interactions/view.js';
import { LIMITS } from '../domain/limits.js';
import { CATALOGUE, optionKey } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import { createId } from '../ids.js';
import type { Changes, InteractionChange, Message, OptionChange } from './change.js';
import type { Context } from './context.js';
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
function contactOf({ after }: InteractionChange, { timeline }: Context): string {
  if (after.state !== 'Accepted') return '';
  const key = inForce(timeline).phoneNumber;
  const phoneNumber = Object.hasOwn(after.userData, key) ? after.userData[key]?.trim() : null;
  return `,"phoneNumber":${JSON.stringify(phoneNumber || null)},"identity":${JSON.stringify(after.identity)}`;
}

function messagesOfInteraction(change: InteractionChange, context: Context): Message[] {
  const facts = change.facts
    .filter(isOfLifecycle)
    .filter(({ type }) => isWanted(context.endpoints, type));
  if (facts.length === 0) return [];
  const { after, clock } = change;
  const deadlineAt = clock && clockEnd(clock, context.timeline).at;
  const view = viewInteraction(after, deadlineAt, context.now);
  const json = JSON.stringify(view);
  const contact = contactOf(change, context);
  let short: string | undefined;
  return facts.map(({ type, at, by, sequence }) => {
    const head = `{"sequence":${sequence},"by":"${by}","interaction":`;
    const whole = bodyOf(type, at, `${head}${json}${contact}}`);
    const isTooLong = Buffer.byteLength(whole) > LIMITS.messageBytes.most;
    if (isTooLong) {
      const { userData: _userData, ...rest } = view;
      const form = rest.registrationForm && { ...rest.registrationForm, fields: {} };
      short ??= JSON.stringify({ ...rest, registrationForm: form });
    }
    return {
      id: createId(context.now),
      type,
      createdAt: context.now,
      interactionId: after.id,
      sequence,
      endpointId: null,
      body: isTooLong ? bodyOf(type, at, `${head}${short}${contact},"truncated":true}`) : whole,
    };
  });
}

/** A message that is not about a fact of a history. */
export function messageOf(
  type: WebhookEventType,
  data: object,
  now: number,
  about: { readonly interactionId?: string; readonly endpointId?: string } = {},
): Message {
  return {
    id: createId(now),
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

/**
 * The changes together with the messages that tell of them: one for each fact that an enabled
 * endpoint subscribed to, and none when nobody did. Pure but for the ids.
 */
export function announce(changes: Changes, context: Context, refused?: RefusedCreation): Changes {
  const { endpoints, now } = context;
  if (endpoints.length === 0) return changes;
  const messages: Message[] = [];
  for (const change of changes.interactions ?? [])
    messages.push(...messagesOfInteraction(change, context));
  if (refused && isWanted(endpoints, 'interaction.creation_refused'))
    messages.push(
      messageOf(
        'interaction.creation_refused',
        refusalData(refused),
        now,
        refused.live ? { interactionId: refused.live.id } : {},
      ),
    );
  const { option, webhookEndpoint } = changes;
  if (option && isWanted(endpoints, 'option.changed'))
    messages.push(
      messageOf('option.changed', optionData(option, context.lastChange(option.name)), now),
    );
  const { before, after } = webhookEndpoint ?? {};
  if (before?.enabled && after?.enabled === false)
    if (isWanted(endpoints, 'webhook_endpoint.disabled', after.id)) {
      const { id, description, disabledReason } = after;
      const data = { endpointId: id, description, reason: disabledReason };
      messages.push(messageOf('webhook_endpoint.disabled', data, now));
    }
  return messages.length === 0 ? changes : { ...changes, messages };
}
