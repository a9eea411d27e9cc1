import type { Log } from './log/log.js';
import { type Check, type CheckResult, type Part, shared } from './parts/part.js';
import { StoreTakenAway } from './store/failures.js';
import { isFullDisk } from './store/room.js';

/** What a check came to. */
export interface Checked extends CheckResult {
  readonly name: string;
}

/** Whether the service can do its work, and if not, what is in the way. */
export interface Health {
  check(): Promise<readonly Checked[]>;
  /** From now on it is not ready: load balancers look elsewhere. */
  shutDown(): void;
}

/** Asks every part, each time. */
export function createHealth(parts: () => readonly Part[], log: Log): Health {
  let shuttingDown = false;

  const shutdown: Check = {
    name: 'shutdown',
    look: async () => ({
      ok: !shuttingDown,
      detail: shuttingDown ? 'shutting down' : 'not under way',
    }),
  };

  async function look({ name, look: at }: Check): Promise<Checked> {
    try {
      return { name, ...(await at()) };
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

  return {
    check: () => Promise.all([...parts().flatMap(({ checks = [] }) => checks), shutdown].map(look)),
    shutDown() {
      shuttingDown = true;
    },
  };
}

/** What `/readyz` says, as numbers: who watches need not ask twice. */
export function healthPart(health: Health): Part {
  const look = shared(health.check);
  return {
    drain: health.shutDown,
    gauges: [
      {
        name: 'webengagement_ready',
        help: 'Whether it can do its work now (1): every check holds that /readyz does not merely tell.',
        read: async () => ((await look()).every(({ ok, advisory }) => ok || advisory) ? 1 : 0),
      },
      {
        name: 'webengagement_check_ok',
        help: 'Whether a check of /readyz?verbose holds (1).',
        labels: ['check'],
        read: async () =>
          (await look()).map(({ name, ok }) => ({ labels: { check: name }, value: ok ? 1 : 0 })),
      },
    ],
  };
}
