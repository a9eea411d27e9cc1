import type { Clock } from '../clock.js';
import { createSecret } from '../ids.js';
import type { Log } from '../log.js';
import type { Claim, DisabledReason } from '../store/outbox.js';
import type { Store } from '../store/store.js';
import { wantsOf } from './events.js';
import { Lane } from './lane.js';
import { headersOf } from './request.js';
import { isGivenUp, judge } from './retry.js';
import type { Attempt, Sender } from './send.js';

/** Attempts under way in all. */
const CONCURRENCY = 128;
/** Others claim for an endpoint only after its dispatcher has been silent for this long. */
const LEASE_MS = 60_000;
/** The timer never sleeps longer. */
const LONGEST_SLEEP_MS = 60_000;
/** After a fault of the store, in milliseconds. */
const RETRY_STORE_MS = 1000;
/** Between two looks for work while requests saturate the process, in milliseconds. */
const YIELD_MS = 50;
/** At the end, what is under way may go on for this long, in milliseconds. */
const STOP_WITHIN_MS = 5000;
/** What is no longer needed is removed in steps of so many rows, every so often. */
const TIDY_ROWS = 50;
const TIDY_EVERY_MS = 60_000;

/** How an attempt ended, for the metrics. */
export type DeliveryOutcome = 'succeeded' | 'retried' | 'given_up';

export interface Dispatcher {
  /** Voids the claims of those who are gone, then sends what is due, now and from now on. */
  start(): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  idle(): Promise<void>;
  /** Begins nothing more, waits for what is under way, for a few seconds at most. */
  stop(): Promise<void>;
}

export interface DispatcherDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly log: Log;
  /** Between 0 and 1; spreads retries. */
  readonly random: () => number;
  /** Whether requests saturate the process, so that deliveries give way to them. */
  readonly isSaturated: () => boolean;
  readonly retentionMs: number;
  disable(endpointId: string, reason: DisabledReason): Promise<unknown>;
  observe(outcome: DeliveryOutcome, durationMs: number): void;
}

/**
 * Sends messages to the endpoints that subscribed to them. Each endpoint has a lane of its own, so
 * that one that fails, hangs or is slow holds up no other; lanes take turns.
 */
export function createDispatcher(dependencies: DispatcherDependencies): Dispatcher {
  const { store, clock, sender, log, random, isSaturated, disable, observe } = dependencies;
  const owner = createSecret(9);
  const lanes = new Map<string, Lane>();
  let turn = 0;
  let underWay = 0;
  let tidyAt = 0;
  let isTidying = false;
  let stopped = false;
  let disarm = (): void => {};
  let waiters: (() => void)[] = [];
  let unsubscribe = (): void => {};

  function refresh(): void {
    const enabled = store.outbox.endpoints().filter((endpoint) => endpoint.enabled);
    const ids = new Set(enabled.map(({ id }) => id));
    for (const [id, lane] of lanes)
      if (!ids.has(id)) {
        lane.drop();
        lane.claimableAt = Number.POSITIVE_INFINITY;
        if (lane.underWay === 0 && !lane.hasFinished && !lane.isRecording) lanes.delete(id);
      }
    for (const endpoint of enabled) {
      const lane = lanes.get(endpoint.id);
      if (lane) lane.endpoint = endpoint;
      else lanes.set(endpoint.id, new Lane(endpoint));
    }
  }

  /** Everything that can be done now; then the timer is set for what comes next. */
  function pump(): void {
    recordAll();
    if (!stopped) proceed();
    settle();
  }

  function recordAll(): void {
    for (const lane of lanes.values()) if (lane.hasFinished && !lane.isRecording) void record(lane);
  }

  function proceed(): void {
    const yielding = isSaturated();
    const now = clock.now();
    const taking = [...lanes.values()];
    // Lanes take turns, one attempt each, and begin with another one every time.
    turn += 1;
    for (let begun = true; begun && underWay < CONCURRENCY; ) {
      begun = false;
      for (const index of taking.keys()) {
        const lane = taking[(index + turn) % taking.length];
        const readyAt = lane?.readyAt(yielding) ?? null;
        if (!lane || readyAt === null || readyAt > now || underWay >= CONCURRENCY) continue;
        begun = true;
        void attempt(lane, lane.begin(now));
      }
    }
    for (const lane of taking)
      if (lane.claimableAt <= now && !lane.isClaiming && lane.isLow(yielding))
        void claim(lane, yielding);
    if (tidyAt <= now && !isTidying) void tidy();
    arm(yielding);
  }

  function arm(yielding: boolean): void {
    disarm();
    const now = clock.now();
    const moments = [...lanes.values()].flatMap((lane) => [
      lane.readyAt(yielding) ?? Number.POSITIVE_INFINITY,
      lane.isRecording ? Number.POSITIVE_INFINITY : lane.recordAt,
      lane.isClaiming || !lane.isLow(yielding) ? Number.POSITIVE_INFINITY : lane.claimableAt,
    ]);
    const next = Math.min(...moments, isTidying ? Number.POSITIVE_INFINITY : tidyAt);
    if (!Number.isFinite(next)) return;
    const delay = Math.min(Math.max(Math.ceil(next - now), 0), LONGEST_SLEEP_MS);
    disarm = clock.after(delay, pump);
  }

  /** A fault of the store is not the receiver's: it is tried again, and told in the log. */
  async function guarded(lane: Lane, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, endpointId: lane.endpoint.id }, 'the outbox could not be used');
      lane.claimableAt = clock.now() + RETRY_STORE_MS;
    }
  }

  async function claim(lane: Lane, yielding: boolean): Promise<void> {
    const { id, eventTypes } = lane.endpoint;
    lane.isClaiming = true;
    lane.claimableAt = Number.POSITIVE_INFINITY;
    await guarded(lane, async () => {
      const { claims, more, nextAttemptAt } = await store.outbox.claim({
        endpointId: id,
        owner,
        leaseMs: LEASE_MS,
        limit: lane.room(yielding),
        wants: wantsOf(eventTypes),
        held: lane.held,
      });
      lane.notBefore = yielding ? clock.now() + YIELD_MS : 0;
      lane.claimFrom(more ? 0 : (nextAttemptAt ?? Number.POSITIVE_INFINITY));
      if (!stopped && store.outbox.endpoints().some((one) => one.id === id && one.enabled))
        lane.add(claims);
    });
    lane.isClaiming = false;
    pump();
  }

  async function attempt(lane: Lane, claim: Claim): Promise<void> {
    const { endpoint } = lane;
    const at = clock.now();
    underWay += 1;
    const headers = headersOf(claim, endpoint, at, clock.aheadMs());
    const ended = await sender.send(endpoint.url, headers, claim.body);
    underWay -= 1;
    if (ended.error === 'aborted') lane.end(claim, null, at);
    else conclude(lane, claim, at, ended);
    pump();
  }

  function conclude(lane: Lane, claim: Claim, at: number, ended: Attempt): void {
    const { status, error, durationMs, excerpt } = ended;
    const now = clock.now();
    const verdict = judge(ended, claim.step, now, random());
    const next = verdict.outcome === 'retry' ? verdict.at : verdict.outcome;
    const result = { delivery: claim.delivery, at, status, error, durationMs, excerpt, next };
    lane.end(claim, result, now);
    const outcomes = { succeeded: 'succeeded', retry: 'retried', failed: 'given_up' } as const;
    observe(outcomes[verdict.outcome], durationMs);
    lane.isGone ||= verdict.outcome === 'failed' && verdict.gone;
  }

  async function record(lane: Lane): Promise<void> {
    const finished = lane.takeFinished();
    lane.isRecording = true;
    let since: number | null = null;
    await guarded(lane, async () => {
      try {
        since = await store.outbox.finish(lane.endpoint.id, finished);
        lane.recorded(finished);
      } catch (error) {
        // At the end it is as if they had never been made: they are made again.
        if (!stopped) lane.restore(finished);
        await pause(RETRY_STORE_MS);
        throw error;
      }
    });
    if (lane.isGone) await giveUp(lane, 'gone');
    else if (isGivenUp(since, clock.now())) await giveUp(lane, 'failing');
    lane.isGone = false;
    lane.isRecording = false;
    pump();
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) resolve();
      else clock.after(ms, resolve);
    });

  const giveUp = (lane: Lane, reason: DisabledReason): Promise<void> =>
    guarded(lane, async () => {
      await disable(lane.endpoint.id, reason);
      log.warn({ endpointId: lane.endpoint.id, reason }, 'webhook endpoint disabled');
    });

  async function tidy(): Promise<void> {
    isTidying = true;
    try {
      const more = await store.outbox.tidy(clock.now() - dependencies.retentionMs, TIDY_ROWS);
      tidyAt = clock.now() + (more ? YIELD_MS : TIDY_EVERY_MS);
    } catch (error) {
      log.error({ err: error }, 'old messages could not be removed');
      tidyAt = clock.now() + TIDY_EVERY_MS;
    }
    isTidying = false;
    pump();
  }

  function isQuiet(): boolean {
    const now = clock.now();
    return [...lanes.values()].every(
      (lane) =>
        lane.underWay === 0 &&
        !lane.hasFinished &&
        !lane.isClaiming &&
        !lane.isRecording &&
        (stopped ||
          ((lane.claimableAt > now || !lane.isLow(false)) &&
            (lane.readyAt(false) ?? Infinity) > now)),
    );
  }

  function settle(): void {
    if (waiters.length === 0 || !isQuiet()) return;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  const quiet = (): Promise<void> =>
    new Promise((resolve) => {
      waiters.push(resolve);
      pump();
    });

  function wake(): void {
    for (const lane of lanes.values()) lane.claimFrom(clock.now());
    pump();
  }

  return {
    async start() {
      await store.outbox.releaseLeases();
      refresh();
      tidyAt = clock.now() + TIDY_EVERY_MS;
      unsubscribe = store.onCommit(({ messages, webhooks }) => {
        if (webhooks) {
          refresh();
          tidyAt = Math.min(tidyAt, clock.now() + YIELD_MS);
        }
        if (webhooks || (messages > 0 && lanes.size > 0)) wake();
      });
      wake();
    },
    idle: quiet,
    async stop() {
      stopped = true;
      unsubscribe();
      disarm();
      for (const lane of lanes.values()) lane.drop();
      const giveUpWaiting = clock.after(STOP_WITHIN_MS, () => void sender.close());
      await quiet();
      giveUpWaiting();
      await sender.close();
    },
  };
}
