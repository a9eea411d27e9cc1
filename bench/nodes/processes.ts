import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Parts of a second in which Linux counts processor time. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** From a line of `/proc/PID/stat`, after the name of the program: where what is. */
const FIELDS = { parent: 1, user: 11, system: 12, endedUser: 13, endedSystem: 14 };

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Of itself. */
  readonly own: number;
  /** Of its children that have ended. */
  readonly ended: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (name: keyof typeof FIELDS): number => Number(fields[FIELDS[name]]);
    return {
      pid,
      parent: at('parent'),
      own: at('user') + at('system'),
      ended: at('endedUser') + at('endedSystem'),
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** The process of a PostgreSQL server that started all its others. */
export const serverOf = (data: string): number =>
  Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);

/**
 * Processor time so far, in microseconds, of a process and its children, those included that have
 * ended; in steps of a hundredth of a second for each process. Throws where the system does not tell.
 */
export function familyMicros(pid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const head = all.find((each) => each.pid === pid);
  if (head === undefined) throw new Error(`there is no process ${pid}`);
  const children = all.filter(({ parent }) => parent === pid);
  const ticks = children.reduce((sum, { own }) => sum + own, head.own + head.ended);
  return (ticks / TICKS) * 1e6;
}
