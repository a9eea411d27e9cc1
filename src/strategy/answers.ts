import { viewInteraction } from '../interaction-view.js';
import type { Event, Interaction, Moment } from '../lifecycle/interaction.js';
import { CHANNELS } from '../lifecycle/vocabulary.js';
import type { Attempt } from '../webhooks/send.js';

/** A request with more bytes leaves the user data out. */
const MAX_BYTES = 20_000;
const MAX_TEXTS = 64;
const MAX_TEXT = 4096;
/** Of all texts of an invitation together, as everywhere else. */
const MAX_INVITATION_BYTES = 16_384;
const MAX_REASON = 256;

/** What a remote strategy made of a request. */
export type Answer =
  | { readonly kind: 'instruction'; readonly event: Event & { type: 'engage' | 'noengage' } }
  /** It took the request and calls back. */
  | { readonly kind: 'later' }
  /** It did not answer, or not with anything that can be understood. */
  | { readonly kind: 'failure'; readonly why: string; readonly mayRetry: boolean };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && value.isWellFormed() && !value.includes('\0');

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

function readInvitation(value: unknown): Readonly<Record<string, string>> | undefined | null {
  if (isAbsent(value)) return undefined;
  if (!isObject(value)) return null;
  const texts = Object.entries(value);
  const fits =
    texts.length <= MAX_TEXTS &&
    texts.every(([key, text]) => isText(key, 128) && isText(text, MAX_TEXT)) &&
    Buffer.byteLength(JSON.stringify(value)) <= MAX_INVITATION_BYTES;
  return fits ? (value as Readonly<Record<string, string>>) : null;
}

function readInstruction(text: string): (Event & { type: 'engage' | 'noengage' }) | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(body)) return null;
  const { instruction, channel, invitation, reason } = body;
  if (instruction === 'noengage') {
    if (!isAbsent(reason) && !isText(reason, MAX_REASON)) return null;
    return { type: 'noengage', detail: typeof reason === 'string' ? reason : undefined };
  }
  const chosen = CHANNELS.find((name) => name === channel);
  const texts = readInvitation(invitation);
  if (instruction !== 'engage' || texts === null) return null;
  if (chosen === undefined && !isAbsent(channel)) return null;
  return { type: 'engage', channel: chosen, invitation: texts };
}

/** Reads how a call ended. Members that are not known are ignored: strategies may say more. */
export function readAnswer({ status, error, excerpt }: Attempt): Answer {
  if (status === 202) return { kind: 'later' };
  if (status === 200) {
    const event = readInstruction(excerpt ?? '');
    return event
      ? { kind: 'instruction', event }
      : { kind: 'failure', why: 'answer not understood', mayRetry: true };
  }
  if (status !== null) {
    const mayRetry = status >= 500 || status === 408 || status === 425 || status === 429;
    return { kind: 'failure', why: `status ${status}`, mayRetry };
  }
  return {
    kind: 'failure',
    why: (error ?? 'connection_failed').replaceAll('_', ' '),
    mayRetry: error !== 'address_not_allowed' && error !== 'aborted',
  };
}

/** The name of a request: the same over all calls, both addresses and every restart. */
export function requestId(interactionId: string): string {
  return `strategy-requested-${interactionId}`;
}

/** The body of a request, as of a moment. */
export function requestBody(interaction: Interaction, deadlineAt: Moment, now: Moment): string {
  const view = viewInteraction(interaction, deadlineAt, now);
  const bodyOf = (shown: object, more: object): string =>
    JSON.stringify({
      type: 'strategy.requested',
      timestamp: view.serverTime,
      data: {
        interaction: shown,
        deadlineAt: view.deadlineAt,
        visit: {
          visitId: view.visitId,
          visitorId: view.visitorId,
          visitorIdClaimed: view.visitorIdClaimed,
        },
        ...more,
      },
    });
  const whole = bodyOf(view, {});
  if (Buffer.byteLength(whole) <= MAX_BYTES) return whole;
  const { userData: _userData, ...rest } = view;
  return bodyOf(rest, { truncated: true });
}
