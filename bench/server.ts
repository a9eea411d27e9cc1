import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** What the bench tells the observer in a server. */
export type Command =
  | { readonly do: 'start'; readonly profile: boolean }
  | { readonly do: 'stop'; readonly file?: string | undefined };

/** What the observer saw between start and stop, times in milliseconds. */
export interface Observation {
  /** Share of the time in which the event loop was not idle. */
  readonly busy: number;
  /** Processor time of all threads, in milliseconds. */
  readonly cpu: number;
  /** That of the main thread alone; of all where the system does not tell. */
  readonly mainCpu: number;
  /** That of the thread that writes; 0 where there is none, or the system does not tell. */
  readonly writerCpu: number;
  /** Bytes that this thread wrote: what went into the log of the database. */
  readonly written: number;
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
}

/** A server under test, in a process of its own. */
export interface Server {
  readonly address: string;
  readonly pid: number;
  /** From its start until it listened, in milliseconds. */
  readonly startMs: number;
  /** Starts to observe; with `profile` it records a CPU profile too. */
  observe(profile: boolean): Promise<void>;
  /** Ends observing; a profile goes to `file`. */
  observed(file?: string): Promise<Observation>;
  /** Resolves with what the program itself tells next. */
  told(): Promise<unknown>;
  /** Ends it gracefully; rejects when it ends with an error. */
  stop(): Promise<void>;
}

/** What is started, in the words of `node`. */
export interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Who decides when it is the service, which stores, and ends with code 0 on SIGTERM. */
  readonly strategy: Strategy | null;
}

/** Who decides on what is created: nobody while the bench runs, or the built-in strategy. */
export type Strategy = 'none' | 'builtin';

const START_WITHIN_MS = 60_000;
const OBSERVER = new URL('./observe.js', import.meta.url).href;

/** The bare fastify. */
export const BARE: Program = {
  args: [fileURLToPath(new URL('./bare.js', import.meta.url))],
  env: {},
  strategy: null,
};

/** The same with fastify's own log of every request, into the same file. */
export const BARE_WITH_LOG: Program = { ...BARE, env: { LOG: 'info' } };

/** What `npm run build` made of the service. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The real service on a data directory of its own, configured by nothing but the given values. */
export function service(
  main: string,
  strategy: Strategy,
  dataDir: string,
  adminKey: string,
): Program {
  return {
    args: [main, 'serve', '--port', '0', '--data-dir', dataDir],
    env: { ADMIN_KEY: adminKey, STRATEGY: strategy },
    strategy,
  };
}

/** Starts a program with its standard output in a file, as in production, and waits until it listens. */
export async function start(program: Program, directory: string): Promise<Server> {
  const output = join(directory, 'output.log');
  const descriptor = openSync(output, 'w', 0o600);
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', OBSERVER, ...program.args], {
    env: { PATH, HOME, ...program.env },
    stdio: ['ignore', descriptor, 'inherit', 'ipc'],
  });
  closeSync(descriptor);
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const address = await Promise.race([
    addressIn(output),
    ended.then(([code]) => Promise.reject(new Error(`ended at its start with code ${code}`))),
  ]);

  return {
    address,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    observe: async (profile) => void (await ask(child, { do: 'start', profile })),
    observed: (file) => ask(child, { do: 'stop', file }) as Promise<Observation>,
    told: async () => (await once(child, 'message'))[0],
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      if (program.strategy !== null && code !== 0) throw new Error(`ended with ${code ?? signal}`);
    },
  };
}

async function ask(child: ChildProcess, command: Command): Promise<unknown> {
  const answered = once(child, 'message');
  child.send(command);
  return (await answered)[0];
}

/** The first `address` in the lines of a file that is being written. */
async function addressIn(file: string): Promise<string> {
  const signal = AbortSignal.timeout(START_WITHIN_MS);
  const watcher = watch(file);
  try {
    for (;;) {
      const [, address] = /"address":"(http:[^"]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
      if (address !== undefined) return address;
      await once(watcher, 'change', { signal });
    }
  } finally {
    watcher.close();
  }
}
