import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../test/support/postgres-process.js';

/** Why there is none, in one line; undefined where there is a server. */
export const NO_REDIS: string | undefined = hasProgram()
  ? undefined
  : 'there is no redis-server here (apt-get install redis-server)';

function hasProgram(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** When Redis has its log written to the disk: before it answers, or once a second. */
export type Fsync = 'always' | 'everysec';

/** Starts a server in a directory of its own on a port of its own. */
export async function startRedis(
  within: string,
  fsync: Fsync,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(within, 'webengagement-redis-'));
  const port = await freePort();
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir: directory,
    appendonly: 'yes',
    appendfsync: fsync,
    save: '',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const quit = (): unknown => child.kill('SIGKILL');
  process.on('exit', quit);
  while (!(await answers(port))) await pause(20);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', quit);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
