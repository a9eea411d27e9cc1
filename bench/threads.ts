// Of which thread of a server under test the processor time is. Threads have no names that the system
// tells, so the one that writes is known by its file, when it is started.

import { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import threads, { Worker } from 'node:worker_threads';

/** What Linux tells of a thread, since it began. */
export interface ThreadTimes {
  readonly cpuMs: number;
  /** Bytes of all its writes: files and sockets, not what is mapped. */
  readonly written: number;
}

const TASKS = '/proc/self/task';
const WRITER = /\/writer-worker\.js$/;

/** The times of a thread of this process by its number; undefined where the system does not tell. */
export function readThread(id: number | undefined): ThreadTimes | undefined {
  if (id === undefined) return undefined;
  try {
    const [ran] = readFileSync(`${TASKS}/${id}/schedstat`, 'utf8').split(' ');
    const [, written] = /^wchar: (\d+)$/m.exec(readFileSync(`${TASKS}/${id}/io`, 'utf8')) ?? [];
    return { cpuMs: Number(ran) / 1e6, written: Number(written) };
  } catch {
    return undefined;
  }
}

/** Notes the number of the thread that writes, from now on: to be called before the program runs. */
export function watchWriter(): () => number | undefined {
  let writer: number | undefined;
  const tasks = (): readonly string[] => {
    try {
      return readdirSync(TASKS);
    } catch {
      return [];
    }
  };
  class NotedWorker extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      const before = new Set(tasks());
      super(...args);
      if (WRITER.test(String(args[0])))
        writer = Number(tasks().find((each) => !before.has(each))) || undefined;
    }
  }
  threads.Worker = NotedWorker;
  syncBuiltinESMExports();
  return () => writer;
}
