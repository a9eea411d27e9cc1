import type { Clock } from '../clock.js';
import { aboutAges, aboutTime, type ClockWatch } from '../clock-watch.js';
import type { Expiry } from '../engine/expiry.js';
import { AGE_PAUSES } from '../service-time.js';
import type { Part } from './part.js';

/** An expiry that is later than this is a fault, in milliseconds. */
const MAX_LAG_MS = 5000;

/** Service time, and what is judged by it. */
export function clockPart(clock: Clock, watch: ClockWatch): Part {
  return {
    stop: watch.stop,
    checks: [
      { name: 'clock', look: async () => ({ ...aboutTime(clock), advisory: true }) },
      { name: 'deletion_by_age', look: async () => ({ ...aboutAges(clock), advisory: true }) },
    ],
    gauges: [
      {
        name: 'webengagement_clock_ahead_seconds',
        help: 'How far service time is ahead of the wall clock; negative when it is behind.',
        read: () => clock.aheadMs() / 1000,
      },
      {
        name: 'webengagement_deletion_by_age_paused',
        help: 'Whether nothing is deleted for its age just now (1), by reason.',
        labels: ['reason'],
        read() {
          const pause = clock.agePause();
          return AGE_PAUSES.map((reason) => ({
            labels: { reason },
            value: reason === pause ? 1 : 0,
          }));
        },
      },
    ],
  };
}

/** The clocks that end by themselves. */
export function expiryPart(expiry: Expiry): Part {
  return {
    start: expiry.start,
    stop: expiry.stop,
    checks: [
      {
        name: 'expiry',
        async look() {
          const lagMs = await expiry.lagMs();
          return { ok: lagMs <= MAX_LAG_MS, detail: `${lagMs} ms behind` };
        },
      },
    ],
    gauges: [
      {
        name: 'webengagement_expiry_lag_seconds',
        isOfAll: true,
        help: 'How long the earliest deadline is overdue.',
        read: async () => (await expiry.lagMs()) / 1000,
      },
    ],
  };
}
