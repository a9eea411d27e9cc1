import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import { LIMITS } from '../domain/limits.js';
import type { Log } from '../log/log.js';
import type { Page, PageRequest, Place } from '../store/page.js';
import type { Signal } from '../store/signal.js';
import type { Store } from '../store/store.js';
import { watchAndLook } from '../store/watching.js';
import type { Questions } from './questions.js';

/** What may wait to be decided on; what is beyond is left to its clock. */
const MAX_WAITING = LIMITS.undecided.most;
/** Of many that wait since before, so many are read in one turn of the event loop. */
const TAKEN_AT_ONCE = 500;
/** Of these pages a look reads so many; the next one goes on there. */
const PAGES_A_LOOK = 4;
/** After a failure of ours, the next turn comes so much later, in milliseconds. */
const PAUSE_MS = 500;

/** How things are decided on: by whom, and how many at a time. */
export interface Decider {
  /** Has a decision made on one of them; resolves when there is nothing more to do for it. */
  decide(id: string): Promise<void>;
  readonly concurrency: number;
  /** Whether somebody is asked, who is to be asked once: what waits is one process's then. */
  readonly isAsking?: true;
}

/** What waits for decisions, and where it is found. */
export interface Docket {
  readonly noun: string;
  /** The ids of what waits, page by page. */
  read(page: PageRequest): Promise<Page<string>>;
  /** The ids of what may have begun to wait by a commit. */
  named(signal: Signal): readonly string[];
}

/** Interactions that are Qualified. */
const undecided = (store: Pick<Store, 'read'>): Docket => ({
  noun: 'interaction',
  read: (page) => store.read('undecided', page),
  // Of other processes, whoever made it is the first to ask; should that one be gone, a look finds it.
  named: ({ created, tally }) => (tally ? created : []),
});

/** Sees to it that everything on a docket is put before the strategy once. */
export interface StrategyWorker {
  /** Takes up what waits for a decision since before the start, then what is created. */
  start(): Promise<void>;
  /** Takes up everything that waits for a decision: whoever decides now is a new one. */
  takeUp(): Promise<void>;
  /** How many wait or are being decided on, now. */
  pending(): number;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
  /** Takes up nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

export interface StrategyWorkerDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** What is to be decided on; interactions that are Qualified unless it is said. */
  readonly docket?: Docket;
  /** Which of what waits this process has somebody asked about; all of it without that. */
  readonly questions?: Questions;
  /** Who decides now; null when somebody calls of their own accord. */
  chooseDecider(): Decider | null;
}

/**
 * Woken by commits: what it decides shares a transaction with the creations of the next turn. It
 * keeps nothing on disk: a new process finds what waits by where it stands.
 */
export function createStrategyWorker(dependencies: StrategyWorkerDependencies): StrategyWorker {
  const { store, clock, log, questions, chooseDecider } = dependencies;
  const { noun, read: readDocket, named } = dependencies.docket ?? undecided(store);
  /** In the order of creation; a set, because a start and a commit may name the same one. */
  const waiting = new Set<string>();
  /** Taken up since this round of looks began, and in the one before: nothing is decided twice. */
  let taken = new Set<string>();
  let takenBefore = new Set<string>();
  /** Where the round of looks goes on. */
  let lookFrom: Place | undefined;
  let isLooking = false;
  let underWay = 0;
  let paused = 0;
  let stopped = false;
  let waiters: (() => void)[] = [];
  let unsubscribe = (): void => {};

  function settleWaiters(): void {
    if (waiting.size + underWay + paused > 0 && !(stopped && underWay === 0)) return;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  function pump(decider: Decider): void {
    for (const id of waiting) {
      if (stopped || underWay >= decider.concurrency) return;
      waiting.delete(id);
      underWay += 1;
      void run(decider, id);
    }
  }

  async function run(decider: Decider, id: string): Promise<void> {
    try {
      const shared = decider.isAsking && questions;
      if (!shared || (await questions.isMine(id))) await decider.decide(id);
      // Another process may have come to ask about it between two calls of ours.
      if (shared && !questions.wasMine(id)) forget([id]);
    } catch (error) {
      log.error({ err: error, [noun]: id }, 'no decision could be made; it is tried again');
      paused += 1;
      clock.after(PAUSE_MS, () => {
        paused -= 1;
        add([id]);
      });
    }
    underWay -= 1;
    add([]);
    settleWaiters();
  }

  /** Of what other processes ask about: should one be gone, a look finds it. */
  function forget(ids: readonly string[]): void {
    for (const id of ids) {
      taken.delete(id);
      takenBefore.delete(id);
    }
  }

  /** Takes up what was not taken up before: it may be named by several signals, and by a look. */
  function take(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !taken.has(id) && !takenBefore.has(id));
    if (fresh.length > 0) add(fresh);
  }

  function add(ids: readonly string[]): void {
    if (stopped || waiting.size + ids.length === 0) return;
    const decider = chooseDecider();
    if (decider === null) {
      waiting.clear();
      settleWaiters();
      return;
    }
    const room = MAX_WAITING - waiting.size;
    if (ids.length > room)
      log.warn({ left: ids.length - room }, 'too much waits for the strategy; the clock decides');
    for (const id of ids.slice(0, room)) {
      taken.add(id);
      waiting.add(id);
    }
    pump(decider);
  }

  const whenIdle = (): Promise<void> =>
    new Promise((resolve) => {
      waiters.push(resolve);
      settleWaiters();
    });

  const read = (after: Place | undefined): Promise<Page<string>> =>
    readDocket({ size: TAKEN_AT_ONCE, after });

  async function takeUp(): Promise<void> {
    [taken, takenBefore] = [new Set(), new Set()];
    let after: Place | undefined;
    do {
      const { items, next } = await read(after);
      after = next ?? undefined;
      take(items);
      await nextTurn();
    } while (after !== undefined && waiting.size < MAX_WAITING && !stopped);
  }

  /** Finds what a signal that was lost would have named. */
  async function look(): Promise<void> {
    if (isLooking || chooseDecider() === null) return;
    isLooking = true;
    try {
      for (let pages = 0; pages < PAGES_A_LOOK && !stopped; pages += 1) {
        if (lookFrom === undefined) [takenBefore, taken] = [taken, new Set()];
        const { items, next } = await read(lookFrom);
        lookFrom = next ?? undefined;
        take(items.slice(0, MAX_WAITING - waiting.size));
        // It still waits for somebody's answer: it is remembered for another round.
        for (const id of items) if (takenBefore.has(id)) taken.add(id);
        if (questions) forget(await questions.keep(items));
        if (lookFrom === undefined) return;
        await nextTurn();
      }
    } finally {
      isLooking = false;
    }
  }

  return {
    takeUp,
    async start() {
      unsubscribe = watchAndLook(store, clock, (signal) => take(named(signal)), look);
      await takeUp();
    },
    pending: () => waiting.size + underWay + paused,
    idle: whenIdle,
    async stop() {
      stopped = true;
      unsubscribe();
      waiting.clear();
      await whenIdle();
    },
  };
}
