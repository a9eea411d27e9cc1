import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import { LIMITS } from '../domain/limits.js';
import { checkInstallation, type Self } from '../domain/objects/topology.js';
import { PROBLEMS } from '../domain/problems.js';
import { type DecisionTimes, DURATION_BOUNDS_MS } from '../store/decision-times.js';
import type { Store } from '../store/store.js';
import { type Check, type Durations, type Gauge, type Part, shared } from './part.js';

/** Longer than this the log of the database gets only while another process reads it, in bytes. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** With less left the disk is as good as full. */
const MIN_ROOM_BYTES = 1024 * 1024;

/** Proves that the store can be written to: all who ask within a second share one write. */
function createTouch(store: Store): () => Promise<unknown> {
  let touched: { readonly at: number; readonly done: Promise<unknown> } | undefined;
  let hasFailed = false;
  // What was written since is proof that it can be.
  store.watch(() => {
    if (hasFailed) touched = undefined;
    hasFailed = false;
  });

  async function write(): Promise<void> {
    try {
      await store.tidy({ step: 'touch' });
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  }

  return () => {
    const at = performance.now();
    if (touched === undefined || at - touched.at >= LIMITS.readinessMs.most)
      touched = { at, done: write() };
    return touched.done;
  };
}

const durationsOf = (times: DecisionTimes): Durations => ({
  name: 'webengagement_decision_duration_seconds',
  help: 'Time of decisions, from reading what they need until their changes are written; without the commit.',
  labels: ['decision'],
  bounds: DURATION_BOUNDS_MS.map((ms) => ms / 1000),
  read: () =>
    [...times.read()].map(([name, { counts, sumMs }]) => ({
      values: [name],
      counts,
      sumSeconds: sumMs / 1000,
    })),
});

const runsOf = (times: DecisionTimes): Gauge => ({
  name: 'webengagement_decision_runs_total',
  help: 'Runs of decisions: what has to ask for something runs once more.',
  isCounter: true,
  labels: ['decision'],
  read: () =>
    [...times.read()].map(([decision, { runs }]) => ({ labels: { decision }, value: runs })),
});

/** The store: whether it can be written, read, and is what the program expects. */
export function storePart(store: Store, times: DecisionTimes, clock: Clock): Part {
  const touch = createTouch(store);
  const look = shared(() => store.health());
  const queues = shared(() => store.read('queueCounts'));
  const checks: readonly Check[] = [
    {
      name: 'store',
      async look() {
        await touch();
        // A tiny write may still find room where a change does not.
        return (await look()).roomBytes >= MIN_ROOM_BYTES
          ? { ok: true, detail: 'writable' }
          : { ok: false, detail: 'the disk of the data directory is full' };
      },
    },
    {
      name: 'reads',
      async look() {
        const { readFailure } = await look();
        if (readFailure) throw readFailure;
        return { ok: true, detail: 'long ones are answered' };
      },
    },
    {
      name: 'migrations',
      look: async () => ({ ok: true, detail: `at ${(await look()).schemaVersion}` }),
    },
    {
      name: 'log',
      async look() {
        const { logBytes } = await look();
        const mib = `${Math.round(logBytes / 1024 / 1024)} MiB`;
        return logBytes <= MAX_LOG_BYTES
          ? { ok: true, detail: mib, advisory: true }
          : {
              ok: false,
              detail: `${mib}: another process reads the database for long, or the disk is slow`,
              advisory: true,
            };
      },
    },
  ];
  const gauges: readonly Gauge[] = [
    {
      name: 'webengagement_queue_interactions',
      isOfAll: true,
      help: 'Interactions in a queue, by status.',
      labels: ['queue', 'status'],
      read: async () =>
        (await queues()).flatMap(({ queue, active, stopped }) => [
          { labels: { queue, status: 'active' }, value: active },
          { labels: { queue, status: 'stopped' }, value: stopped },
        ]),
    },
    {
      name: 'webengagement_queue_oldest_age_seconds',
      isOfAll: true,
      help: 'Age of the oldest active interaction in a queue; 0 when there is none.',
      labels: ['queue'],
      read: async () =>
        (await queues()).map(({ queue, oldestActiveAt }) => ({
          labels: { queue },
          value: oldestActiveAt === null ? 0 : Math.max(clock.now() - oldestActiveAt, 0) / 1000,
        })),
    },
    {
      name: 'webengagement_store_pending_changes',
      help: 'Changes waiting to be committed.',
      read: async () => (await look()).pendingChanges,
    },
    {
      name: 'webengagement_store_log_bytes',
      help: 'Size of the write-ahead log; it grows while another process reads the database.',
      read: async () => (await look()).logBytes,
    },
    {
      name: 'webengagement_store_room_bytes',
      help: 'Bytes that the disk of the data directory has left; infinite when that cannot be told.',
      read: async () => (await look()).roomBytes,
    },
  ];
  return {
    checks,
    gauges: [...gauges, runsOf(times)],
    durations: [durationsOf(times)],
    stop: store.close,
  };
}

/** The provisioned objects: whether they fit together, and with the process. */
export function objectsPart(store: Store, self: Self): Part {
  return {
    checks: [
      {
        name: 'provisioning',
        async look() {
          const warnings = checkInstallation(store.lastSettings().objects, self);
          const detail = warnings.join(' ') || 'fits together';
          return { ok: warnings.length === 0, detail, advisory: true };
        },
      },
      {
        name: 'chat_endpoint',
        async look() {
          const queue = store.lastSettings().known.chatQueues.get(self.application);
          const missing = `chat_endpoint_missing: ${PROBLEMS.chat_endpoint_missing.help}`;
          const detail = queue === undefined ? missing : `leads to ${queue}`;
          return { ok: queue !== undefined, detail, advisory: true };
        },
      },
    ],
  };
}
