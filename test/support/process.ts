import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('./cli-host.js', import.meta.url));
const MAIN = fileURLToPath(import.meta.resolve('#src/main.js'));

/** What a finished process left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A real process of the program, with no more environment than `env`; `by` is a command line that
 * ends in becoming what comes after it.
 */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  by: readonly string[] = [],
) {
  // Without `--`, Node 20 takes an --env-file for its own, wherever it stands.
  const [command, ...rest] = [...by, process.execPath, '--', MAIN, ...args] as const;
  return spawn(command ?? process.execPath, rest, {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the program until it ends, in a process of its own. */
export async function runAlone(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = start(args, env);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

let host: ChildProcess | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line as the program does, in a process that the runs of a test file share:
 * starting one takes ten times as long as what most commands do.
 */
export function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const outcome = queue.then(async () => {
    host ??= fork(HOST, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    // Only an answer that is waited for keeps the test running.
    host.ref();
    host.channel?.ref();
    host.send({ args, env });
    const [answer] = (await once(host, 'message')) as [Outcome];
    host.unref();
    host.channel?.unref();
    return answer;
  });
  queue = outcome.catch(() => undefined);
  return outcome;
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join('');
}

/** A running service: its process, and its log. */
export interface Serving {
  readonly process: ChildProcess;
  readonly address: string;
  /** Log entries so far. */
  readonly log: readonly LogEntry[];
  /** Resolves with the first entry, past or coming, that says so. */
  logged(message: string): Promise<LogEntry>;
  /** Sends a signal and resolves with the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface LogEntry {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Starts the service on any free port and resolves once it listens; kills it after the test. */
export async function serve(
  t: { teardown(run: () => unknown): void },
  env: Readonly<Record<string, string>>,
  by: readonly string[] = [],
): Promise<Serving> {
  const child = start(['serve'], { PORT: '0', STRATEGY: 'none', ...env }, by);
  const closed = once(child, 'close');
  t.teardown(() => {
    child.kill('SIGKILL');
    return closed;
  });
  const log: LogEntry[] = [];
  let told = '';
  child.stderr.on('data', (words) => {
    told += words;
  });
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => log.push(JSON.parse(line)));
  const logged = async (message: string): Promise<LogEntry> => {
    for (;;) {
      const entry = log.find(({ msg }) => msg === message);
      if (entry) return entry;
      const [event] = await Promise.race([once(lines, 'line'), closed.then(() => [null])]);
      if (event === null) {
        const how = child.exitCode ?? child.signalCode;
        throw new Error(`the process ended (${how}) before it logged "${message}": ${told}`);
      }
    }
  };
  const listening = await logged('listening');
  return {
    process: child,
    address: String(listening.address),
    log,
    logged,
    async end(signal) {
      child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}
