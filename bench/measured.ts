import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type LoadResult, percentile } from './load.js';
import { type Observation, type Program, type Server, start } from './server.js';
import type { Measures } from './terms/term.js';

/** One measured slice of one program. */
export type Run = LoadResult &
  Observation & {
    /** Processor time of each, in microseconds: hardly depends on what else runs. */
    readonly cpuMicros: number;
    /** The same by thread. */
    readonly mainMicros: number;
    readonly writerMicros: number;
    readonly othersMicros: number;
    /** Bytes that each wrote into the log. */
    readonly logBytes: number;
  };

/** Observes a server while it is loaded; a profile goes to `profileFile`. */
export async function measured(
  server: Server,
  load: () => Promise<LoadResult>,
  profileFile?: string,
): Promise<Run> {
  await server.observe(profileFile !== undefined);
  const result = await load();
  const observation = await server.observed(profileFile);
  const { cpu, mainCpu, writerCpu, written } = observation;
  const micros = (ms: number): number => (ms / result.done) * 1000;
  return {
    ...result,
    ...observation,
    cpuMicros: micros(cpu),
    mainMicros: micros(mainCpu),
    writerMicros: micros(writerCpu),
    othersMicros: micros(Math.max(cpu - mainCpu - writerCpu, 0)),
    logBytes: written / result.done,
  };
}

/** Lets a program run in a directory of its own, which `prepare` fills, while `use` needs it. */
export async function serving<T>(
  programOn: (directory: string) => Program,
  within: string,
  use: (server: Server, directory: string) => Promise<T>,
  prepare: (directory: string) => void = () => {},
): Promise<T> {
  const directory = mkdtempSync(join(within, 'webengagement-bench-'));
  try {
    prepare(directory);
    const server = await start(programOn(directory), directory);
    try {
      return await use(server, directory);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What lies in the middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** The median of each figure, as a row shows it. */
export function mediansOf(runs: readonly Run[]): Measures {
  const of = (name: keyof Run): number => median(runs.map((run) => run[name]));
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    max: of('max'),
    loopP50: of('delayP50'),
    loopP99: of('delayP99'),
    mainMicros: of('mainMicros'),
    othersMicros: of('othersMicros'),
    // None of them writes without that thread.
    ...(of('writerMicros') > 0 && { writerMicros: of('writerMicros'), logBytes: of('logBytes') }),
  };
}

/** How some durations in milliseconds are spread. */
export function spreadOf(values: Iterable<number>): Pick<LoadResult, 'p50' | 'p99' | 'max'> {
  const sorted = Float64Array.from(values).sort();
  return {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** Works on `amount` things in so many lanes, in each one after another, and says how long each took. */
export async function runLanes(
  lanes: number,
  amount: number,
  work: (index: number) => Promise<void>,
): Promise<LoadResult> {
  const durations: number[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    for (let index = next++; index < amount; index = next++) {
      const startedAt = performance.now();
      await work(index);
      durations.push(performance.now() - startedAt);
    }
  }
  const before = performance.eventLoopUtilization();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const ms = performance.now() - startedAt;
  return {
    ...spreadOf(durations),
    perSecond: (durations.length / ms) * 1000,
    done: durations.length,
    loaderBusy: performance.eventLoopUtilization(before).utilization,
  };
}
