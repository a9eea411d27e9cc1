import type { Chat } from '../domain/chats/chat.js';
import { chatDeadline } from '../domain/chats/clocks.js';
import { type ChatLease, isChatSeen } from '../domain/chats/sight.js';
import type { Hold, Moment } from '../domain/interactions/interaction.js';
import { isHeld } from '../domain/leases/lease.js';
import { lookThrough } from '../domain/leases/look.js';
import type { PullRefusal } from '../domain/leases/permit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { type OnLease, type PullRequest, permitIn, type Released } from './leases.js';
import { createLedger, type Ledger } from './ledger.js';
import { announce } from './messages.js';
import type { Settings } from './settings.js';

/** A chat that was handed out: it is the puller's until then, unless somebody decides on it. */
export interface HandedChat {
  readonly leaseId: string;
  /** The end of the lease, or of the wait when that is earlier. */
  readonly leasedUntil: Moment;
  readonly deliveries: number;
  readonly chat: Chat;
}

export type ChatPull =
  | { readonly items: readonly HandedChat[]; readonly next: string | null }
  | { readonly refusal: PullRefusal };

export type ChatLeaseRefusal =
  | { readonly code: 'not_found' | 'forbidden' }
  | { readonly code: 'lease_expired'; readonly chat: Chat };

const handedOf = (
  { id, delivery }: ChatLease,
  chat: Chat,
  until: Moment,
  { timeline, servingSince }: Settings,
): HandedChat => ({
  leaseId: id,
  leasedUntil: Math.min(until, chatDeadline(chat, timeline, servingSince)?.at ?? until),
  deliveries: delivery,
  chat,
});

/** Hands out chats that wait, each to one puller; what is due is settled instead. */
function decidePull(args: PullRequest, context: Deciding): Decided<ChatPull> {
  const { settings, now, pulledChats } = context;
  const permit = permitIn(settings, args.view, args.setting);
  if ('refusal' in permit) return { result: permit };
  const look = lookThrough(permit.view, null, now);
  const ledger = createLedger(context);
  const leases: Change[] = [];
  const items: HandedChat[] = [];
  for (const { chat: waiting, deliveries } of pulledChats.waiting) {
    if (items.length === args.max) break;
    const { chat } = ledger.advance(waiting, null);
    if (!isChatSeen(chat, look, now, false)) continue;
    const lease: ChatLease = {
      id: context.newId(),
      chatId: chat.id,
      view: permit.view.name,
      keyId: args.keyId,
      delivery: deliveries + 1,
      leasedAt: now,
    };
    const hold: Hold = { lease: lease.id, until: now + args.leaseMs };
    const held = ledger.change(chat.id, { hold });
    leases.push({ kind: 'chat_lease', lease });
    items.push(handedOf(lease, held, hold.until, settings));
  }
  return {
    changes: announce([...ledger.changes(), ...leases], context),
    result: { items, next: pulledChats.next },
  };
}

/** Something done to a lease that is still there, by who has it; what is due is settled first. */
function onHeld<R extends object>(
  { keyId }: OnLease,
  context: Deciding,
  act: (
    ledger: Ledger,
    lease: ChatLease,
    chat: Chat,
    hold: Hold,
  ) => { readonly after: Hold | null; result(chat: Chat): R },
): Decided<R | { readonly refusal: ChatLeaseRefusal }> {
  const { chat: current, chatLease: lease, now } = context;
  if (lease === null || current === null) return { result: { refusal: { code: 'not_found' } } };
  const ledger = createLedger(context);
  const { chat } = ledger.advance(current, null);
  const { hold } = chat;
  if (hold?.lease !== lease.id || !isHeld(hold, now))
    return {
      changes: announce(ledger.changes(), context),
      result: { refusal: { code: 'lease_expired', chat } },
    };
  if (lease.keyId !== keyId) return { result: { refusal: { code: 'forbidden' } } };
  const { after, result } = act(ledger, lease, chat, hold);
  const changed = ledger.change(chat.id, { hold: after });
  return { changes: announce(ledger.changes(), context), result: result(changed) };
}

function decideExtension(
  args: OnLease & { readonly leaseMs: number },
  context: Deciding,
): Decided<HandedChat | { readonly refusal: ChatLeaseRefusal }> {
  return onHeld(args, context, (_ledger, lease, _chat, { until }) => {
    const after: Hold = { lease: lease.id, until: Math.max(until, context.now + args.leaseMs) };
    return { after, result: (chat) => handedOf(lease, chat, after.until, context.settings) };
  });
}

function decideRelease(
  args: OnLease & { readonly delayMs: number },
  context: Deciding,
): Decided<Released | { readonly refusal: ChatLeaseRefusal }> {
  return onHeld(args, context, (_ledger, { id }) => {
    const availableAt = context.now + args.delayMs;
    return {
      after: args.delayMs === 0 ? null : { lease: null, until: availableAt },
      result: () => ({ leaseId: id, availableAt }),
    };
  });
}

const onLease = ({ leaseId }: OnLease) => ({ chatLease: leaseId });

export const CHAT_LEASE_DECISIONS = {
  pullChats: decision<PullRequest, ChatPull>(
    ({ view, max, after, among }) => ({ pulledChats: { view, limit: max, after, among } }),
    decidePull,
  ),
  extendChatLease: decision(onLease, decideExtension),
  releaseChatLease: decision(onLease, decideRelease),
};
