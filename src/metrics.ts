import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { AGE_PAUSES, type Clock } from './clock.js';
import { DISABLED_REASONS } from './decisions/endpoint.js';
import type { Expiry } from './engine/expiry.js';
import type { Backlog } from './store/queries.js';
import type { Store } from './store/store.js';
import type { StrategyWorker } from './strategy/worker.js';
import type { VisitStreams } from './streams/visit-streams.js';
import type { DeliveryOutcome } from './webhooks/dispatcher.js';

/** What the service counts and measures, for Prometheus. */
export interface Metrics {
  /** One answered request; `route` is the pattern, never the address. */
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  /** One refusal, however often it is answered. */
  countRefusedCreation(reason: string): void;
  /** One attempt to deliver a message. */
  observeDelivery(outcome: DeliveryOutcome, durationMs: number): void;
  /** The exposition text, and its media type. */
  read(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

export interface MetricsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly expiry: Expiry;
  readonly strategy: StrategyWorker;
  readonly streams: Pick<VisitStreams, 'count' | 'dropped'>;
}

export function createMetrics(dependencies: MetricsDependencies): Metrics {
  const { store, clock, expiry, strategy, streams } = dependencies;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'webengagement_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const facts = new Counter({
    name: 'webengagement_facts_total',
    help: 'Facts written to histories, by type and actor.',
    labelNames: ['type', 'by'],
    registers,
  });
  const refused = new Counter({
    name: 'webengagement_creations_refused_total',
    help: 'Creations refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const displayDelay = new Histogram({
    name: 'webengagement_display_delay_seconds',
    help: 'Time from creation until the invitation was displayed.',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60],
    registers,
  });
  const attempts = new Histogram({
    name: 'webengagement_webhook_attempt_duration_seconds',
    help: 'Time of attempts to deliver a message, by what came of it.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  let counting: Promise<Backlog> | undefined;
  // One count for all who ask meanwhile; when it cannot be had, the last one stands.
  const backlog = async (): Promise<Backlog | undefined> => {
    counting ??= store.outbox.backlog().finally(() => {
      counting = undefined;
    });
    return counting.catch(() => undefined);
  };
  new Gauge({
    name: 'webengagement_webhook_deliveries_pending',
    help: 'Deliveries that are to be attempted, now or later.',
    registers,
    async collect() {
      const counted = await backlog();
      if (counted) this.set(counted.pending);
    },
  });
  new Gauge({
    name: 'webengagement_webhook_oldest_undelivered_age_seconds',
    help: 'Age of the oldest message that an enabled endpoint has yet to get.',
    registers,
    async collect() {
      const counted = await backlog();
      if (counted)
        this.set(counted.oldestAt === null ? 0 : (clock.now() - counted.oldestAt) / 1000);
    },
  });
  new Gauge({
    name: 'webengagement_webhook_endpoints_failing',
    help: 'Enabled webhook endpoints of which every attempt has failed since a while.',
    registers,
    async collect() {
      this.set((await store.outbox.failing()).length);
    },
  });
  new Gauge({
    name: 'webengagement_webhook_endpoints',
    help: 'Webhook endpoints: enabled, or why they are disabled.',
    labelNames: ['status'],
    registers,
    collect() {
      this.reset();
      for (const status of ['enabled', ...DISABLED_REASONS]) this.set({ status }, 0);
      for (const { disabledReason } of store.outbox.endpoints())
        this.inc({ status: disabledReason ?? 'enabled' });
    },
  });
  new Gauge({
    name: 'webengagement_queue_interactions',
    help: 'Interactions in a queue, by status.',
    labelNames: ['queue', 'status'],
    registers,
    async collect() {
      for (const { queue, active, stopped } of await store.queueCounts()) {
        this.set({ queue, status: 'active' }, active);
        this.set({ queue, status: 'stopped' }, stopped);
      }
    },
  });
  new Gauge({
    name: 'webengagement_expiry_lag_seconds',
    help: 'How long the earliest deadline is overdue.',
    registers,
    async collect() {
      this.set((await expiry.lagMs()) / 1000);
    },
  });
  new Gauge({
    name: 'webengagement_strategy_pending_interactions',
    help: 'Interactions that wait for the strategy, or are being decided on.',
    registers,
    collect() {
      this.set(strategy.pending());
    },
  });
  new Gauge({
    name: 'webengagement_clock_ahead_seconds',
    help: 'How far service time is ahead of the wall clock; negative when it is behind.',
    registers,
    collect() {
      this.set(clock.aheadMs() / 1000);
    },
  });
  new Gauge({
    name: 'webengagement_deletion_by_age_paused',
    help: 'Whether nothing is deleted for its age just now (1), by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      const pause = clock.agePause();
      for (const reason of AGE_PAUSES) this.set({ reason }, reason === pause ? 1 : 0);
    },
  });
  new Gauge({
    name: 'webengagement_store_pending_changes',
    help: 'Changes waiting to be committed.',
    registers,
    collect() {
      this.set(store.pending());
    },
  });

  new Gauge({
    name: 'webengagement_store_log_bytes',
    help: 'Size of the write-ahead log; it grows while another process reads the database.',
    registers,
    collect() {
      this.set(store.logBytes());
    },
  });
  new Gauge({
    name: 'webengagement_visit_streams',
    help: 'Open streams of visits.',
    registers,
    collect() {
      this.set(streams.count());
    },
  });
  new Counter({
    name: 'webengagement_visit_streams_dropped_total',
    help: 'Streams that were ended because nobody read them.',
    registers,
    collect() {
      this.reset();
      this.inc(streams.dropped());
    },
  });

  const unsubscribe = store.onCommit(({ interactions }) => {
    for (const { facts: written, after } of interactions)
      for (const { type, by, at } of written) {
        facts.inc({ type, by });
        if (type === 'interaction.displayed') displayDelay.observe((at - after.createdAt) / 1000);
      }
  });

  return {
    observeRequest: (method, route, status, seconds) =>
      requests.observe({ method, route, status }, seconds),
    observeDelivery: (outcome, durationMs) => attempts.observe({ outcome }, durationMs / 1000),
    countRefusedCreation: (reason) => refused.inc({ reason }),
    read: () => registry.metrics(),
    contentType: registry.contentType,
    close: unsubscribe,
  };
}
