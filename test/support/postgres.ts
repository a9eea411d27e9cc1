import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

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

/** A server of its own. */
export interface PostgresServer {
  readonly config: { readonly host: string; readonly port: number; readonly user: string };
  urlOf(database: string): string;
  /** Where its files are. */
  readonly data: string;
  /** Starts one of the programs that come with the server, on this server. */
  program(name: string, ...args: readonly string[]): ChildProcess;
  /** Ends it as if the machine had lost power. */
  crash(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const USER = 'postgres';

/** A port of this machine that nobody listens on, just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Servers refuse to run as root: a command line before their own makes them somebody else, who gets `directory`. */
export function asSomebody(directory: string): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }).trim());
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  chownSync(directory, uid, gid);
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/** Settings for what survives no loss of power, and need not. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts a server in a directory of its own on a port of its own; `settings` are those of its
 * configuration, by default such that nothing waits for the disk. With a `primary` it is its standby.
 */
export async function startPostgres(
  settings: readonly string[] = FAST,
  primary?: PostgresServer,
): Promise<PostgresServer> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error(NO_POSTGRES);
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-postgres-'));
  const by = asSomebody(directory);
  const data = join(directory, 'data');
  const port = await freePort();
  const config = { host: '127.0.0.1', port, user: USER };

  function command(program: string, ...args: readonly string[]): readonly [string, string[]] {
    const [first, ...rest] = [...by, join(programs ?? '', program), ...args];
    return [first ?? program, rest];
  }

  const [init, initArgs] = primary
    ? command(
        'pg_basebackup',
        ...['-D', data, '-R', '-c', 'fast', '--no-sync', '-d', primary.urlOf('postgres')],
      )
    : command(
        'initdb',
        ...['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
      );
  execFileSync(init, initArgs, { stdio: 'ignore', cwd: directory });

  function launch() {
    const all = [
      'listen_addresses=127.0.0.1',
      'max_connections=300',
      `unix_socket_directories=${directory}`,
      ...settings,
    ];
    const [server, args] = command(
      'postgres',
      ...['-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])],
    );
    const child = spawn(server, args, { stdio: 'ignore', cwd: directory });
    child.unref();
    return child;
  }

  let child = launch();
  const quit = (): unknown => child.kill('SIGQUIT');
  process.on('exit', quit);

  async function answers(): Promise<void> {
    for (;;) {
      const client = new pg.Client({ ...config, database: 'postgres' });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (child.exitCode !== null) throw error;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  async function end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.ref();
    child.kill(signal);
    await ended;
  }

  await answers();
  return {
    config,
    data,
    urlOf: (database) => `postgres://${USER}@127.0.0.1:${port}/${database}`,
    program(name, ...args) {
      const where = ['-h', config.host, '-p', String(port), '-U', USER];
      return spawn(join(programs, name), [...where, ...args], { stdio: 'ignore', cwd: directory });
    },
    crash: () => end('SIGQUIT'),
    async start() {
      child = launch();
      await answers();
    },
    async stop() {
      process.off('exit', quit);
      await end('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
