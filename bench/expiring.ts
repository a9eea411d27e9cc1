import { fileURLToPath } from 'node:url';
import { create, createAsking } from './asking.js';
import type { Passed } from './deadline-service.js';
import { type DueOnes, ENGAGEMENT_MS, fillDue } from './fill-due.js';
import { serving, spreadOf } from './measured.js';
import type { Observation, Program, Server } from './server.js';
import type { Measures, Settings } from './terms/term.js';

const PROGRAM = fileURLToPath(new URL('./deadline-service.js', import.meta.url));

/** From the fill until the first deadline: the service has started by then, and what is quiet was measured. */
const AHEAD_MS = { least: 20_000, each: 0.2 };
/** None may have been created later than now. */
const LATEST_MS = ENGAGEMENT_MS - 2_000;
/** What must be left of that once the service has started. */
const QUIET_MS = 4_000;

/** Durations of creations in milliseconds, before the first deadline and until the last was passed. */
export interface Beside {
  readonly quiet: readonly number[];
  readonly meanwhile: readonly number[];
}

/** What came of deadlines, and of creations beside them. */
export interface Expired {
  readonly deadlines: Measures;
  readonly creations: Beside;
  /** From the first deadline until the last was passed. */
  readonly settledMs: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Creates in so many lanes until `isOver`; each with the moment of its answer. */
async function creating(server: Server, key: string, lanes: number, isOver: () => boolean) {
  const asking = createAsking(server.address, key, lanes);
  const made: (readonly [at: number, ms: number])[] = [];
  async function lane(): Promise<void> {
    while (!isOver()) {
      const startedAt = performance.now();
      await create(asking);
      made.push([Date.now(), performance.now() - startedAt]);
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  await asking.close();
  return made;
}

/** Lets deadlines pass, while so many lanes create; they say how long creations took. */
export async function expire(
  due: Omit<DueOnes, 'from'>,
  lanes: number,
  { directory, key }: Settings,
): Promise<Expired> {
  let from = 0;
  const programOn = (own: string): Program => ({
    args: [PROGRAM, String(due.amount)],
    env: { DATA_DIR: own, ADMIN_KEY: key, STRATEGY: 'none' },
    strategy: 'none',
  });
  return serving(
    programOn,
    directory,
    async (server) => {
      if (from - Date.now() < QUIET_MS)
        throw new Error(
          'the machine is too busy: the first deadline passed while the service started',
        );
      let isOver = false;
      // What is cold is not what is asked for.
      await creating(server, key, 2, () => from - Date.now() < QUIET_MS);
      const creations = creating(server, key, lanes, () => isOver);
      await pause(from - Date.now() - 100);
      await server.observe(false);
      const { lateness, lastAt } = (await server.told()) as Passed;
      const observation = await server.observed();
      isOver = true;
      const made = await creations;
      return {
        settledMs: lastAt - from,
        deadlines: {
          perSecond: (lateness.length / (lastAt - from)) * 1000,
          ...spreadOf(lateness),
          loopP50: observation.delayP50,
          loopP99: observation.delayP99,
          // Beside creations it is theirs, too.
          ...(lanes === 0 && costsOf(observation, lateness.length)),
        },
        creations: {
          quiet: made.filter(([at]) => at < from).map(([, ms]) => ms),
          meanwhile: made.filter(([at]) => at >= from && at <= lastAt).map(([, ms]) => ms),
        },
      };
    },
    (own) => {
      const spreadMs = due.perSecond === null ? 0 : (due.amount / due.perSecond) * 1000;
      const aheadMs = AHEAD_MS.least + due.amount * AHEAD_MS.each;
      from = Date.now() + Math.min(aheadMs, LATEST_MS - spreadMs);
      fillDue(own, { ...due, from });
    },
  );
}

function costsOf({ cpu, mainCpu, writerCpu, written }: Observation, amount: number): Measures {
  const micros = (cpuMs: number): number => (cpuMs / amount) * 1000;
  return {
    mainMicros: micros(mainCpu),
    writerMicros: micros(writerCpu),
    othersMicros: micros(Math.max(cpu - mainCpu - writerCpu, 0)),
    logBytes: written / amount,
  };
}
