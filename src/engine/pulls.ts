import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChatLeaseRefusal, HandedChat } from '../decisions/chat-leases.js';
import { type Handed, type LeaseRefusal, permitIn, type Released } from '../decisions/leases.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import {
  createPullSource,
  type Pull,
  type PullAnswer,
  type PullsDependencies,
} from './pull-source.js';

/** Who waits looks again at least this often: signals may be late. */
const LONGEST_SLEEP_MS = 1000;

/** Handing out what waits in queues, for strategies that pull instead of being called. */
export interface Pulls {
  /** Rejects as the store does. */
  pull(pull: Pull): Promise<PullAnswer>;
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

interface Waiter {
  readonly pull: Pull;
  readonly until: Moment;
  resolve(pulled: PullAnswer): void;
  reject(error: unknown): void;
}

const NOTHING: PullAnswer = { items: [] };

/**
 * Who waits holds nothing: neither a thread nor a transaction. Commits wake a look at each view that
 * somebody waits for, first come first served; so do the end of a lease and the age that the view
 * asks for, at their moment.
 */
export function createPulls({ store, clock, setting }: PullsDependencies): Pulls {
  /** By view, in the order in which they came. */
  const waiters = new Map<string, Set<Waiter>>();
  const source = createPullSource({ store, clock, setting });
  const { lookOf } = source;
  let isLooking = false;
  let isToLook = false;
  let isClosed = false;
  /** The settings by which all who wait were judged last. */
  let judgedBy = Number.NaN;
  let disarm = (): void => {};

  /** With nobody there to decide, others get it at once, not when the lease ends. */
  async function tryOnce(pull: Pull, isThere: () => boolean): Promise<PullAnswer> {
    const pulled = await source.take(pull);
    if (isThere() || !('items' in pulled)) return pulled;
    for (const { leaseId } of pulled.items)
      await source.giveBack({ leaseId, keyId: pull.keyId, delayMs: 0 });
    return NOTHING;
  }

  const count = (): number => [...waiters.values()].reduce((sum, { size }) => sum + size, 0);

  function wait(pull: Pull): Promise<PullAnswer> {
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

  /** Serves those who wait for a view as long as there is something; when to look again at the latest. */
  async function serve(view: string, of: ReadonlySet<Waiter>): Promise<Moment> {
    for (const waiter of of) {
      const permit = permitIn(store.lastSettings(), view, setting);
      if ('view' in permit) {
        const look = lookOf(permit);
        if (!(await source.shows(look)))
          return (await source.next(look)) ?? Number.POSITIVE_INFINITY;
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
    extend: (leaseId, keyId, leaseMs) => source.extend({ leaseId, keyId, leaseMs }),
    release: (leaseId, keyId, delayMs) => source.giveBack({ leaseId, keyId, delayMs }),
    waiting: count,
    close() {
      isClosed = true;
      unsubscribe();
      disarm();
      endWaits();
    },
  };
}
