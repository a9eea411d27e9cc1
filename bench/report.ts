import Table from 'cli-table3';
import type { LoadResult } from './load.js';
import type { Observation } from './server.js';

/** One measured slice of one program. */
export type Run = LoadResult &
  Observation & {
    /** Processor time of one creation, in microseconds: hardly depends on what else runs. */
    readonly cpuPerCreate: number;
    /** The same of the main thread alone. */
    readonly mainPerCreate: number;
  };

/** Every slice of each program, in the order in which they were made. */
export interface Runs {
  readonly yardstick: readonly Run[];
  readonly service: readonly Run[];
  /** The service with the built-in strategy, which decides on all that is created. */
  readonly decided: readonly Run[];
}

/** The median of each figure. */
export type Medians = { readonly [K in keyof Run]: number };

/** How fast one program is for another: of each pair of slices, and the median of these. */
export interface Ratio {
  readonly ratio: number;
  readonly pairs: readonly number[];
}

/** What is reported: the medians, and how the programs compare. */
export interface Report {
  readonly medians: { readonly [K in keyof Runs]: Medians };
  /** Creations per second of the service, with nobody deciding, for one of the yardstick. */
  readonly durable: Ratio;
  /** Creations per second that the built-in strategy decides on, for one that nobody does. */
  readonly decided: Ratio;
}

/** Above this the loading process holds the faster server back, and the ratio flatters. */
const LOADER_LIMIT = 0.97;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

function mediansOf(runs: readonly Run[]): Medians {
  const names = Object.keys(runs[0] ?? {}) as (keyof Run)[];
  const entries = names.map((name) => [name, median(runs.map((run) => run[name]))]);
  return Object.fromEntries(entries) as Medians;
}

/** Compares the runs pair by pair, so that what slows the machine for a while cancels out. */
function ratioOf(runs: readonly Run[], of: readonly Run[]): Ratio {
  const pairs = runs.map((run, index) => run.perSecond / (of[index]?.perSecond ?? Number.NaN));
  return { ratio: median(pairs), pairs };
}

/** What came of all runs. */
export function reportOf({ yardstick, service, decided }: Runs): Report {
  return {
    medians: {
      yardstick: mediansOf(yardstick),
      service: mediansOf(service),
      decided: mediansOf(decided),
    },
    durable: ratioOf(service, yardstick),
    decided: ratioOf(decided, service),
  };
}

/** The report as a table, with a warning when the load was too weak to compare. */
export function tableOf({ medians, durable, decided }: Report, name: string): string {
  const head = [
    '',
    'creates/s',
    'p50 ms',
    'p99 ms',
    'loop p99 ms',
    'loop max ms',
    'busy',
    'main µs',
    'cpu µs',
    'loader',
  ];
  const table = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  const row = (name: string, m: Medians): void => {
    table.push([
      name,
      m.perSecond.toFixed(0),
      m.p50.toFixed(2),
      m.p99.toFixed(2),
      m.delayP99.toFixed(1),
      m.delayMax.toFixed(1),
      `${(m.busy * 100).toFixed(0)} %`,
      m.mainPerCreate.toFixed(0),
      m.cpuPerCreate.toFixed(0),
      `${(m.loaderBusy * 100).toFixed(0)} %`,
    ]);
  };
  row(name, medians.yardstick);
  row('webengagement, durable', medians.service);
  row('the same, decided by the built-in strategy', medians.decided);
  const tell = ({ ratio, pairs }: Ratio): string =>
    `${ratio.toFixed(3)} (${pairs.length} pairs: ${Math.min(...pairs).toFixed(2)}–${Math.max(...pairs).toFixed(2)})`;
  const lines = [
    table.toString(),
    `ratio ${tell(durable)}`,
    `decided by the built-in strategy, for one that nobody decides on: ratio ${tell(decided)}`,
  ];
  const { loaderBusy } = medians.yardstick;
  if (loaderBusy > LOADER_LIMIT)
    lines.push(
      `the loading process was busy for ${(loaderBusy * 100).toFixed(0)} % of the time: the yardstick may be faster than shown`,
    );
  return lines.join('\n');
}
