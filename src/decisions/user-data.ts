import { noteChat } from '../domain/chats/step.js';
import type { UserData } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { advance } from '../domain/interactions/transition.js';
import { type DataEdit, dataFits, editedData } from '../domain/interactions/user-data.js';
import { isSame } from '../domain/typebox.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { changeOf } from './interaction-change.js';
import { onInteraction } from './interactions.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';

/** What a strategy changes of the data of an interaction or a chat. */
export interface DataRequest {
  readonly seed: string;
  readonly id: string;
  readonly edit: DataEdit;
}

/** The data as it is stored now, or why it stays as it was; null for what is not there. */
export type DataOutcome =
  | { readonly userData: UserData }
  | { readonly refusal: 'too_much' | 'erased' }
  | null;

/** Names that a line of a history has room for. */
const SHOWN = 200;

/** The line that tells of a change: the names of what was set or taken out, without a value. */
function lineOf({ set, remove }: DataEdit): string {
  const names = [...Object.keys(set), ...(remove ?? ['*']).map((key) => `-${key}`)].join(', ');
  return `user data: ${names.length > SHOWN ? `${names.slice(0, SHOWN).toWellFormed()}…` : names}`;
}

function editInteraction({ edit }: DataRequest, context: Deciding): Decided<DataOutcome> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  if (current.erasedAt !== null) return { result: { refusal: 'erased' } };
  const userData = editedData(current.userData, edit);
  if (!dataFits(userData)) return { result: { refusal: 'too_much' } };
  if (isSame(userData, current.userData)) return { result: { userData } };
  const remark: Remark = { type: 'strategy.answered', detail: lineOf(edit) };
  const { interaction, facts } = advance(current, null, settings.timeline, now, remark);
  const after = { ...interaction, userData, version: current.version + 1 };
  const change = changeOf(current, { interaction: after, facts }, context);
  return { changes: announce([change], context), result: { userData } };
}

function editChat({ edit }: DataRequest, context: Deciding): Decided<DataOutcome> {
  const { chat: current, now } = context;
  if (current === null) return { result: null };
  const ledger = createLedger(context);
  const { chat } = ledger.advance(current, null);
  if (chat.erasedAt !== null) return { result: { refusal: 'erased' } };
  const userData = editedData(chat.userData, edit);
  if (!dataFits(userData)) return { result: { refusal: 'too_much' } };
  if (isSame(userData, chat.userData)) return { result: { userData } };
  const detail = lineOf(edit);
  ledger.change(chat.id, { userData });
  ledger.note(chat.id, (step) => noteChat(step, 'strategy.answered', now, 'strategy', { detail }));
  return { changes: announce(ledger.changes(), context), result: { userData } };
}

export const USER_DATA_DECISIONS = {
  editInteractionData: decision<DataRequest, DataOutcome>(onInteraction, editInteraction),
  editChatData: decision(({ id }: DataRequest) => ({ chat: id }), editChat),
};
