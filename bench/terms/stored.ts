import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepEngagements } from '../asking.js';
import { fill } from '../fill.js';
import { apply } from '../load.js';
import { median, serving } from '../measured.js';
import { MAIN, type Server, service } from '../server.js';
import type { Row, Settings, Term } from './term.js';

const STARTS = { quick: 2, full: 5 };
/** Creations after which memory is looked at once more. */
const CREATIONS = { quick: 4_000, full: 20_000 };
const CONNECTIONS = 64;

const say = (count: number): string => count.toLocaleString('en');

/** Resident memory, in millions of bytes; undefined where the system does not tell. */
function residentOf({ pid }: Server): number | undefined {
  try {
    const [, kilobytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}

/** Starts on a database that holds so many, several times; then loads the last one. */
async function among(amount: number, settings: Settings): Promise<readonly Row[]> {
  const { quick, directory, key } = settings;
  const starts = quick ? STARTS.quick : STARTS.full;
  const filled = mkdtempSync(join(directory, 'webengagement-bench-'));
  try {
    const filledMs = amount > 0 ? fill(filled, amount) : 0;
    const seconds: number[] = [];
    const fresh: (number | undefined)[] = [];
    const loaded: (number | undefined)[] = [];
    for (let start = 1; start <= starts; start += 1)
      await serving(
        () => service(MAIN, 'none', filled, key),
        directory,
        async (server) => {
          seconds.push(server.startMs / 1000);
          fresh.push(residentOf(server));
          if (start < starts) return;
          const { address } = server;
          await keepEngagements(address, key);
          const creations = quick ? CREATIONS.quick : CREATIONS.full;
          await apply({ address, key, connections: CONNECTIONS, amount: creations, rich: true });
          loaded.push(residentOf(server));
        },
      );
    const [memory] = fresh.toSorted((a = 0, b = 0) => a - b);
    const [after] = loaded;
    return [
      {
        what: `${say(amount)} stored: start`,
        measures: { seconds: median(seconds), ...(memory && { residentMB: memory }) },
        also: `${starts} starts${amount > 0 ? `; filled in ${(filledMs / 1000).toFixed(0)} s` : ''}`,
      },
      {
        what: `after ${say(quick ? CREATIONS.quick : CREATIONS.full)} creations`,
        measures: { ...(after && { residentMB: after }) },
      },
    ];
  } finally {
    rmSync(filled, { recursive: true, force: true });
  }
}

export const stored: Term = {
  name: 'stored',
  title: 'Start and memory',
  says: 'From the start of the process until it listens, and its resident memory then and after creations, with an empty database and with many interactions of the last 29 days, each with four facts and a delivered message.',
  async rows(settings) {
    const amounts = [
      0,
      settings.quick ? 100_000 : 1_000_000,
      ...(settings.tenMillion ? [10_000_000] : []),
    ];
    const rows: Row[] = [];
    for (const amount of amounts) rows.push(...(await among(amount, settings)));
    return rows;
  },
};
