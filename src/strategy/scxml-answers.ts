import type { UserData } from '../domain/interactions/interaction.js';
import type { DataEdit } from '../domain/interactions/user-data.js';
import type { Action, Data, SessionEvent } from '../scxml/host.js';

/** Actions that are answered by an event of their own name. */
type Answerable = Exclude<Action['type'], 'fetch'>;

/** The event that says an action was done. */
const DONE: Readonly<Record<Answerable, string>> = {
  submit: 'queue.submit.done',
  cancel: 'queue.cancel.done',
  redirect: 'interaction.redirect.done',
  terminate: 'interaction.terminate.done',
  attach: 'interaction.attach.done',
  detach: 'interaction.detach.done',
  setuData: 'interaction.udata.changed',
  deleteuData: 'interaction.udata.changed',
};

/** And the one that says it was not. */
const REFUSED: Readonly<Record<Answerable, string>> = {
  submit: 'error.queue.submit',
  cancel: 'error.queue.cancel',
  redirect: 'error.interaction.redirect',
  terminate: 'error.interaction.terminate',
  attach: 'error.interaction.attach',
  detach: 'error.interaction.detach',
  setuData: 'error.interaction.udata',
  deleteuData: 'error.interaction.udata',
};

const requestOf = (action: Action): Data =>
  'requestId' in action && action.requestId !== null ? { requestid: action.requestId } : {};

/** An action was done. */
export const answered = (
  action: Action & { readonly type: Answerable },
  interactionid: string,
  more: Data = {},
): SessionEvent => ({
  name: DONE[action.type],
  data: { ...requestOf(action), interactionid, ...more },
});

/** An action was not done; `error` is a word, `description` a sentence. */
export const refusedAction = (
  action: Action & { readonly type: Answerable },
  interactionid: string,
  error: string,
  description = error.replaceAll('_', ' '),
): SessionEvent => ({
  name: REFUSED[action.type],
  data: { ...requestOf(action), interactionid, error, description },
});

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** What an action changes of the user data, which holds texts. */
export function editOf(action: Action & { readonly type: 'setuData' | 'deleteuData' }): DataEdit {
  if (action.type === 'deleteuData')
    return { set: {}, remove: action.key === null ? null : [action.key] };
  const set: UserData = Object.fromEntries(
    Object.entries(action.data).map(([key, value]) => [key, textOf(value)]),
  );
  return { set, remove: [] };
}
