import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from './postgres.js';
import { asSomebody, freePort, LOOPBACK, NO_POSTGRES } from './postgres-process.js';

/** Where it is, also for users whose path has no programs of the system. */
const PROGRAM = ['/usr/sbin', '/usr/bin', ...(process.env.PATH ?? '').split(':')]
  .map((folder) => join(folder, 'pgbouncer'))
  .find((file) => existsSync(file));

const HOW_TO_GET_ONE = 'there is no PgBouncer here (apt-get install pgbouncer)';

/** Why there is no pooler to test with, in one line; undefined where there is one. */
export const NO_PGBOUNCER: string | undefined =
  NO_POSTGRES ?? (PROGRAM === undefined ? HOW_TO_GET_ONE : undefined);

// Where CI has a server it installs a pooler, too: without one these tests would be left out unseen.
if (process.env.CI && NO_PGBOUNCER === HOW_TO_GET_ONE) throw new Error(HOW_TO_GET_ONE);

/** From this version on it may keep statements that have names. */
const KEEPS_FROM = [1, 21] as const;

/** Of how many named statements a connection may be, where it can keep any: none, and some. */
export const KEPT_STATEMENTS: readonly number[] = keepsStatements() ? [0, 200] : [0];

function keepsStatements(): boolean {
  if (PROGRAM === undefined) return false;
  const told = execFileSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(told) ?? []).slice(1).map(Number);
  return major > KEEPS_FROM[0] || (major === KEEPS_FROM[0] && minor >= KEEPS_FROM[1]);
}

/** A pooler before a server. */
export interface Pooler {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts one in transaction mode, on a port of its own; it keeps so many statements, where it can. */
export async function startPgbouncer(server: PostgresServer, kept = 0): Promise<Pooler> {
  if (PROGRAM === undefined) throw new Error(NO_PGBOUNCER);
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-pgbouncer-'));
  const { port: target, user } = server.config;
  const port = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${LOOPBACK} port=${target} user=${user}`,
      '[pgbouncer]',
      `listen_addr = ${LOOPBACK}`,
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      'max_client_conn = 500',
      ...(kept > 0 ? [`max_prepared_statements = ${kept}`] : []),
    ].join('\n'),
  );
  const [first = PROGRAM, ...rest] = [...asSomebody(directory), PROGRAM, '--quiet', file];
  const child = spawn(first, rest, { stdio: 'ignore', cwd: directory });
  const ended = once(child, 'exit');
  const quit = (): unknown => child.kill('SIGQUIT');
  process.on('exit', quit);
  child.unref();
  while (!(await listens(LOOPBACK, port)))
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`);
  return {
    host: LOOPBACK,
    port,
    async stop() {
      process.off('exit', quit);
      child.ref();
      child.kill('SIGQUIT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function listens(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
