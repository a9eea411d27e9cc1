import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import type { Durations, Gauge as PartGauge } from './parts/part.js';
import { DURATIONS } from './store/signal.js';
import type { Store } from './store/store.js';

/** What the service counts and measures, for Prometheus. */
export interface Metrics {
  /** One answered request; `route` is the pattern, never the address. */
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  /** One attempt to deliver a message. */
  observeDelivery(outcome: string, durationMs: number): void;
  /** Shows a number of a part of the service. */
  show(gauge: PartGauge): void;
  showDurations(durations: Durations): void;
  /** The exposition text, and its media type. */
  read(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

/** A histogram of what a part has added up itself, where each observation would cost too much. */
class AddedUpHistogram extends Histogram {
  readonly #durations: Durations;

  constructor(durations: Durations, registers: Registry[]) {
    super({ name: durations.name, help: durations.help, registers });
    this.#durations = durations;
  }

  /** What the library makes the text of. */
  async getForPromString() {
    const { name, help, label, bounds, read } = this.#durations;
    const values = read().flatMap(({ value, counts, sumSeconds }) => {
      const labels = { [label]: value };
      const total = counts.reduce((sum, count) => sum + count, 0);
      let within = 0;
      const buckets = bounds.map((le, index) => {
        within += counts[index] ?? 0;
        return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: within };
      });
      return [
        ...buckets,
        { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: total },
        { metricName: `${name}_sum`, labels, value: sumSeconds },
        { metricName: `${name}_count`, labels, value: total },
      ];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}

type Shown = Pick<HistogramConfiguration<never>, 'name' | 'help' | 'buckets'>;

/** How what commits measure is shown; buckets in seconds. */
const MEASURED: Readonly<Record<(typeof DURATIONS)[number], Shown>> = {
  display: {
    name: 'webengagement_display_delay_seconds',
    help: 'Time from creation until the invitation was displayed.',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60],
  },
  answer: {
    name: 'webengagement_answer_delay_seconds',
    help: 'Time from the display of an invitation until the visitor answered it.',
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600],
  },
  agent: {
    name: 'webengagement_chat_wait_seconds',
    help: 'Time from the first placement of a chat until an agent first took it.',
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600],
  },
  handling: {
    name: 'webengagement_chat_handling_seconds',
    help: 'Time that a chat took the room of an agent, from accepting it until the room was free.',
    buckets: [15, 30, 60, 120, 300, 600, 900, 1800, 3600],
  },
  lateness: {
    name: 'webengagement_expiry_lateness_seconds',
    help: 'Time from a deadline until what follows from it was written.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300],
  },
};

/** Counts what commits add up to; the rest is observed, or asked of the parts. */
export function createMetrics(store: Pick<Store, 'watch'>): Metrics {
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
  const chatFacts = new Counter({
    name: 'webengagement_chat_facts_total',
    help: 'Facts written to the histories of chats and agents, by type.',
    labelNames: ['type'],
    registers,
  });
  const refused = new Counter({
    name: 'webengagement_creations_refused_total',
    help: 'Creations refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const measured = Object.fromEntries(
    DURATIONS.map((name) => [name, new Histogram({ ...MEASURED[name], registers })]),
  ) as Readonly<Record<(typeof DURATIONS)[number], Histogram>>;
  const handedOut = new Counter({
    name: 'webengagement_leases_handed_out_total',
    help: 'Interactions handed out to those who pull.',
    registers,
  });
  const expired = new Counter({
    name: 'webengagement_leases_expired_total',
    help: 'Leases that ran out undecided, counted when the interaction is handed out again or decided on.',
    registers,
  });
  const attempts = new Histogram({
    name: 'webengagement_webhook_attempt_duration_seconds',
    help: 'Time of attempts to deliver a message, by what came of it.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });

  const unsubscribe = store.watch(({ tally }) => {
    for (const { type, by } of tally?.facts ?? []) facts.inc({ type, by });
    handedOut.inc(tally?.leases.handedOut ?? 0);
    expired.inc(tally?.leases.expired ?? 0);
    for (const type of tally?.chatFacts ?? []) chatFacts.inc({ type });
    for (const { of, ms } of tally?.durations ?? []) measured[of].observe(ms / 1000);
    for (const reason of tally?.refusals ?? [])
      if (reason !== 'not_engaged') refused.inc({ reason });
  });

  return {
    observeRequest: (method, route, status, seconds) =>
      requests.observe({ method, route, status }, seconds),
    observeDelivery: (outcome, durationMs) => attempts.observe({ outcome }, durationMs / 1000),
    show({ name, help, labels = [], isCounter, read }) {
      const shown = { name, help, labelNames: [...labels], registers };
      if (isCounter) {
        new Counter({
          ...shown,
          async collect() {
            const total = await read();
            this.reset();
            if (typeof total === 'number') this.inc(total);
            else for (const { labels, value } of total ?? []) this.inc(labels, value);
          },
        });
        return;
      }
      new Gauge({
        ...shown,
        async collect() {
          const reading = await read();
          if (reading === null) return;
          if (typeof reading === 'number') return this.set(reading);
          this.reset();
          for (const { labels, value } of reading) this.set(labels, value);
        },
      });
    },
    showDurations: (durations) => void new AddedUpHistogram(durations, registers),
    read: () => registry.metrics(),
    contentType: registry.contentType,
    close: unsubscribe,
  };
}
