import type { Clock } from './clock.js';
import type { Expiry } from './engine/expiry.js';
import { createFlow } from './engine/flow.js';
import { createOverview, type OverviewReads } from './engine/overview.js';
import type { PacingReads } from './engine/pacing.js';
import type { Health } from './health.js';
import type { Part } from './parts/part.js';
import type { Store } from './store/store.js';
import { type ConsoleStreams, createConsoleStreams } from './streams/console-streams.js';

/** What operators look at all the time. */
export interface Watching {
  readonly overview: OverviewReads;
  readonly consoleStreams: ConsoleStreams;
  readonly part: Part;
}

export interface WatchingDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly pacing: PacingReads;
  readonly expiry: Expiry;
  readonly health: Health;
}

/** Puts together the overview and its streams; the streams end before anything else does. */
export function composeConsole(dependencies: WatchingDependencies): Watching {
  const { store, clock, pacing, expiry, health } = dependencies;
  const flow = createFlow(store, clock);
  const { lagMs } = expiry;
  const overview = createOverview({ store, clock, flow, pacing, lagMs, checks: health.check });
  const consoleStreams = createConsoleStreams({ store, clock, overview: overview.read });
  return {
    overview,
    consoleStreams,
    part: {
      drain: consoleStreams.close,
      stop() {
        overview.close();
        flow.close();
      },
      gauges: [
        {
          name: 'webengagement_console_streams',
          help: 'Open streams of operators.',
          read: consoleStreams.count,
        },
      ],
    },
  };
}
