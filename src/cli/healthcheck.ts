import { get } from 'node:http';
import { Command } from 'commander';
import type { Flags } from '../config/config.js';
import { ConfigInvalid } from '../config/settings.js';
import { Failure } from './exit.js';
import { configure, withSettings } from './flags.js';

const TIMEOUT_MS = 3_000;

/** The address of a service that listens on `host` and `port` of this machine. */
export function addressOf(host: string, port: number): string {
  const name = LOOPBACK[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** What the wildcard addresses are called from the same machine. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** `healthcheck`: whether the service of the same configuration can do its work. */
export function healthcheck(): Command {
  const command = new Command('healthcheck').description(
    'Ask the service at HOST and PORT whether it is ready; answer within 3 seconds.',
  );
  return withSettings(command, ['HOST', 'PORT']).action(async (flags: Flags) => {
    const { host, port } = await configure(flags);
    if (port === 0)
      throw new ConfigInvalid('PORT must be the port on which the service listens; it is 0');
    const line = await askReadiness(LOOPBACK[host] ?? host, port, TIMEOUT_MS);
    process.stdout.write(`${line}\n`);
  });
}

/**
 * Resolves with one line when the service answers that it is ready; rejects with a `Failure` when
 * it answers anything else, or does not answer in time.
 */
export function askReadiness(host: string, port: number, timeoutMs: number): Promise<string> {
  const url = `${addressOf(host, port)}/readyz`;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const request = get({ host, port, path: '/readyz', signal, agent: false }, (response) => {
      response.destroy();
      const { statusCode } = response;
      if (statusCode === 200) resolve(`ready: ${url}`);
      else reject(new Failure(`not ready: ${url} answers ${statusCode}`));
    });
    request.once('error', ({ message }) => {
      const why = signal.aborted ? `no answer within ${timeoutMs} ms` : message;
      reject(new Failure(`unreachable: ${url}: ${why}`, 'unreachable'));
    });
  });
}
