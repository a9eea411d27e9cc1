import Table from 'cli-table3';
import type { Measures, Row, Subject } from './terms/term.js';

/** What one term came to. */
export interface Finding {
  readonly term: Subject;
  readonly rows: readonly Row[];
}

interface Column {
  readonly head: string;
  readonly tell: (value: number) => string;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
/** Three figures that count. */
const fine = (value: number): string =>
  value >= 100 ? whole(value) : value.toFixed(value >= 10 ? 1 : 2);

const COLUMNS: Readonly<Record<keyof Measures, Column>> = {
  perSecond: { head: 'a second', tell: whole },
  ratio: { head: 'ratio', tell: (value) => value.toFixed(2) },
  p50: { head: 'p50 ms', tell: fine },
  p99: { head: 'p99 ms', tell: fine },
  max: { head: 'max ms', tell: fine },
  loopP50: { head: 'loop p50 ms', tell: fine },
  loopP99: { head: 'loop p99 ms', tell: fine },
  mainMicros: { head: 'main µs', tell: whole },
  writerMicros: { head: 'writer µs', tell: whole },
  othersMicros: { head: 'others µs', tell: whole },
  nodeMicros: { head: 'service µs', tell: whole },
  databaseMicros: { head: 'PostgreSQL µs', tell: whole },
  batch: { head: 'batch', tell: fine },
  logBytes: { head: 'log bytes', tell: whole },
  seconds: { head: 'seconds', tell: (value) => value.toFixed(2) },
  residentMB: { head: 'memory MB', tell: whole },
};
const KEYS = Object.keys(COLUMNS) as (keyof Measures)[];

/** The columns in which any row has something. */
const usedBy = (rows: readonly Row[]): readonly (keyof Measures)[] =>
  KEYS.filter((key) => rows.some(({ measures }) => measures[key] !== undefined));

function cellsOf({ what, measures, also = '' }: Row, keys: readonly (keyof Measures)[]): string[] {
  const told = keys.map((key) => {
    const value = measures[key];
    return value === undefined ? '' : COLUMNS[key].tell(value);
  });
  return [what, ...told, also];
}

const headsOf = (keys: readonly (keyof Measures)[]): string[] => [
  'what',
  ...keys.map((key) => COLUMNS[key].head),
  'more',
];

/** Everything as one table for a terminal. */
export function tableOf(findings: readonly Finding[]): string {
  const keys = usedBy(findings.flatMap(({ rows }) => rows));
  const heads = headsOf(keys);
  const table = new Table({
    head: heads.map((head) => head.replaceAll(' ', '\n')),
    colAligns: ['left', ...keys.map(() => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { term, rows } of findings) {
    table.push([{ colSpan: heads.length, content: term.title.toUpperCase() }]);
    for (const row of rows) table.push(cellsOf(row, keys));
  }
  return table.toString();
}

/** What one term came to as a table of Markdown, without the columns that it leaves empty. */
export function markdownOf(rows: readonly Row[]): string {
  const keys = usedBy(rows);
  const hasMore = rows.some(({ also }) => also);
  const cut = (cells: readonly string[]): readonly string[] =>
    hasMore ? cells : cells.slice(0, -1);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(cut(headsOf(keys))),
    line(cut(['---', ...keys.map(() => '---:'), '---'])),
    ...rows.map((row) => line(cut(cellsOf(row, keys)))),
  ].join('\n');
}
