import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { ChatLeaseRefusal, HandedChat } from '../decisions/chat-leases.js';
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
import { LIMITS } from '../domain/limits.js';
import { find } from '../domain/objects/kinds.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';
import { createTurns } from './turns.js';

/** Who waits looks again at least this often: signals may be late. */
const LONGEST_SLEEP_MS = 1000;

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
export type Pulled =
  | { readonly items: readonly (Handed | HandedChat)[] }
  | { readonly refusal: NoPull };

/** Handing out what waits in queues, for strategies that pull instead of being called. */
export interface Pulls {
  /** Rejects as the store does. */
  pull(pull: Pull): Promise<Pulled>;
  extend(
    leaseId: string,
    keyId: string,
    leaseMs: number,
  ): Promise<Handed | HandedChat | { readonly refusal: LeaseRefusal | ChatLeaseRefusal }>;
  release(
    leaseId: string,
    keyId: string,
    delayMs: number,
  ): Promise<Released | { readonly refusal: LeaseRefusal | ChatLeaseRefusal }>;
  /** Pulls that wait, now. */
  waiting(): number;
  /** Answers everybody who waits with nothing, and lets nobody wait any more. */
  close(): void;
}

export interface PullsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** Who decides on what is Qualified, when the process configuration says so. */
  readonly setting: string | undefined;
}

interface Waiter {
  readonly pull: Pull;
  readonly until: Moment;
  resolve(pulled: Pulled): void;
  reject(error: unknown): void;
}

const NOTHING: Pulled = { items: [] };

/**
 * Who waits holds nothing: neither a thread nor a transaction. Commits wake a look at each view that
 * somebody waits for, first come first served; so do the end of a lease and the age that the view
 * asks for, at their moment.
 */
export function createPulls({ store, clock, setting }: PullsDependencies): Pulls {
  /** By view, in the order in which they came. */
  const waiters = new Map<string, Set<Waiter>>();
  const turns = createTurns();
  let isLooking = false;
  let isToLook = false;
  let isClosed = false;
  /** The settings by which all who wait were judged last. */
  let judgedBy = Number.NaN;
  let disarm = (): void => {};

  const lookOf = ({ view, states }: Permit): Look => lookThrough(view, states, clock.now());

  /** Whether chats come to a queue, and no interactions. */
  const isOfChats = (queue: string | undefined): boolean =>
    queue !== undefined && [...store.lastSettings().known.chatQueues.values()].includes(queue);

  const queueOf = (view: string): string | undefined =>
    find(store.lastSettings().objects, 'interaction-queue-views', view)?.properties.queue;

  const byCreation = ({ view }: Pick<Pull, 'view'>): Permit | null => {
    const permit = permitIn(store.lastSettings(), view, setting);
    return 'view' in permit && permit.view.properties.orderBy === 'createdAt' ? permit : null;
  };

  function take(
    { view, keyId, leaseMs }: Pull,
    part: { readonly max: number; readonly after?: string; readonly among?: readonly string[] },
  ): Promise<PullOutcome> {
    const seed = createId(clock.now());
    return store.apply('pull', { seed, view, keyId, leaseMs, setting, ...part });
  }

  /** Adds up parts until there are enough; what was handed out is given even if the next one fails. */
  async function gather(
    pull: Pull,
    next: (left: number) => Promise<PullOutcome | null>,
  ): Promise<Pulled> {
    const items: Handed[] = [];
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

  /** By the placement an index has the next ones: each part goes on where the one before ended. */
  function takePlaced(pull: Pull): Promise<Pulled> {
    let after: string | undefined;
    return gather(pull, async (max) => {
      const part = await take(pull, { max, ...(after !== undefined && { after }) });
      if ('items' in part) after = part.next ?? undefined;
      return part;
    });
  }

  /** By the creation no index has them: they are looked up off the event loop, one pull at a time. */
  function takeCreated(pull: Pull): Promise<Pulled> {
    return turns.take(pull.view, () =>
      gather(pull, async (max) => {
        const permit = byCreation(pull);
        if (permit === null) return take(pull, { max });
        const size = max + LOOK_AHEAD;
        const among = await store.read('seenByCreation', lookOf(permit), clock.now(), size);
        if (among.length === 0) return null;
        const part = await take(pull, { max, among });
        // What was decided on meanwhile is not among those of the next look.
        return 'items' in part ? { ...part, next: part.items.length === 0 ? null : '' } : part;
      }),
    );
  }

  /** With nobody there to decide, others get it at once, not when the lease ends. */
  async function tryOnce(pull: Pull, isThere: () => boolean): Promise<Pulled> {
    const pulled = await takeFrom(pull);
    if (isThere() || !('items' in pulled)) return pulled;
    for (const { leaseId } of pulled.items)
      await giveBack({ leaseId, keyId: pull.keyId, delayMs: 0 });
    return NOTHING;
  }

  function takeFrom(pull: Pull): Promise<Pulled> {
    const { view, keyId, leaseMs, max } = pull;
    if (isOfChats(queueOf(view)))
      return store.apply('pullChats', {
        seed: createId(clock.now()),
        view,
        keyId,
        leaseMs,
        setting,
        max,
      });
    return byCreation(pull) ? takeCreated(pull) : takePlaced(pull);
  }

  /** A lease is one of an interaction or one of a chat. */
  async function giveBack(request: OnLease & { readonly delayMs: number }) {
    const released = await store.apply('releaseLease', request);
    const isUnknown = 'refusal' in released && released.refusal.code === 'not_found';
    return isUnknown ? store.apply('releaseChatLease', request) : released;
  }

  const count = (): number => [...waiters.values()].reduce((sum, { size }) => sum + size, 0);

  function wait(pull: Pull): Promise<Pulled> {
    return new Promise((resolve, reject) => {
      const of = waiters.get(pull.view) ?? new Set();
      waiters.set(pull.view, of);
      of.add({ pull, until: clock.now() + pull.waitMs, resolve, reject });
      pull.gone.addEventListener('abort', wake, { once: true });
      // What came between the first try and now is found by this look.
      wake();
    });
  }

  /** Takes somebody off the list, who is to be answered then. */
  function leave(waiter: Waiter): Waiter {
    const of = waiters.get(waiter.pull.view);
    of?.delete(waiter);
    if (of?.size === 0) waiters.delete(waiter.pull.view);
    waiter.pull.gone.removeEventListener('abort', wake);
    return waiter;
  }

  /** Ends the waits that are over, whatever there is. */
  function endWaits(): void {
    const all = [...waiters.values()].flatMap((of) => [...of]);
    // Keys go with a change of settings.
    const { revision } = store.lastSettings();
    if (revision !== judgedBy)
      for (const waiter of all)
        if (!waiter.pull.isWelcome())
          leave(waiter).resolve({ refusal: { code: 'unauthenticated' } });
    judgedBy = revision;
    for (const waiter of all)
      if (isClosed || waiter.pull.gone.aborted || clock.now() >= waiter.until)
        leave(waiter).resolve(NOTHING);
  }

  async function showsAny(look: Look): Promise<boolean> {
    if (isOfChats(look.queue)) {
      const looking = { now: clock.now(), forCleaning: false };
      return (await store.read('chatsSeen', look, looking, 1)).length > 0;
    }
    let after: string | undefined;
    do {
      const looking = { now: clock.now(), forCleaning: false };
      const { items, next } = await store.read('seen', look, looking, { size: 1, after });
      if (items.length > 0) return true;
      after = next ?? undefined;
      if (after !== undefined) await nextTurn();
    } while (after !== undefined);
    return false;
  }

  const nextSeen = (look: Look): Promise<Moment | null> =>
    isOfChats(look.queue)
      ? store.read('nextChatSeen', look, clock.now())
      : store.read('nextSeen', look, clock.now());

  /** Serves those who wait for a view as long as there is something; when to look again at the latest. */
  async function serve(view: string, of: ReadonlySet<Waiter>): Promise<Moment> {
    for (const waiter of of) {
      const permit = permitIn(store.lastSettings(), view, setting);
      if ('view' in permit) {
        const look = lookOf(permit);
        if (!(await showsAny(look))) return (await nextSeen(look)) ?? Number.POSITIVE_INFINITY;
      }
      if (!of.has(waiter)) continue;
      const pulled = await tryOnce(waiter.pull, () => of.has(waiter));
      if ('items' in pulled && pulled.items.length === 0) return clock.now() + LONGEST_SLEEP_MS;
      leave(waiter).resolve(pulled);
    }
    return Number.POSITIVE_INFINITY;
  }

  async function lookAround(): Promise<void> {
    isLooking = true;
    let next = Number.POSITIVE_INFINITY;
    do {
      isToLook = false;
      next = Number.POSITIVE_INFINITY;
      // The commits of this turn of the event loop are looked at together.
      await nextTurn();
      endWaits();
      for (const [view, of] of [...waiters])
        try {
          next = Math.min(next, await serve(view, of));
        } catch (error) {
          for (const waiter of [...of]) leave(waiter).reject(error);
        }
    } while (isToLook);
    isLooking = false;
    arm(next);
  }

  function arm(next: Moment): void {
    disarm();
    if (waiters.size === 0) return;
    const ends = [...waiters.values()].flatMap((of) => [...of].map(({ until }) => until));
    const delay = Math.min(next, ...ends) - clock.now();
    disarm = clock.after(Math.min(Math.max(delay, 0), LONGEST_SLEEP_MS), wake);
  }

  function wake(): void {
    if (waiters.size === 0) return;
    isToLook = true;
    if (!isLooking) void lookAround();
  }

  const unsubscribe = store.watch(wake);

  return {
    async pull(pull) {
      const pulled = await tryOnce(pull, () => !pull.gone.aborted);
      const isDone = 'refusal' in pulled || pulled.items.length > 0;
      if (isDone || pull.waitMs === 0 || isClosed || pull.gone.aborted) return pulled;
      if (!pull.isWelcome()) return { refusal: { code: 'unauthenticated' } };
      if (count() >= LIMITS.waitingPulls.most) return { refusal: { code: 'overloaded' } };
      return wait(pull);
    },
    async extend(leaseId, keyId, leaseMs) {
      const request = { leaseId, keyId, leaseMs };
      const extended = await store.apply('extendLease', request);
      const isUnknown = 'refusal' in extended && extended.refusal.code === 'not_found';
      return isUnknown ? store.apply('extendChatLease', request) : extended;
    },
    release: (leaseId, keyId, delayMs) => giveBack({ leaseId, keyId, delayMs }),
    waiting: count,
    close() {
      isClosed = true;
      unsubscribe();
      disarm();
      endWaits();
    },
  };
}
