import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, watch } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian keeps the programs of each version of the server. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the server's programs; undefined where there is none. */
function findPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const newest = versions.sort((a, b) => b - a).map((version) => join(DEBIAN, `${version}`, 'bin'));
  const folders = [...newest, ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** Why there is nothing to test with, in one line; undefined where there is a server. */
export const NO_POSTGRES: string | undefined =
  findPrograms() === undefined
    ? 'there is no PostgreSQL here (apt-get install postgresql)'
    : undefined;

/** Who owns a server and everything in it. */
export const USER = 'postgres';
/** Where servers listen. */
export const LOOPBACK = '127.0.0.1';

/** A port of this machine that nobody listens on, just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whom the system calls so. */
function findSomebody(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }).trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

let somebody: ReturnType<typeof findSomebody> | undefined;

/** Servers refuse to run as root: a command line before their own makes them somebody else, who gets `directory`. */
export function asSomebody(directory: string): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  somebody ??= findSomebody();
  const { uid, gid } = somebody;
  chownSync(directory, uid, gid);
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/** A directory for one server, and whoever it belongs to. */
export interface Place {
  readonly directory: string;
  /** Where the files of the server are. */
  readonly data: string;
  /** The path of a program that comes with the server. */
  program(name: string): string;
  /** Runs something as the owner, to its end. */
  run(file: string, ...args: readonly string[]): void;
  /** Starts something as the owner. */
  spawn(file: string, ...args: readonly string[]): ChildProcess;
}

/** Makes one in a folder, with nothing in it. */
export function createPlace(folder: string = tmpdir()): Place {
  const programs = findPrograms();
  if (programs === undefined) throw new Error(NO_POSTGRES);
  const directory = mkdtempSync(join(folder, 'webengagement-postgres-'));
  const by = asSomebody(directory);
  const settings = { stdio: 'ignore', cwd: directory } as const;
  const whole = (file: string, args: readonly string[]): readonly [string, string[]] => {
    const [first = file, ...rest] = [...by, file, ...args];
    return [first, rest];
  };
  return {
    directory,
    data: join(directory, 'data'),
    program: (name) => join(programs, name),
    run: (file, ...args) => void execFileSync(...whole(file, args), settings),
    spawn: (file, ...args) => spawn(...whole(file, args), settings),
  };
}

/** Settings for what survives no loss of power, and need not: for as little work as possible. */
export const FAST: readonly string[] = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  // No query of a test takes as long as compiling it, and no table is there for long.
  ...['jit=off', 'autovacuum=off'],
];

/** The process of a server. */
export interface ServerProcess {
  readonly port: number;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Ends it in order, or (`SIGQUIT`) as if the machine had lost power. */
  end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void>;
}

/** Ports that are tried: somebody may take one that was free a moment ago. */
const MOST_PORTS = 3;

/** Starts the server of a place on a port of its own; resolves when it serves. It ends with this process. */
export async function startProcess(
  place: Place,
  settings: readonly string[],
): Promise<ServerProcess> {
  let port = 0;
  let child: ChildProcess | undefined;
  const quit = (): unknown => child?.kill('SIGQUIT');
  const isOver = (): boolean => child?.exitCode !== null || child.signalCode !== null;

  /** As the file says in which a server notes how far it is. */
  function isServing(): boolean {
    try {
      const lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
      return Number(lines[0]) === child?.pid && lines[7]?.trim() === 'ready';
    } catch {
      return false;
    }
  }

  async function start(): Promise<void> {
    const all = [
      `listen_addresses=${LOOPBACK}`,
      'max_connections=300',
      `unix_socket_directories=${place.directory}`,
      ...settings,
    ];
    const args = ['-D', place.data, '-p', String(port)];
    for (const setting of all) args.push('-c', setting);
    const notes = watch(place.data);
    child = place.spawn(place.program('postgres'), ...args);
    process.on('exit', quit);
    const ended = once(child, 'exit');
    while (!isServing() && !isOver()) await Promise.race([once(notes, 'change'), ended]);
    notes.close();
    child.unref();
    if (!isOver()) return;
    process.off('exit', quit);
    throw new Error(`the server ended with ${child.exitCode}`);
  }

  for (let tried = 1; ; tried += 1) {
    port = await freePort();
    try {
      await start();
      break;
    } catch (error) {
      if (tried === MOST_PORTS) throw error;
    }
  }
  return {
    port,
    start,
    async end(signal) {
      process.off('exit', quit);
      if (child === undefined || isOver()) return;
      const ended = once(child, 'exit');
      child.ref();
      child.kill(signal);
      await ended;
    },
  };
}
