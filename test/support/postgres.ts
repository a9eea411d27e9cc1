import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createPlace, FAST, LOOPBACK, startProcess, USER } from './postgres-process.js';
import { templateData } from './postgres-template.js';

export { NO_POSTGRES } from './postgres-process.js';

/** A server of its own. */
export interface PostgresServer {
  /** How it is reached at half of what a network costs: `host` is the folder of its socket. */
  readonly config: { readonly host: string; readonly port: number; readonly user: string };
  /** The address of a database in the network of this machine. */
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

/**
 * Starts a server in a directory of its own on a port of its own; `settings` are those of its
 * configuration, by default such that nothing waits for the disk. With a `primary` it is its standby.
 */
export async function startPostgres(
  settings: readonly string[] = FAST,
  primary?: PostgresServer,
): Promise<PostgresServer> {
  const place = createPlace();
  const { directory, data } = place;
  if (primary)
    place.run(
      place.program('pg_basebackup'),
      ...['-D', data, '-R', '-c', 'fast', '--no-sync', '-d', primary.urlOf('postgres')],
    );
  else place.run('cp', '-a', await templateData(), data);
  const { port, start, end } = await startProcess(place, settings);
  const config = { host: directory, port, user: USER };
  return {
    config,
    data,
    urlOf: (database) => `postgres://${USER}@${LOOPBACK}:${port}/${database}`,
    program(name, ...args) {
      const where = ['-h', LOOPBACK, '-p', String(port), '-U', USER];
      return spawn(place.program(name), [...where, ...args], { stdio: 'ignore', cwd: directory });
    },
    crash: () => end('SIGQUIT'),
    start,
    async stop() {
      await end('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
