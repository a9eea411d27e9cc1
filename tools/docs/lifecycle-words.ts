import type { GuardName } from '#src/domain/interactions/table.js';
import type {
  ClockName,
  EventType,
  Reason,
  Refusal,
  State,
} from '#src/domain/interactions/vocabulary.js';

/** What it means to be in a state. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  Qualified: 'The offer was asked for and waits for the strategy to decide.',
  Engaged:
    "The strategy decided for it. The invitation is on its way to the visitor's browser, or shown there and not answered yet.",
  Accepted:
    'The visitor said yes. The registration form is open until it is completed or its clock runs out; whatever becomes of the form, the interaction stays here.',
  Rejected: 'The visitor said no.',
  Timeout:
    'The browser reported that its own time to show the invitation ran out. When the *server* runs out of time, the interaction fails instead.',
  Failed:
    'It ended without an answer: a clock ran out, the strategy declined, it was cleaned, or the person was erased.',
  Missed:
    'The server ran out of time before the invitation was displayed. In use only while a queue is set for it; otherwise such an interaction fails.',
};

/** What an event says. */
export const EVENT_WORDS: Readonly<Record<EventType, string>> = {
  engage: 'Invite this visitor, through this channel, with these texts.',
  noengage: 'Do not invite this visitor; a reason in words may come along.',
  displayed: 'The invitation is on screen.',
  acceptCall: 'Disposition code: the visitor accepts.',
  reject: 'Disposition code: the visitor declines.',
  timeout: 'Disposition code: the browser stopped showing the invitation unanswered.',
  engagementExpired: 'The engagement clock ran out.',
  abandoned: 'The abandoned clock ran out.',
  formCompleted: 'The registration form was sent. Its fields are merged into the user data.',
  formExpired: 'The registration form clock ran out.',
  clean: 'Take it out of the queue where it is stuck.',
  stop: 'End its processing.',
  erase: 'Forget the person. Whatever else it does, this takes every personal field away.',
};

/** A condition of the table, as the middle of "when …". */
export const GUARD_WORDS: Readonly<Record<GuardName, string>> = {
  displayed: 'the invitation was displayed',
  missedIsUsed: 'a Missed queue is set',
  endedByClock: 'a clock ended it',
  endedByStrategy: 'the strategy ended it',
  formPending: 'the form is pending',
  formExpired: 'the form has expired',
  sameFields: 'it was completed with the same fields',
  phoneNumberMissing: 'it is a callback without a phone number',
  stopped: 'it is stopped',
  erased: 'the person was erased',
};

/** What a refusal tells its caller. */
export const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  engagement_in_progress:
    'The visit has a live attempt and may have only one. The answer names it and, where a clock decides, the moment the visit is free again. Comes at creation only.',
  chat_in_progress:
    'The visit has an open chat, which the answer names; it gets no invitation before that has ended. Comes at creation only.',
  engagement_expired: 'A clock ended the attempt before this came.',
  already_disposed: 'The attempt has already ended in another way; the first end stands.',
  not_allowed: 'There is nothing to do this to in the present state.',
  form_already_completed: 'The form was completed before, with other fields. The first ones stay.',
  phone_number_required:
    'Somebody is to be called, and neither the form nor the user data has a number under the configured key.',
};

/** Why an interaction ended, when it was not by the visitor's answer. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  not_engaged: 'The strategy decided against it; its own words are in `reasonDetail`.',
  engagement_expired: 'It was not displayed in time.',
  abandoned: 'It was displayed, and no answer came.',
  cleaned: 'It was taken out of a queue.',
  erased: 'The person was forgotten.',
};

/** When a clock starts, and why there is one. */
export const CLOCK_WORDS: Readonly<Record<ClockName, string>> = {
  engagement: 'when it is created, and is over once the invitation is displayed',
  abandoned: 'when the invitation is displayed: a browser that is gone must not block its visit',
  registrationForm: 'when the visitor accepts, and goes on even when the interaction is stopped',
};
