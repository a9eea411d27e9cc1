import type { Chat, ChatMessage } from '../domain/chats/chat.js';
import { isOpen } from '../domain/chats/chat.js';
import type { ChatRefusal, Side } from '../domain/chats/vocabulary.js';
import { LIMITS } from '../domain/limits.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';

/** Something that is said in a chat. */
export interface SayRequest {
  readonly chat: string;
  readonly from: Side;
  readonly agent?: string | undefined;
  readonly text: string;
  readonly clientId: string | null;
  readonly seed: string;
}

/** What came of it: the message, the same one when it was said before. */
export type Saying =
  | { readonly chat: Chat; readonly message: ChatMessage; readonly isNew: boolean }
  | {
      readonly chat: Chat;
      readonly refusal: ChatRefusal | 'idempotency_key_reused' | 'too_many_requests';
    };

/** How long messages count as lately, in milliseconds. */
const LATELY_MS = 60_000;

function decideSaying(args: SayRequest, context: Deciding): Decided<Saying | null> {
  const { from, agent, text, clientId } = args;
  const { chat: current, said, now } = context;
  if (current === null) return { result: null };
  const ledger = createLedger(context);
  const status = agent === undefined ? undefined : ledger.agent(agent);
  if (agent !== undefined) ledger.beat(agent);
  const { chat } = ledger.advance(current, null);
  if (from === 'visitor' && isOpen(chat)) {
    ledger.change(chat.id, { seenAt: now });
    ledger.advance(chat, { type: 'visitorBack' });
  }
  const refuse = (refusal: Extract<Saying, { refusal: unknown }>['refusal']): Decided<Saying> => ({
    changes: announce(ledger.changes(), context),
    result: { chat, refusal },
  });
  if (said.before !== null)
    return said.before.text === text
      ? {
          changes: announce(ledger.changes(), context),
          result: { chat: ledger.read(chat), message: said.before, isNew: false },
        }
      : refuse('idempotency_key_reused');
  if (status?.state === 'LoggedOut') return refuse('agent_logged_out');
  if (!isOpen(chat)) return refuse('already_ended');
  if (from === 'agent' && (chat.state !== 'Active' || chat.agent !== agent))
    return refuse('not_offered');
  if (chat.messages >= LIMITS.chatMessages.most) return refuse('not_allowed');
  if (said.lately >= LIMITS.messagesPerMinute.most) return refuse('too_many_requests');
  const message = ledger.say(chat.id, from, text, clientId);
  return {
    changes: announce(ledger.changes(), context),
    result: { chat: ledger.read(chat), message, isNew: true },
  };
}

/** Notes who read what people wrote to each other. */
function decideAuditedRead(
  { chat, operator }: { readonly chat: string; readonly operator: Operator },
  { now }: Deciding,
): Decided<null> {
  const entry: AuditEntry = {
    at: now,
    ...operator,
    action: 'chat.messages_read',
    target: chat,
    before: null,
    after: null,
  };
  return { changes: [{ kind: 'audit', entry }], result: null };
}

export const CONVERSATION_DECISIONS = {
  say: decision(
    ({ chat, from, agent, clientId }: SayRequest) => ({
      chat,
      agent,
      said: { chatId: chat, side: from, clientId, withinMs: LATELY_MS },
    }),
    decideSaying,
  ),
  auditRead: decision(NOTHING_READ, decideAuditedRead),
};
