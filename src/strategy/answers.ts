import type { Sent } from '../calls/send.js';
import type { Event, Interaction, Moment } from '../domain/interactions/interaction.js';
import { viewInteraction } from '../domain/interactions/view.js';
import { CHANNELS } from '../domain/interactions/vocabulary.js';
import { quote } from '../domain/quote.js';

/** A request with more bytes leaves the user data out. */
const MAX_BYTES = 20_000;
const MAX_TEXTS = 64;
const MAX_TEXT = 4096;
/** Of all texts of an invitation together, as everywhere else. */
const MAX_INVITATION_BYTES = 16_384;
const MAX_REASON = 256;

/** What a remote strategy made of a request. */
export type StrategyAnswer =
  | { readonly kind: 'instruction'; readonly event: Instruction }
  /** It took the request and calls back. */
  | { readonly kind: 'later' }
  /** It did not answer, or not with anything that can be understood. */
  | {
      readonly kind: 'failure';
      readonly why: string;
      /** What was not understood, with its value and what would have been. */
      readonly words?: string;
      readonly mayRetry: boolean;
    };

type Instruction = Event & { readonly type: 'engage' | 'noengage' };

/** Of a value that is not understood, this much is shown. */
const SHOWN = 40;

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

/** A value that was not understood: a word as it is, of anything else no more than what it is. */
function show(value: unknown): string {
  if (isAbsent(value)) return 'missing';
  if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
  return quote(value.length > SHOWN ? `${value.slice(0, SHOWN)}…`.toWellFormed() : value);
}

/** The first word of what is no JSON, such as that of a page of a proxy. */
const firstWord = (text: string): string => /^[<!]*[a-z]{0,20}/i.exec(text.trim())?.[0] ?? '';

/** What an answer instructs, or what of it is not understood. */
function readInstruction(text: string): Instruction | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return `it is no JSON, and begins with ${quote(firstWord(text))}`;
  }
  if (!isObject(body)) return `it is ${show(body)}, and must be an object`;
  const { instruction, channel, invitation, reason } = body;
  if (instruction !== 'engage' && instruction !== 'noengage')
    return `instruction is ${show(instruction)}, and must be "engage" or "noengage"`;
  if (instruction === 'noengage') {
    if (!isAbsent(reason) && !isText(reason, MAX_REASON))
      return `reason must be a text of at most ${MAX_REASON} characters`;
    return { type: 'noengage', detail: typeof reason === 'string' ? reason : undefined };
  }
  const chosen = CHANNELS.find((name) => name === channel);
  if (chosen === undefined && !isAbsent(channel))
    return `channel is ${show(channel)}, and must be one of ${CHANNELS.join(', ')}`;
  const texts = readInvitation(invitation);
  if (texts === null)
    return `invitation must be an object of texts: at most ${MAX_TEXTS}, of ${MAX_TEXT} characters, ${MAX_INVITATION_BYTES} bytes in all`;
  return { type: 'engage', channel: chosen, invitation: texts };
}

/** Reads how a call ended. Members that are not known are ignored: strategies may say more. */
export function readAnswer({ status, error, excerpt }: Sent): StrategyAnswer {
  if (status === 202) return { kind: 'later' };
  if (status === 200) {
    const read = readInstruction(excerpt ?? '');
    return typeof read === 'string'
      ? { kind: 'failure', why: 'answer not understood', words: read, mayRetry: true }
      : { kind: 'instruction', event: read };
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
