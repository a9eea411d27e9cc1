import { median } from '../measured.js';
import type { Finding } from '../report.js';
import type { Measures, Row } from '../terms/term.js';
import type { Compared, Comparison, ContenderName, Measured } from './comparing.js';

const NAMES: Readonly<Record<ContenderName, string>> = {
  here: 'a data directory, written by the process itself',
  thread: 'a data directory, written by its thread (as it serves)',
  one: 'one process, PostgreSQL',
  two: 'two processes, PostgreSQL',
  four: 'four processes, PostgreSQL',
  fourFull: 'four processes, each loaded as the one',
};

const figureOf = (slices: readonly Measured[], name: keyof Measured): number =>
  median(slices.map((slice) => slice[name]));

function measuresOf(slices: readonly Measured[]): Measures {
  const of = (name: keyof Measured): number => figureOf(slices, name);
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    nodeMicros: of('nodeMicros'),
    ...(of('databaseMicros') > 0 && { databaseMicros: of('databaseMicros') }),
    batch: of('batch'),
  };
}

/** Of each round one ratio: what slows the machine for a while slows both. */
const ratio = (slices: readonly Measured[], to: readonly Measured[]): number =>
  median(slices.map((slice, round) => slice.nodeMicros / (to[round]?.nodeMicros ?? Number.NaN)));

const against = (is: number, most: number): string =>
  `goal: at most ${most}${is > most ? '; missed' : ''}`;

/** What should come out, beside what did. */
function goals({ here, one, four, fourFull }: Compared): readonly Row[] {
  const ratios = [
    ['processor time of one process, to a data directory that it writes itself', one, here, 1.3],
    ['of four processes together, to one', four, one, 2.2],
    ['the same where each is loaded as the one: transactions as large', fourFull, one, 1.2],
  ] as const;
  const MOST_MICROS = 180;
  const database = figureOf(one, 'databaseMicros');
  return [
    ...ratios.map(([what, slices, to, most]): Row => {
      const is = ratio(slices, to);
      return { what, measures: { ratio: is }, also: against(is, most) };
    }),
    {
      what: 'processor time of PostgreSQL, one process',
      measures: { databaseMicros: database },
      also: against(database, MOST_MICROS),
    },
  ];
}

/** What follows from processor times, for machines that were not measured. */
function sizing({ thread, one, fourFull }: Compared): readonly Row[] {
  const each = (slices: readonly Measured[], name: 'nodeMicros' | 'databaseMicros'): Measures => ({
    perSecond: 1e6 / figureOf(slices, name),
  });
  return [
    {
      what: 'for each core of a process, a data directory',
      measures: each(thread, 'nodeMicros'),
      also: 'of two threads: one process has little use for more than two cores',
    },
    {
      what: 'for each core of the processes, PostgreSQL',
      measures: each(one, 'nodeMicros'),
      also: 'without HTTP, which costs more than this',
    },
    { what: 'for each core of PostgreSQL, one process', measures: each(one, 'databaseMicros') },
    {
      what: 'for each core of PostgreSQL, four processes',
      measures: each(fourFull, 'databaseMicros'),
    },
  ];
}

/** The tables of the page. */
export function findingsOf(
  compared: Compared,
  { lanes, rounds, seconds }: Comparison,
): readonly Finding[] {
  return [
    {
      term: {
        name: 'nodes',
        title: 'Changes without HTTP',
        says: `A change is a creation (with a page and three fields of the visitor), the decision to engage or the answer of the visitor, a third of each, decided by the rules that serve and committed to the disk. ${lanes} at a time over all processes, asked of the store without HTTP; PostgreSQL and all processes on one machine. The median of ${rounds} slices of ${seconds} s each, by turns. Processor times are of each change, of all processes together; *batch* is how many changes share a transaction.`,
      },
      rows: (Object.keys(NAMES) as ContenderName[]).map((name) => ({
        what: NAMES[name],
        measures: measuresOf(compared[name]),
      })),
    },
    {
      term: {
        name: 'goals',
        title: 'What is asked of the driver',
        says: 'What the same run says of what the driver is meant to cost.',
      },
      rows: goals(compared),
    },
    {
      term: {
        name: 'sizing',
        title: 'Computed, not measured',
        says: 'Changes a second for each core that does nothing else, computed from the processor times of the same run, not measured: a larger machine has other limits, too.',
      },
      rows: sizing(compared),
    },
  ];
}
