import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.js';
import { aboutAges, aboutTime } from './clock-watch.js';
import { LIMITS } from './domain/limits.js';
import { checkInstallation, type Self } from './domain/objects/topology.js';
import type { Expiry } from './engine/expiry.js';
import type { Log } from './log/log.js';
import { StoreTakenAway } from './store/failures.js';
import type { Outbox } from './store/outbox.js';
import { isFullDisk } from './store/room.js';
import type { Store } from './store/store.js';

/** Longer than this the log of the database gets only while another process reads it, in bytes. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** With less left the disk is as good as full. */
const MIN_ROOM_BYTES = 1024 * 1024;

/** An expiry that is later than this is a fault, in milliseconds. */
const MAX_LAG_MS = 5000;

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Says what operators should look at; the service is ready all the same. */
  readonly advisory?: true;
}

/** Whether the service can do its work, and if not, what is in the way. */
export interface Health {
  check(): Promise<readonly Check[]>;
  /** From now on it is not ready: load balancers look elsewhere. */
  shutDown(): void;
}

/** How the endpoints do, without a word of who they are: anybody may ask whether it is ready. */
async function lookAtWebhooks(outbox: Outbox): Promise<Omit<Check, 'name'>> {
  const enabled = outbox.endpoints().filter((endpoint) => endpoint.enabled).length;
  const failing = await outbox.failing();
  const [longest] = failing;
  const detail = longest
    ? `${failing.length} of ${enabled} endpoints fail, since ${new Date(longest.since).toISOString()}: GET /v1/admin/deliveries?status=failed`
    : `${enabled} endpoints, none fails`;
  return { ok: failing.length === 0, detail, advisory: true };
}

export interface HealthDependencies {
  readonly store: Store;
  readonly expiry: Expiry;
  readonly clock: Clock;
  readonly self: Self;
  readonly log: Log;
}

export function createHealth({ store, expiry, clock, self, log }: HealthDependencies): Health {
  let shuttingDown = false;

  async function attempt(name: string, run: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
    try {
      return { name, ...(await run()) };
    } catch (error) {
      // The log has been told already.
      if (error instanceof StoreTakenAway) return { name, ok: false, detail: error.message };
      log.error({ err: error, check: name }, 'readiness check failed');
      const detail = isFullDisk(error)
        ? 'failed; the disk of the data directory is full'
        : 'failed; the log of the service says more';
      return { name, ok: false, detail };
    }
  }

  /** Anybody may ask: all who do within a second share one write. */
  let touched: { readonly at: number; readonly done: Promise<void> } | undefined;
  let hasFailed = false;
  // What was written since is proof that it can be.
  store.onCommit(() => {
    if (hasFailed) touched = undefined;
    hasFailed = false;
  });

  async function write(): Promise<void> {
    try {
      await store.touch();
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  }

  function touch(): Promise<void> {
    const at = performance.now();
    if (touched === undefined || at - touched.at >= LIMITS.readinessMs.most)
      touched = { at, done: write() };
    return touched.done;
  }

  return {
    check: () =>
      Promise.all([
        attempt('store', async () => {
          await touch();
          // A tiny write may still find room where a change does not.
          return (await store.room()) >= MIN_ROOM_BYTES
            ? { ok: true, detail: 'writable' }
            : { ok: false, detail: 'the disk of the data directory is full' };
        }),
        attempt('reads', async () => {
          await store.probe();
          return { ok: true, detail: 'long ones are answered' };
        }),
        attempt('migrations', async () => ({ ok: true, detail: `at ${store.schemaVersion}` })),
        attempt('log', async () => {
          const bytes = store.logBytes();
          const mib = `${Math.round(bytes / 1024 / 1024)} MiB`;
          return bytes <= MAX_LOG_BYTES
            ? { ok: true, detail: mib, advisory: true }
            : {
                ok: false,
                detail: `${mib}: another process reads the database for long, or the disk is slow`,
                advisory: true,
              };
        }),
        attempt('expiry', async () => {
          const lagMs = await expiry.lagMs();
          return { ok: lagMs <= MAX_LAG_MS, detail: `${lagMs} ms behind` };
        }),
        attempt('clock', async () => ({ ...aboutTime(clock), advisory: true })),
        attempt('deletion_by_age', async () => ({ ...aboutAges(clock), advisory: true })),
        attempt('provisioning', async () => {
          const warnings = checkInstallation(store.objects(), self);
          const detail = warnings.join(' ') || 'fits together';
          return { ok: warnings.length === 0, detail, advisory: true };
        }),
        attempt('webhooks', () => lookAtWebhooks(store.outbox)),
        attempt('shutdown', async () => ({
          ok: !shuttingDown,
          detail: shuttingDown ? 'shutting down' : 'not under way',
        })),
      ]),
    shutDown() {
      shuttingDown = true;
    },
  };
}
