import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { REFUSAL_REASONS } from './decisions/change.js';
import { AGENT_FACTS } from './domain/agents/vocabulary.js';
import { CHAT_FACTS, OUTCOMES } from './domain/chats/vocabulary.js';
import { inForce } from './domain/options/timeline.js';
import { type Counts, createCounts, createDurationSums, histogramText } from './parts/added-up.js';
import { type Durations, type Gauge as PartGauge, type Reading, shared } from './parts/part.js';
import { DURATIONS } from './store/signal.js';
import type { Store } from './store/store.js';
import { VERSION } from './version.js';

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
    help: 'Time from a deadline until what follows from it was known to be on disk.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 300],
  },
};

/** Reasons for which a strategy decided against an engagement; for the others the creation is refused. */
const UNENGAGED: ReadonlySet<string> = new Set(['not_engaged', 'no_capacity']);

const each = (values: readonly string[]) => values.map((value) => [value]);

/** What commits are counted by, from the start of the process. */
const createCommitCounts = () => ({
  facts: createCounts(['type', 'by']),
  chatFacts: createCounts(['type'], each([...CHAT_FACTS, ...AGENT_FACTS])),
  ended: createCounts(['outcome'], each(OUTCOMES)),
  refused: createCounts(['reason'], each(REFUSAL_REASONS.filter((of) => !UNENGAGED.has(of)))),
  unengaged: createCounts(['reason'], each([...UNENGAGED])),
});

type Counted = keyof ReturnType<typeof createCommitCounts>;

const COUNTED: Readonly<Record<Counted, Pick<PartGauge, 'name' | 'help' | 'labels'>>> = {
  facts: {
    name: 'webengagement_facts_total',
    help: 'Facts written to histories, by type and actor.',
    labels: ['type', 'by'],
  },
  chatFacts: {
    name: 'webengagement_chat_facts_total',
    help: 'Facts written to the histories of chats and agents, by type.',
    labels: ['type'],
  },
  ended: {
    name: 'webengagement_chats_ended_total',
    help: 'Chats that ended, by outcome.',
    labels: ['outcome'],
  },
  refused: {
    name: 'webengagement_creations_refused_total',
    help: 'Creations refused, by reason.',
    labels: ['reason'],
  },
  unengaged: {
    name: 'webengagement_not_engaged_total',
    help: 'Interactions that a strategy decided against, by reason: no_capacity when no agent had room.',
    labels: ['reason'],
  },
};

/** Counts what commits add up to; the rest is observed, or asked of the parts. */
export function createMetrics(store: Pick<Store, 'read' | 'watch' | 'lastSettings'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = createDurationSums({
    name: 'webengagement_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labels: ['method', 'route', 'status'],
    bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  /** What is made a text of here. */
  const durations: Durations[] = [requests];
  const measured = Object.fromEntries(
    DURATIONS.map((name) => [name, new Histogram({ ...MEASURED[name], registers })]),
  ) as Readonly<Record<(typeof DURATIONS)[number], Histogram>>;
  const attempts = new Histogram({
    name: 'webengagement_webhook_attempt_duration_seconds',
    help: 'Time of attempts to deliver a message, by what came of it.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const handedOut = new Counter({
    name: 'webengagement_leases_handed_out_total',
    help: 'Interactions and chats handed out to those who pull.',
    registers,
  });
  const expired = new Counter({
    name: 'webengagement_leases_expired_total',
    help: 'Leases that ran out undecided, counted when the interaction is handed out again or decided on.',
    registers,
  });
  const takenInTime = new Counter({
    name: 'webengagement_chats_taken_in_time_total',
    help: 'Chats that an agent first took within chat.serviceLevelTime.',
    registers,
  });
  new Gauge({
    name: 'webengagement_build_info',
    help: 'Always 1; the label is what runs.',
    labelNames: ['version'],
    registers,
  }).set({ version: VERSION }, 1);

  const counts: Readonly<Record<Counted, Counts>> = createCommitCounts();
  let failures = 0;
  /** Whether this process tells of the whole: the first of those that serve does. */
  const tellsOfAll = shared(async () => (await store.read('nodes'))[0]?.self === true);
  const show: Metrics['show'] = ({
    name,
    help,
    labels = [],
    isCounter,
    isOfAll,
    read: readNow,
  }) => {
    const shown = { name, help, labelNames: [...labels], registers };
    /** What cannot be read takes nothing else with it: numbers are wanted most when something is broken. */
    async function read(): Promise<Reading | 'elsewhere'> {
      try {
        return isOfAll && !(await tellsOfAll()) ? 'elsewhere' : await readNow();
      } catch {
        failures += 1;
        return null;
      }
    }
    if (isCounter) {
      new Counter({
        ...shown,
        async collect() {
          const total = await read();
          if (total === null || total === 'elsewhere') return;
          this.reset();
          if (typeof total === 'number') this.inc(total);
          else for (const { labels, value } of total) this.inc(labels, value);
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
        // One without labels would be 0, which nobody has told.
        if (reading === 'elsewhere') return labels.length === 0 ? this.remove() : undefined;
        for (const { labels, value } of reading) this.set(labels, value);
      },
    });
  };
  for (const [name, { read }] of Object.entries(counts))
    show({ ...COUNTED[name as Counted], isCounter: true, read });
  show({
    name: 'webengagement_readings_failed_total',
    help: 'Numbers that could not be read when they were asked for; what was told last stands.',
    isCounter: true,
    read: () => failures,
  });

  /** Milliseconds are cut, as statistics do. */
  const isInTime = (ms: number): boolean =>
    Math.floor(ms / 1000) <= inForce(store.lastSettings().timeline).serviceLevelTime;

  const unsubscribe = store.watch(({ tally }) => {
    if (tally === undefined) return;
    for (const { type, by, count } of tally.facts) counts.facts.add(count, type, by);
    for (const type of tally.chatFacts) counts.chatFacts.add(1, type);
    for (const outcome of tally.outcomes) counts.ended.add(1, outcome);
    for (const reason of tally.refusals)
      counts[UNENGAGED.has(reason) ? 'unengaged' : 'refused'].add(1, reason);
    for (const { of, ms } of tally.durations) {
      measured[of].observe(ms / 1000);
      if (of === 'agent' && isInTime(ms)) takenInTime.inc();
    }
    handedOut.inc(tally.leases.handedOut);
    expired.inc(tally.leases.expired);
  });

  return {
    observeRequest: (method, route, status, seconds) =>
      requests.note(seconds, method, route, String(status)),
    observeDelivery: (outcome, durationMs) => attempts.observe({ outcome }, durationMs / 1000),
    show,
    showDurations: (added) => void durations.push(added),
    async read() {
      const texts = [await registry.metrics()];
      for (const each of durations) texts.push(await histogramText(each));
      return texts.join('\n');
    },
    contentType: registry.contentType,
    close: unsubscribe,
  };
}
