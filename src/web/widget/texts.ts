/** Every text a visitor reads. A site hands in its own; a strategy may word each invitation. */
export const TEXTS = {
  chatTitle: 'Can we help?',
  chatText: 'A colleague is free to chat with you now.',
  chatAccept: 'Chat now',
  callbackTitle: 'Shall we call you?',
  callbackText: 'Leave your number and we call you right back.',
  callbackAccept: 'Call me',
  decline: 'No, thank you',
  formTitle: 'Before we start',
  chatFormText: 'Tell us who you are, so that we can pick up from here.',
  callbackFormText: 'Tell us where to call you.',
  email: 'E-mail',
  phone: 'Phone number',
  name: 'Name',
  optional: 'optional',
  send: 'Send',
  cancel: 'Not now',
  sending: 'Sending …',
  offline: 'You are offline. It is sent as soon as you are back.',
  timeLeft: '{time} left',
  timeUp: 'The time is up. You can still send it.',
  required: 'Please fill this in.',
  invalidEmail: 'Please write it like name@example.com.',
  invalidPhone: 'Please write it with its digits, like +49 30 1234567.',
  refused: 'It was not taken: {detail}',
  thanksTitle: 'Thank you',
  chatThanks: 'Somebody is with you in a moment.',
  callbackThanks: 'We call you in a moment.',
  close: 'Close',
  ended: 'The invitation has ended.',
};

export type Texts = { readonly [Name in keyof typeof TEXTS]: string };

/** A text with its `{places}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
