import type { Sender, Sent } from '../calls/send.js';
import { headersOf } from '../calls/signing.js';
import { type Clock, wallTime } from '../clock.js';
import type { DisabledReason } from '../decisions/endpoint.js';
import type { Settings } from '../decisions/settings.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';
import { watchSettings } from '../store/watching.js';
import type { ClaimedDelivery } from '../store/work.js';
import { createFailureWatch } from './failing.js';
import { Lane, Road } from './lane.js';
import { watchOutbox } from './outbox-watch.js';
import { fateOf, isGivenUp } from './retry.js';
import { createTidying } from './tidying.js';

/** Others claim for an endpoint only after its dispatcher has been silent for this long. */
const LEASE_MS = 60_000;
/** The timer never sleeps longer. */
const LONGEST_SLEEP_MS = 60_000;
/** After a fault of the store, in milliseconds. */
const RETRY_STORE_MS = 1000;
/** Between two looks for work while requests saturate the process, in milliseconds. */
const YIELD_MS = 50;
/** Claims, and records of attempts, that wait for the store at most: requests wait behind them. */
const STORE_CONCURRENCY = { usual: 2, yielding: 6 } as const;
/** At the end, what is under way may go on for this long, in milliseconds. */
const STOP_WITHIN_MS = 5000;

const NEVER = Number.POSITIVE_INFINITY;

/** How an attempt ended, for the metrics. */
export type DeliveryOutcome = 'succeeded' | 'retried' | 'given_up';

export interface Dispatcher {
  /** Sends what is due, now and from now on. */
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
 * that one that fails, hangs or is slow holds up no other; lanes take turns, the one that waited
 * longest first.
 */
export function createDispatcher(dependencies: DispatcherDependencies): Dispatcher {
  const { store, clock, sender, log, random, isSaturated, disable, observe } = dependencies;
  const road = new Road();
  /** In the order in which they began an attempt last. */
  const lanes = new Map<string, Lane>();
  const tidying = createTidying({ store, clock, log, retentionMs: dependencies.retentionMs });
  const failures = createFailureWatch({ store, clock, log });
  let claiming = 0;
  let recording = 0;
  let stopped = false;
  let yielding = false;
  /** Whatever happens before this moment is looked at then. */
  let restsUntil = 0;
  let disarm = (): void => {};
  let waiters: (() => void)[] = [];
  let endings: readonly (() => void)[] = [];

  function refresh(): void {
    const enabled = store.lastSettings().endpoints.filter((endpoint) => endpoint.enabled);
    const ids = new Set(enabled.map(({ id }) => id));
    for (const [id, lane] of lanes)
      if (!ids.has(id)) {
        lane.drop();
        lane.claimableAt = NEVER;
        if (lane.isAtRest) lanes.delete(id);
      }
    for (const endpoint of enabled) {
      const lane = lanes.get(endpoint.id);
      if (lane) lane.endpoint = endpoint;
      else lanes.set(endpoint.id, new Lane(endpoint, road));
    }
  }

  /** Everything that can be done now; then the timer is set for what comes next. */
  function pump(): void {
    const now = clock.now();
    if (now < restsUntil && !stopped) sleep(restsUntil - now);
    else look(now);
  }

  function look(now: number): void {
    yielding = !stopped && isSaturated();
    restsUntil = yielding ? now + YIELD_MS : 0;
    for (const lane of lanes.values())
      if (lane.hasFinished && !lane.isRecording && recording < together()) void record(lane);
    if (!stopped) proceed(now);
    settle();
  }

  function sleep(ms: number): void {
    disarm();
    disarm = clock.after(ms, pump);
  }

  const together = (): number => STORE_CONCURRENCY[yielding ? 'yielding' : 'usual'];

  const mayClaim = (lane: Lane): boolean =>
    !lane.isClaiming && lane.isLow(yielding) && claiming < together();

  function proceed(now: number): void {
    const taking = [...lanes.values()];
    for (let begun = true; begun; ) {
      begun = false;
      for (const lane of taking) {
        const readyAt = lane.readyAt(yielding);
        if (readyAt === null || readyAt > now) continue;
        begun = true;
        lanes.delete(lane.endpoint.id);
        lanes.set(lane.endpoint.id, lane);
        void attempt(lane, lane.begin(now, yielding));
      }
    }
    for (const lane of taking) if (lane.claimableAt <= now && mayClaim(lane)) void claim(lane);
    if (tidying.at <= now) void tidying.run().then(pump);
    arm();
  }

  function arm(): void {
    const moments = [...lanes.values()].flatMap((lane) => [
      lane.readyAt(yielding) ?? NEVER,
      // What waits for its turn at the store is looked at when that is over.
      lane.isRecording || recording >= together() ? NEVER : lane.recordAt,
      mayClaim(lane) ? lane.claimableAt : NEVER,
    ]);
    const next = Math.min(...moments, tidying.at);
    disarm();
    if (!Number.isFinite(next)) return;
    const delay = Math.ceil(Math.max(next, restsUntil) - clock.now());
    sleep(Math.min(Math.max(delay, 0), LONGEST_SLEEP_MS));
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

  async function claim(lane: Lane): Promise<void> {
    const { id, eventTypes } = lane.endpoint;
    lane.isClaiming = true;
    claiming += 1;
    lane.claimableAt = NEVER;
    await guarded(lane, async () => {
      const claimed = await store.claim('endpoint', {
        endpointId: id,
        leaseMs: LEASE_MS,
        limit: lane.room(yielding),
        eventTypes,
        held: [...lane.held],
      });
      if ('until' in claimed) return lane.claimFrom(claimed.until);
      lane.claim = claimed.held;
      const { deliveries, more, nextAttemptAt } = claimed.held;
      lane.claimFrom(more ? 0 : (nextAttemptAt ?? NEVER));
      const { endpoints } = store.lastSettings();
      if (!stopped && endpoints.some((one) => one.id === id && one.enabled)) lane.add(deliveries);
    });
    lane.isClaiming = false;
    claiming -= 1;
    pump();
  }

  async function attempt(lane: Lane, claim: ClaimedDelivery): Promise<void> {
    const { endpoint } = lane;
    const at = clock.now();
    const headers = headersOf(claim, endpoint, wallTime(clock), clock.ageTime());
    const ended = await sender.send(endpoint.url, headers, claim.body);
    if (ended.error === 'aborted') lane.end(claim, null, at);
    else conclude(lane, claim, at, ended);
    pump();
  }

  function conclude(lane: Lane, claim: ClaimedDelivery, at: number, ended: Sent): void {
    const { status, error, durationMs, excerpt } = ended;
    const now = clock.now();
    const verdict = fateOf(ended, claim.step, now, random());
    const next = verdict.outcome === 'retry' ? verdict.at : verdict.outcome;
    const { delivery, number } = claim;
    const result = { delivery, number, at, status, error, durationMs, excerpt, next };
    lane.end(claim, result, now);
    const outcomes = { succeeded: 'succeeded', retry: 'retried', failed: 'given_up' } as const;
    observe(outcomes[verdict.outcome], durationMs);
    lane.isGone ||= verdict.outcome === 'failed' && verdict.gone;
  }

  async function record(lane: Lane): Promise<void> {
    const finished = lane.takeFinished();
    lane.isRecording = true;
    recording += 1;
    let since: number | null = null;
    await guarded(lane, async () => {
      try {
        const failing = lane.claim && (await store.finish(lane.claim, finished));
        since = failing?.since ?? null;
        lane.recorded(finished);
        if (failing) failures.note(lane.endpoint, failing, finished);
      } catch (error) {
        // At the end it is as if they had never been made: they are made again.
        if (!stopped) lane.restore(finished);
        await pause(RETRY_STORE_MS);
        throw error;
      }
    });
    if (lane.isGone) await giveUp(lane, 'gone');
    else if (isGivenUp(since, clock.ageTime())) await giveUp(lane, 'failing');
    lane.isGone = false;
    lane.isRecording = false;
    recording -= 1;
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

  function isQuiet(): boolean {
    const now = clock.now();
    return [...lanes.values()].every((lane) => lane.isAtRest && (stopped || !lane.hasWork(now)));
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
    if (lanes.size === 0) return;
    for (const lane of lanes.values()) lane.claimFrom(clock.now());
    pump();
  }

  return {
    async start() {
      refresh();
      await failures.start();
      let { endpoints } = store.lastSettings();
      const hear = (settings: Settings): void => {
        if (settings.endpoints === endpoints) return;
        ({ endpoints } = settings);
        refresh();
        tidying.soon();
        wake();
      };
      endings = [watchOutbox(store, clock, wake), watchSettings(store, clock, hear)];
      wake();
    },
    idle: quiet,
    async stop() {
      stopped = true;
      for (const end of endings) end();
      disarm();
      for (const lane of lanes.values()) lane.drop();
      const giveUpWaiting = clock.after(STOP_WITHIN_MS, () => void sender.close());
      await quiet();
      giveUpWaiting();
      await sender.close();
    },
  };
}
