import type { Sent } from '../calls/send.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { quote } from '../domain/quote.js';

/** A request with more bytes leaves the user data out. */
const MAX_BYTES = 20_000;

/** What a remote strategy made of a request. */
export type Answer<Instruction> =
  | { readonly kind: 'instruction'; readonly instruction: Instruction }
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

/** The members of an answer, as they came. */
export type Members = Readonly<Record<string, unknown>>;

/** Of a value that is not understood, this much is shown. */
const SHOWN = 40;

/** Whether a value of an answer is an object. */
export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value of an answer is a text of at most so many characters. */
export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && value.isWellFormed() && !value.includes('\0');

/** Whether an answer says nothing of a member. */
export const isAbsent = (value: unknown): value is undefined | null =>
  value === undefined || value === null;

/** A value that was not understood: a word as it is, of anything else no more than what it is. */
export function show(value: unknown): string {
  if (isAbsent(value)) return 'missing';
  if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
  return quote(value.length > SHOWN ? `${value.slice(0, SHOWN)}…`.toWellFormed() : value);
}

/** The first word of what is no JSON, such as that of a page of a proxy. */
const firstWord = (text: string): string => /^[<!]*[a-z]{0,20}/i.exec(text.trim())?.[0] ?? '';

/** What an answer instructs, or what of it is not understood. */
function readInstruction<I>(text: string, read: (members: Members) => I | string): I | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return `it is no JSON, and begins with ${quote(firstWord(text))}`;
  }
  return isObject(body) ? read(body) : `it is ${show(body)}, and must be an object`;
}

/** Reads how a call ended. Members that are not known are ignored: strategies may say more. */
export function readAnswer<I>(
  { status, error, excerpt }: Sent,
  read: (members: Members) => I | string,
): Answer<I> {
  if (status === 202) return { kind: 'later' };
  if (status === 200) {
    const instruction = readInstruction(excerpt ?? '', read);
    return typeof instruction === 'string'
      ? { kind: 'failure', why: 'answer not understood', words: instruction, mayRetry: true }
      : { kind: 'instruction', instruction };
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
export function requestId(id: string): string {
  return `strategy-requested-${id}`;
}

/** What every question says beside what it is about. */
interface Asked {
  readonly visitId: string | null;
  readonly visitorId: string | null;
  readonly visitorIdClaimed: boolean;
  readonly serverTime: string;
}

/** The body of a request about something, without the members that make it too long. */
export function questionBody<View extends Asked>(
  noun: string,
  view: View,
  due: Moment,
  dispensable: readonly (keyof View & string)[],
): string {
  const { visitId, visitorId, visitorIdClaimed, serverTime } = view;
  const bodyOf = (shown: object, more: object): string =>
    JSON.stringify({
      type: 'strategy.requested',
      timestamp: serverTime,
      data: {
        [noun]: shown,
        deadlineAt: new Date(due).toISOString(),
        visit: { visitId, visitorId, visitorIdClaimed },
        ...more,
      },
    });
  const whole = bodyOf(view, {});
  if (Buffer.byteLength(whole) <= MAX_BYTES) return whole;
  const isKept = ([name]: [string, unknown]) => !dispensable.some((each) => each === name);
  return bodyOf(Object.fromEntries(Object.entries(view).filter(isKept)), { truncated: true });
}
