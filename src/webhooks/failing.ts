import type { Clock } from '../clock.js';
import type { WebhookEndpoint } from '../decisions/endpoint.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';
import type { FailingChange, FinishedAttempt } from '../store/work.js';

/** An endpoint that recovered is not said to fail again before this time, in milliseconds. */
const QUIET_MS = 60_000;

/** Says in the log when an endpoint begins to fail, and when it recovers: a line for each. */
export interface FailureWatch {
  /** Names those that have been failing since before the start. */
  start(): Promise<void>;
  /** Attempts to an endpoint were recorded. */
  note(
    endpoint: WebhookEndpoint,
    change: FailingChange,
    attempts: readonly FinishedAttempt[],
  ): void;
}

export interface FailureWatchDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where it is, without what may be a secret in its path or query. */
const originOf = (url: string): string => new URL(url).origin;

const iso = (moment: number): string => new Date(moment).toISOString();

/**
 * Watches what endpoints answer. One that fails now and then would fill the log: it is told of once
 * a minute at most.
 */
export function createFailureWatch({ store, clock, log }: FailureWatchDependencies): FailureWatch {
  const told = new Set<string>();
  const quietUntil = new Map<string, number>();

  return {
    async start() {
      for (const { endpointId, url, since } of await store.read('failingEndpoints')) {
        told.add(endpointId);
        const facts = { endpointId, origin: originOf(url), failingSince: iso(since) };
        log.warn(facts, 'webhook endpoint still fails');
      }
    },
    note({ id, url }, { before, since }, attempts) {
      const facts = { endpointId: id, origin: originOf(url) };
      // It was enabled again, or moved, since it was told of.
      if (before === null && since !== null) told.delete(id);
      if (since === null) {
        if (!told.delete(id)) return;
        quietUntil.set(id, clock.now() + QUIET_MS);
        log.info(
          { ...facts, ...(before && { failingSince: iso(before) }) },
          'webhook endpoint recovered',
        );
        return;
      }
      if (told.has(id) || clock.now() < (quietUntil.get(id) ?? 0)) return;
      told.add(id);
      quietUntil.delete(id);
      const last = attempts.findLast(({ next }) => next !== 'succeeded');
      const why = { status: last?.status ?? null, error: last?.error ?? null };
      log.warn(
        {
          ...facts,
          ...why,
          failingSince: iso(since),
          see: `/v1/admin/deliveries?endpointId=${id}&status=failed`,
        },
        'webhook endpoint fails',
      );
    },
  };
}
