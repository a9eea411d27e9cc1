import { Command } from 'commander';
import { createClock } from '../clock.js';
import type { Flags } from '../config/config.js';
import { ConfigInvalid } from '../config/settings.js';
import { CODE_MS, makeConsoleCode, writeConsoleCode } from '../settings/console-codes.js';
import { Failure } from './exit.js';
import { configure, withSettings } from './flags.js';
import { addressOf } from './healthcheck.js';

/** `console`: a link into the console of a service of this machine, which asks for no key. */
export function console(): Command {
  const command = new Command('console').description(
    'Print a link that signs a browser in to the console as admin: good once, and for a minute. For whoever may write into the data directory of the service, or its database.',
  );
  return withSettings(command, ['HOST', 'PORT', 'DATA_DIR', 'DATABASE_URL']).action(
    async (flags: Flags) => {
      const { host, port, dataDir, databaseUrl } = await configure(flags);
      if (port === 0)
        throw new ConfigInvalid('PORT must be the port on which the service listens; it is 0');
      const url = addressOf(host, port);
      await fetch(`${url}/livez`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
        const help = 'start the service with "webengagement serve", or name its PORT';
        throw new Failure(`nobody answers at ${url}; ${help}`, 'unreachable');
      });
      const code = databaseUrl === undefined ? writeCode(dataDir) : await keepCodeIn(databaseUrl);
      process.stdout.write(`${url}/console?code=${code}\n`);
    },
  );
}

const TIMEOUT_MS = 3_000;

/** A code that each process takes that serves from the database. */
async function keepCodeIn(databaseUrl: string): Promise<string> {
  const { keepCode } = await import('../store/postgres/open-store.js');
  const code = makeConsoleCode();
  await keepCode(databaseUrl, 'console', code, CODE_MS);
  return code;
}

function writeCode(directory: string): string {
  try {
    return writeConsoleCode(directory, createClock().now());
  } catch (error) {
    const { code = 'failed' } = error as NodeJS.ErrnoException;
    const help = 'name the DATA_DIR of the service, and run this as its user';
    throw new Failure(`no code can be written into ${directory} (${code}); ${help}`);
  }
}
