import { performance } from 'node:perf_hooks';
import { FAILURE_KINDS, type FailureKind, type Traffic } from '../shared-database.js';
import { kindOf } from './faults.js';
import type { Link } from './link.js';

/** Counts what a process does on its connections. */
export interface Counting {
  failed(error: unknown): void;
  retried(): void;
  /** It has looked at what the others have committed until now. */
  looked(): void;
  read(links: readonly Link[]): Omit<Traffic, 'clockOffsetMs' | 'clockErrorMs'>;
}

export function createCounting(): Counting {
  const failures: Record<FailureKind, number> = {
    ...(Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, 0])) as Record<FailureKind, number>),
  };
  let retried = 0;
  let lookedAt = performance.now();
  return {
    failed(error) {
      const kind = kindOf(error);
      if (kind !== null) failures[kind] += 1;
    },
    retried() {
      retried += 1;
    },
    looked() {
      lookedAt = performance.now();
    },
    read(links) {
      const loads = links.map((link) => link.load());
      const since = loads.flatMap(({ waitingSince }) => waitingSince ?? []);
      const now = performance.now();
      return {
        connections: loads.length,
        inUse: loads.filter(({ isInUse }) => isInUse).length,
        waiting: loads.reduce((sum, { waiting }) => sum + waiting, 0),
        waitingMs: now - Math.min(now, ...since),
        feedLagMs: now - lookedAt,
        retried,
        failures: { ...failures },
      };
    },
  };
}
