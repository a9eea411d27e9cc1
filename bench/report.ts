import Table from 'cli-table3';
import type { LoadResult } from './load.js';
import type { Observation } from './server.js';

/** One measured slice of one program. */
export type Run = LoadResult &
  Observation & {
    /** Processor time of one creation, in microseconds: hardly depends on what else runs. */
    readonly cpuPerCreate: number;
  };

/** Every slice of both programs, in the order in which they were made. */
export interface Runs {
  readonly yardstick: readonly Run[];
  readonly service: readonly Run[];
}

/** The median of each figure. */
export type Medians = { readonly [K in keyof Run]: number };

/** What is reported: the medians, and how the service compares with the yardstick. */
export interface Report {
  readonly yardstick: Medians;
  readonly service: Medians;
  /** Creations per second of the service for one of the yardstick: the median of the pairs. */
  readonly ratio: number;
  readonly pairs: readonly number[];
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
export function reportOf({ yardstick, service }: Runs): Report {
  const pairs = service.map(
    (run, index) => run.perSecond / (yardstick[index]?.perSecond ?? Number.NaN),
  );
  return {
    yardstick: mediansOf(yardstick),
    service: mediansOf(service),
    ratio: median(pairs),
    pairs,
  };
}

/** The report as a table, with a warning when the load was too weak to compare. */
export function tableOf({ yardstick, service, ratio, pairs }: Report, name: string): string {
  const head = [
    '',
    'creates/s',
    'p50 ms',
    'p99 ms',
    'loop p99 ms',
    'loop max ms',
    'busy',
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
      m.cpuPerCreate.toFixed(0),
      `${(m.loaderBusy * 100).toFixed(0)} %`,
    ]);
  };
  row(name, yardstick);
  row('webengagement, durable', service);
  const range = `${Math.min(...pairs).toFixed(2)}–${Math.max(...pairs).toFixed(2)}`;
  const lines = [table.toString(), `ratio ${ratio.toFixed(3)} (${pairs.length} pairs: ${range})`];
  if (yardstick.loaderBusy > LOADER_LIMIT)
    lines.push(
      `the loading process was busy for ${(yardstick.loaderBusy * 100).toFixed(0)} % of the time: the yardstick may be faster than shown`,
    );
  return lines.join('\n');
}
