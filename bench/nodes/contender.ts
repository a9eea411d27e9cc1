import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How a process keeps its data: a data directory, written by itself or by a thread, or a database. */
export type Driver = 'here' | 'thread' | 'postgres';

/** What a process is told to do for a slice of time. */
export interface Order {
  /** Changes at a time. */
  readonly lanes: number;
  readonly ms: number;
  /** A file for a CPU profile. */
  readonly profile?: string | undefined;
}

/** What came of it. */
export interface Slice {
  /** Of each change, in milliseconds. */
  readonly durations: readonly number[];
  readonly seconds: number;
  /** Interactions that were created and came to their end. */
  readonly finished: number;
  /** Processor time of all threads of the process. */
  readonly cpuMicros: number;
  /** How often answers came: those of one transaction come at once. */
  readonly turns: number;
}

/** A process with a store. */
export interface StoreProcess {
  run(order: Order): Promise<Slice>;
  /** Interactions that its store holds. */
  count(): Promise<number>;
  /** Stands still, so that it takes nothing from others; `wake` ends that. */
  rest(): void;
  wake(): void;
  end(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../nodes-process.js', import.meta.url));

async function answerOf(child: ChildProcess): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const [answer] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) =>
        Promise.reject(new Error(`ended with ${code}`)),
      ),
    ]);
    return answer;
  } finally {
    settled.abort();
  }
}

/** Starts one; resolves when its store is open. */
export async function startStore(driver: Driver, place: string): Promise<StoreProcess> {
  const child = fork(PROGRAM, [driver, place], { serialization: 'advanced' });
  await answerOf(child);
  const ask = async (order: Order | 'count'): Promise<unknown> => {
    const answer = answerOf(child);
    child.send(order);
    return answer;
  };
  return {
    run: async (order) => (await ask(order)) as Slice,
    count: async () => Number(await ask('count')),
    rest: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    async end() {
      child.kill('SIGCONT');
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
