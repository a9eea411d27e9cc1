import { fill, type Texts } from '../texts.js';
import type { Chat } from './wire.js';

/** How long something will take, in words; the service counts in steps of 30 seconds. */
function timeInWords(seconds: number, texts: Texts): string {
  if (seconds <= 0) return texts.inAMoment;
  if (seconds < 60) return texts.lessThanAMinute;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? texts.aMinute : fill(texts.minutes, { minutes: String(minutes) });
}

function waitInWords({ position, estimatedWaitSeconds }: Chat, texts: Texts): string {
  if (position === null) return texts.waiting;
  const values = { position: String(position) };
  return estimatedWaitSeconds === null
    ? fill(texts.position, values)
    : fill(texts.positionAndTime, { ...values, time: timeInWords(estimatedWaitSeconds, texts) });
}

function endInWords({ outcome, acceptedAt }: Chat, isLeft: boolean, texts: Texts): string {
  if (isLeft) return texts.youEnded;
  if (outcome === 'unanswered') return texts.unanswered;
  // Before anybody took it, only a browser that was not heard of ends it so.
  return outcome === 'abandoned' && acceptedAt === null ? texts.chatLost : texts.chatEnded;
}

/** How the chat stands, in words. */
export function statusOf(chat: Chat, isLeft: boolean, texts: Texts): string {
  if (chat.state === 'Ended') return endInWords(chat, isLeft, texts);
  if (chat.state === 'Active')
    return chat.agent ? fill(texts.joined, { name: chat.agent.displayName }) : '';
  const wait = waitInWords(chat, texts);
  return chat.acceptedAt === null ? wait : `${texts.passedOn} ${wait}`;
}

/** What the chat is called: with whom it is, while that is known. */
export function titleOf({ state, agent }: Chat, texts: Texts): string {
  const isTalked = state === 'Active' || state === 'Ended';
  return isTalked && agent ? fill(texts.chatWith, { name: agent.displayName }) : texts.chat;
}

/** A problem of the service: only what is needed of it. */
export interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly retryAfter?: number;
  readonly chatId?: string;
}

/** Why there is no chat now. */
export function refusalInWords({ code, message, retryAfter = 0 }: Refusal, texts: Texts): string {
  switch (code) {
    case 'no_agents':
      return texts.noAgents;
    case 'queue_full':
    case 'reactive_limited':
      return fill(texts.allBusy, { time: timeInWords(Math.max(retryAfter, 1), texts) });
    case 'chat_closed':
      return message || texts.chatClosed;
    default:
      return texts.chatRefused;
  }
}
