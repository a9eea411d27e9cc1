import closeWithGrace from 'close-with-grace';
import { Command } from 'commander';
import ipaddr from 'ipaddr.js';
import type { Service } from '../compose.js';
import type { Config } from '../config/config.js';
import { createLog, type Log } from '../log/log.js';
import { Failure } from './exit.js';
import { configure, type NewDatabaseFlags, withNewDatabase, withSettings } from './flags.js';

/** After a signal: what is not closed by then is cut off. */
const CLOSE_WITHIN_MS = 10_000;

/** Terminals that close send it, and tools that rotate logs; nothing is read again, no log reopened. */
const UNIMPRESSED = 'SIGHUP: going on; the log is standard output, settings are read at a start';

/** `serve`: runs the service until it is told to end. */
export function serve(): Command {
  const command = new Command('serve').description(
    'Run the service. SIGTERM or SIGINT closes it gracefully, a second one at once; SIGHUP does nothing.',
  );
  return withNewDatabase(withSettings(command))
    .addHelpText(
      'after',
      '\nA flag is visible to other users of the machine: give secrets in the\nenvironment or a file.',
    )
    .action(async ({ newDatabase, ...flags }: NewDatabaseFlags) => {
      const strays: string[] = [];
      const config = await configure(flags, (stray) => strays.push(stray));
      await serveUntilSignal(config, strays, async (log) => {
        const { compose } = await import('../compose.js');
        return compose(config, log, undefined, { isNew: newDatabase, onDeath: endWith });
      });
    });
}

/** An error that nobody can mend while the process lives: it closes what can be, and ends with it. */
function endWith(error: Error): void {
  throw error;
}

/** Composes a service, listens, and closes it when the process is told to end. */
export async function serveUntilSignal(
  config: Config,
  warnings: readonly string[],
  make: (log: Log) => Promise<Service>,
): Promise<void> {
  const log = createLog(config.logLevel);
  for (const warning of warnings) log.warn(warning);
  warnAboutExposure(config, log);
  const starting = start(() => make(log), log);
  const ending = endGracefully(starting, log);
  process.on('SIGHUP', () => log.info(UNIMPRESSED));
  try {
    await starting;
  } catch (error) {
    ending.uninstall();
    log.debug({ err: error }, 'not started');
    throw explain(error, config);
  }
}

async function start(make: () => Promise<Service>, log: Log): Promise<Service> {
  const service = await make();
  try {
    const address = await service.listen();
    const playground = service.playground.isOn ? `${address}/playground` : undefined;
    log.info({ address, docs: `${address}/docs`, playground }, 'listening');
    return service;
  } catch (error) {
    await service.close();
    throw error;
  }
}

/** A signal while the service starts is kept until it has started: nothing is left half done. */
function endGracefully(starting: Promise<Service>, log: Log): { uninstall(): void } {
  const options = {
    delay: CLOSE_WITHIN_MS,
    skip: ['SIGHUP' as const],
    logger: log,
    onSecondSignal: (signal: string) => log.warn({ signal }, 'second signal, ending at once'),
    onTimeout: (withinMs: number) => log.error({ withinMs }, 'not closed in time, ending'),
  };
  return closeWithGrace(options, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'unexpected error, closing');
    else log.info({ signal }, 'closing');
    await starting.then(
      (service) => service.close(),
      () => undefined,
    );
    log.info('closed');
  });
}

function warnAboutExposure({ host, publicUrl }: Config, log: Log): void {
  if (isLoopback(host) || publicUrl?.startsWith('https:')) return;
  log.warn(
    { host, publicUrl },
    'other machines reach this service, and PUBLIC_URL is not https: keys and personal data can be read on the way',
  );
}

function isLoopback(host: string): boolean {
  if (!ipaddr.isValid(host)) return /^(.+\.)?localhost$/i.test(host);
  return ipaddr.process(host).range() === 'loopback';
}

/** Says in the words of the configuration why the address cannot be listened on. */
function explain(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return new Failure(
        `${where} is in use by another process; stop it, or set PORT to another port (0: any free one)`,
      );
    case 'EACCES':
      return new Failure(`no permission to listen on ${where}; set PORT to 1024 or above`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Failure(`${where} is no address of this machine; set HOST to one that is`);
    default:
      return error;
  }
}
