import type { Clock } from '../clock.js';
import { DISABLED_REASONS } from '../decisions/endpoint.js';
import { SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import type { Pulls } from '../engine/pulls.js';
import type { Store } from '../store/store.js';
import type { ChatStrategy } from '../strategy/chat-strategy.js';
import type { RemoteStrategy } from '../strategy/remote.js';
import type { ScxmlDecider } from '../strategy/scxml-engagement.js';
import type { Sessions } from '../strategy/scxml-sessions.js';
import type { StrategyWorker } from '../strategy/worker.js';
import type { VisitStreams } from '../streams/visit-streams.js';
import type { Dispatcher } from '../webhooks/dispatcher.js';
import { type Check, type Gauge, type Part, shared } from './part.js';

/** Whoever decides on what is Qualified. */
export function strategyPart(parts: StrategyParts): Part {
  const { strategy, remote, scxml, sessionsOfStrategies } = parts;
  return {
    start: strategy.start,
    stop: () => Promise.all([remote.close(), scxml.close(), strategy.stop()]),
    gauges: [
      {
        name: 'webengagement_strategy_pending_interactions',
        help: 'Interactions that wait for the strategy, or are being decided on.',
        read: strategy.pending,
      },
      ...scxmlGauges(sessionsOfStrategies),
    ],
  };
}

/** Those who decide on what is Qualified. */
export interface StrategyParts {
  readonly strategy: StrategyWorker;
  readonly remote: RemoteStrategy;
  readonly scxml: ScxmlDecider;
  readonly sessionsOfStrategies: Sessions;
}

/** A number for each of some words, 0 for those of which there was none. */
const labelled =
  (
    label: string,
    words: readonly string[],
    read: () => Readonly<Record<string, number>>,
  ): Gauge['read'] =>
  () => {
    const counted = read();
    return words.map((word) => ({ labels: { [label]: word }, value: counted[word] ?? 0 }));
  };

/** What sessions of SCXML strategies do, and what ended them. */
const scxmlGauges = ({ stats, counts }: Sessions): readonly Gauge[] => [
  {
    name: 'webengagement_scxml_sessions',
    help: 'Sessions of SCXML strategies: those that run, and those that wait for a script engine.',
    labels: ['state'],
    read() {
      const { running, waiting } = stats();
      return [
        { labels: { state: 'running' }, value: running },
        { labels: { state: 'waiting' }, value: waiting },
      ];
    },
  },
  {
    name: 'webengagement_scxml_sessions_ended_total',
    help: 'Sessions of SCXML strategies that ended, by how.',
    isCounter: true,
    labels: ['how'],
    read: labelled('how', ['final', 'stopped', 'killed', 'failed'], () => counts().ended),
  },
  {
    name: 'webengagement_scxml_decisions_total',
    help: 'Decisions of SCXML strategies.',
    isCounter: true,
    labels: ['decision'],
    read: labelled('decision', ['engage', 'noengage', 'route', 'end'], () => counts().decisions),
  },
  {
    name: 'webengagement_scxml_kills_total',
    help: 'Sessions of SCXML strategies that a limit ended, by the limit.',
    isCounter: true,
    labels: ['limit'],
    read: labelled('limit', Object.keys(SESSION_LIMITS), () => counts().kills),
  },
  {
    name: 'webengagement_scxml_workers_replaced_total',
    help: 'Threads of SCXML strategies that were replaced because they did not answer.',
    isCounter: true,
    read: () => stats().replaced,
  },
];

/** Those who pull: what they hold, and who waits; the waiting ends before anything else does. */
export function pullsPart(pulls: Pulls, store: Store, clock: Clock): Part {
  return {
    drain: pulls.close,
    gauges: [
      {
        name: 'webengagement_leases',
        isOfAll: true,
        help: 'Interactions that somebody pulled and has on lease.',
        read: () => store.read('openLeases', clock.now()),
      },
      {
        name: 'webengagement_pulls_waiting',
        help: 'Pulls that wait for something to come.',
        read: pulls.waiting,
      },
    ],
  };
}

/** Whoever says from outside where chats go. */
export function chatStrategyPart({ start, pending, stop }: ChatStrategy): Part {
  return {
    start,
    stop,
    gauges: [
      {
        name: 'webengagement_strategy_pending_chats',
        help: 'Chats that wait for a remote strategy, or are being asked about.',
        read: pending,
      },
    ],
  };
}

/** The streams of visits; they end before anything else does. */
export function streamsPart(streams: VisitStreams): Part {
  return {
    drain: streams.close,
    gauges: [
      {
        name: 'webengagement_visit_streams',
        help: 'Open streams of visits.',
        read: streams.count,
      },
      {
        name: 'webengagement_visit_streams_dropped_total',
        help: 'Streams that were ended because nobody read them.',
        isCounter: true,
        read: streams.dropped,
      },
    ],
  };
}

/** How endpoints do, without a word of who they are: anybody may ask whether the service is ready. */
const webhooksCheck = (store: Store): Check => ({
  name: 'webhooks',
  async look() {
    const enabled = store.lastSettings().endpoints.filter((endpoint) => endpoint.enabled).length;
    const failing = await store.read('failingEndpoints');
    const [longest] = failing;
    const detail = longest
      ? `${failing.length} of ${enabled} endpoints fail, since ${new Date(longest.since).toISOString()}: GET /v1/admin/deliveries?status=failed`
      : `${enabled} endpoints, none fails`;
    return { ok: failing.length === 0, detail, advisory: true };
  },
});

function webhookGauges(store: Store, clock: Clock): readonly Gauge[] {
  // When it cannot be had, the last one stands.
  const backlog = shared(() => store.read('backlog').catch(() => null));
  return [
    {
      name: 'webengagement_webhook_deliveries_pending',
      isOfAll: true,
      help: 'Deliveries that are to be attempted, now or later.',
      read: async () => (await backlog())?.pending ?? null,
    },
    {
      name: 'webengagement_webhook_oldest_undelivered_age_seconds',
      isOfAll: true,
      help: 'Age of the oldest message that an enabled endpoint has yet to get.',
      async read() {
        const counted = await backlog();
        if (counted === null) return null;
        return counted.oldestAt === null ? 0 : (clock.now() - counted.oldestAt) / 1000;
      },
    },
    {
      name: 'webengagement_webhook_endpoints_failing',
      isOfAll: true,
      help: 'Enabled webhook endpoints of which every attempt has failed since a while.',
      read: async () => (await store.read('failingEndpoints')).length,
    },
    {
      name: 'webengagement_webhook_endpoints',
      isOfAll: true,
      help: 'Webhook endpoints: enabled, or why they are disabled.',
      labels: ['status'],
      read() {
        const { endpoints } = store.lastSettings();
        return ['enabled', ...DISABLED_REASONS].map((status) => ({
          labels: { status },
          value: endpoints.filter((each) => (each.disabledReason ?? 'enabled') === status).length,
        }));
      },
    },
  ];
}

/** What is sent to subscribers. */
export function webhooksPart(dispatcher: Dispatcher, store: Store, clock: Clock): Part {
  return {
    start: dispatcher.start,
    stop: dispatcher.stop,
    checks: [webhooksCheck(store)],
    gauges: webhookGauges(store, clock),
  };
}
