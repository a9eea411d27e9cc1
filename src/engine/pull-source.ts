import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { ChatLeaseRefusal, ChatPull, HandedChat } from '../decisions/chat-leases.js';
import {
  type Handed,
  type LeaseRefusal,
  type OnLease,
  type PullOutcome,
  permitIn,
  type Released,
} from '../decisions/leases.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { type Look, lookThrough } from '../domain/leases/look.js';
import type { Permit, PullRefusal } from '../domain/leases/permit.js';
import { find } from '../domain/objects/kinds.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';
import { createTurns } from './turns.js';

/** Looked up beyond what is asked for: some may be decided on until they are handed out. */
const LOOK_AHEAD = 20;

/** What somebody wants to have pulled. */
export interface Pull {
  readonly view: string;
  readonly keyId: string;
  /** Interactions at most. */
  readonly max: number;
  readonly leaseMs: number;
  /** How long to wait when there is nothing; 0 for not at all. */
  readonly waitMs: number;
  /** Whether the key is still good. */
  isWelcome(): boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Why nothing is handed out: by what operators set, too many wait, or the key was revoked. */
export type NoPull = PullRefusal | { readonly code: 'overloaded' | 'unauthenticated' };

/** What was handed out, nothing included; or why nothing is. */
export type PullAnswer =
  | { readonly items: readonly (Handed | HandedChat)[] }
  | { readonly refusal: NoPull };

export interface PullsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** Who decides on what is Qualified, when the process configuration says so. */
  readonly setting: string | undefined;
}

/** Where what is pulled comes from: interactions, or the chats of a queue of chats. */
export interface PullSource {
  /** Hands out what there is; nothing, when nothing is there. */
  take(pull: Pull): Promise<PullAnswer>;
  lookOf(permit: Permit): Look;
  /** Whether a view shows anything now. */
  shows(look: Look): Promise<boolean>;
  /** When it may show more. */
  next(look: Look): Promise<Moment | null>;
  extend(
    request: OnLease & { readonly leaseMs: number },
  ): Promise<Handed | HandedChat | { readonly refusal: LeaseRefusal | ChatLeaseRefusal }>;
  giveBack(
    request: OnLease & { readonly delayMs: number },
  ): Promise<Released | { readonly refusal: LeaseRefusal | ChatLeaseRefusal }>;
}

export function createPullSource({ store, clock, setting }: PullsDependencies): PullSource {
  const turns = createTurns();

  const lookOf = ({ view, states }: Permit): Look => lookThrough(view, states, clock.now());

  /** Whether chats come to a queue, and no interactions. */
  const isOfChats = (queue: string | undefined): boolean =>
    queue !== undefined && [...store.lastSettings().known.chatQueues.values()].includes(queue);

  const queueOf = (view: string): string | undefined =>
    find(store.lastSettings().objects, 'interaction-queue-views', view)?.properties.queue;

  /** How what a view shows is looked up in an order that no index has; null when one has it. */
  function sorted(view: string): ((size: number) => Promise<readonly string[]>) | null {
    const permit = permitIn(store.lastSettings(), view, setting);
    if ('refusal' in permit) return null;
    const { orderBy = 'placedAt' } = permit.view.properties;
    if (isOfChats(permit.view.properties.queue) && orderBy !== 'placedAt')
      return (size) => store.read('chatsSeenBy', orderBy, lookOf(permit), clock.now(), size);
    return orderBy === 'createdAt'
      ? (size) => store.read('seenByCreation', lookOf(permit), clock.now(), size)
      : null;
  }

  function take(
    { view, keyId, leaseMs }: Pull,
    part: { readonly max: number; readonly after?: string; readonly among?: readonly string[] },
  ): Promise<PullOutcome | ChatPull> {
    const seed = createId(clock.now());
    const decision = isOfChats(queueOf(view)) ? 'pullChats' : 'pull';
    return store.apply(decision, { seed, view, keyId, leaseMs, setting, ...part });
  }

  /** Adds up parts until there are enough; what was handed out is given even if the next one fails. */
  async function gather(
    pull: Pull,
    next: (left: number) => Promise<PullOutcome | ChatPull | null>,
  ): Promise<PullAnswer> {
    const items: (Handed | HandedChat)[] = [];
    while (items.length < pull.max) {
      const part = await next(pull.max - items.length).catch((error: unknown) => {
        if (items.length === 0) throw error;
        return null;
      });
      if (part === null) break;
      if ('refusal' in part) return items.length > 0 ? { items } : part;
      items.push(...part.items);
      if (part.next === null) break;
    }
    return { items };
  }

  /** By the placement or the wait an index has the next ones: each part goes on where the one before ended. */
  function takePlaced(pull: Pull): Promise<PullAnswer> {
    let after: string | undefined;
    return gather(pull, async (max) => {
      const part = await take(pull, { max, ...(after !== undefined && { after }) });
      if ('items' in part) after = part.next ?? undefined;
      return part;
    });
  }

  /** What no index has in its order is looked up off the event loop, one pull at a time. */
  function takeSorted(pull: Pull): Promise<PullAnswer> {
    return turns.take(pull.view, () =>
      gather(pull, async (max) => {
        const lookUp = sorted(pull.view);
        if (lookUp === null) return take(pull, { max });
        const among = await lookUp(max + LOOK_AHEAD);
        if (among.length === 0) return null;
        const part = await take(pull, { max, among });
        // What was decided on meanwhile is not among those of the next look.
        return 'items' in part ? { ...part, next: part.items.length === 0 ? null : '' } : part;
      }),
    );
  }

  /** A lease is one of an interaction or one of a chat. */
  async function giveBack(request: OnLease & { readonly delayMs: number }) {
    const released = await store.apply('releaseLease', request);
    const isUnknown = 'refusal' in released && released.refusal.code === 'not_found';
    return isUnknown ? store.apply('releaseChatLease', request) : released;
  }

  async function shows(look: Look): Promise<boolean> {
    const question = isOfChats(look.queue) ? 'chatsSeen' : 'seen';
    let after: string | undefined;
    do {
      const looking = { now: clock.now(), forCleaning: false };
      const { items, next } = await store.read(question, look, looking, { size: 1, after });
      if (items.length > 0) return true;
      after = next ?? undefined;
      if (after !== undefined) await nextTurn();
    } while (after !== undefined);
    return false;
  }

  const next = (look: Look): Promise<Moment | null> =>
    isOfChats(look.queue)
      ? store.read('nextChatSeen', look, clock.now())
      : store.read('nextSeen', look, clock.now());

  return {
    take: (pull) => (sorted(pull.view) ? takeSorted(pull) : takePlaced(pull)),
    lookOf,
    shows,
    next,
    giveBack,
    async extend(request) {
      const extended = await store.apply('extendLease', request);
      const isUnknown = 'refusal' in extended && extended.refusal.code === 'not_found';
      return isUnknown ? store.apply('extendChatLease', request) : extended;
    },
  };
}
