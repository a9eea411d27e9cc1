import { performance } from 'node:perf_hooks';
import type { Expiry } from './expiry.js';
import { LIMITS } from './limits.js';
import type { Log } from './log.js';
import { checkInstallation, type Self } from './provisioning/topology.js';
import type { Store } from './store/store.js';

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

export function createHealth(store: Store, expiry: Expiry, self: Self, log: Log): Health {
  let shuttingDown = false;

  async function attempt(name: string, run: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
    try {
      return { name, ...(await run()) };
    } catch (error) {
      log.error({ err: error, check: name }, 'readiness check failed');
      return { name, ok: false, detail: 'failed; the log of the service says more' };
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
          return { ok: true, detail: 'writable' };
        }),
        attempt('migrations', async () => ({ ok: true, detail: `at ${store.schemaVersion}` })),
        attempt('expiry', async () => {
          const lagMs = await expiry.lagMs();
          return { ok: lagMs <= MAX_LAG_MS, detail: `${lagMs} ms behind` };
        }),
        attempt('provisioning', async () => {
          const warnings = checkInstallation(store.objects(), self);
          const detail = warnings.join(' ') || 'fits together';
          return { ok: warnings.length === 0, detail, advisory: true };
        }),
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
