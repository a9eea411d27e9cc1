import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Flags } from '../config/config.js';
import { ConfigInvalid, SETTING_NAMES } from '../config/settings.js';
import { straysOfEnvironment } from '../config/strays.js';
import { decodeText } from '../config/text-file.js';
import { baseUrl } from '../config/values.js';
import { problemText } from '../text/problem.js';
import { type Api, type ApiOptions, createApi, Refused, Unreachable } from './client.js';
import { Failure } from './exit.js';
import { configure, warn, withSettings } from './flags.js';
import { addressOf } from './healthcheck.js';

/** The flags of every command that asks a running service. */
export interface RemoteFlags extends Flags {
  readonly url?: string;
  readonly keyFile?: string;
  readonly json?: true;
  readonly wide?: true;
}

/** A command that asks a running service, with an example for its help. */
export function remote(name: string, description: string, example: string): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'Print the JSON of the API.')
    .option('--wide', 'Print tables with every column, however wide.')
    .optionsGroup('Which service:')
    .option('--url <url>', 'Its address. Default: that of HOST and PORT. [WEBENGAGEMENT_URL]')
    .option(
      '--key-file <file>',
      'File with the API key. Default: the key in WEBENGAGEMENT_KEY; for a service on this machine that in ADMIN_KEY, or in admin.key in DATA_DIR.',
    );
  return withSettings(command, ['DATA_DIR'])
    .optionsGroup('Options:')
    .addHelpText('after', `\nExample:\n  ${example}`);
}

/** Does `work` with the API of the service that the flags name; what stops it is a `Failure`. */
export function withApi(flags: RemoteFlags, work: (api: Api) => Promise<void>): Promise<void> {
  return withService(flags, async (service) => {
    try {
      await work(createApi(service));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const [title = '', ...lines] = problemText(error.problem).split(/(?<=\n)/);
      throw new Failure(title, 'failed', lines.join(''));
    }
  });
}

/** Does `work` with the address of the service that the flags name, and the key for it. */
export async function withService(
  flags: RemoteFlags,
  work: (service: Pick<ApiOptions, 'url' | 'key'>) => Promise<void>,
): Promise<void> {
  straysOfEnvironment(process.env, [...OF_CLIENTS, ...SETTING_NAMES]).forEach(warn);
  const named = flags.url || process.env.WEBENGAGEMENT_URL;
  const url = named ? parseUrl(named, flags) : await ownUrl(flags);
  const key = await keyFor(url, named === undefined, flags);
  try {
    await work({ url, key });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const help = 'start the service with "webengagement serve", or name its address with --url';
    throw new Failure(`${error.message}; ${help}`, 'unreachable');
  }
}

/** Variables of commands that ask a service, besides the settings. */
const OF_CLIENTS = ['WEBENGAGEMENT_URL', 'WEBENGAGEMENT_KEY'];

/** Both halves of the configuration are read apart, and told of once. */
const silently = (): void => undefined;

function parseUrl(text: string, { url }: RemoteFlags): string {
  const parsed = baseUrl.parse(text);
  if (parsed !== undefined) return parsed;
  const name = url ? '--url' : 'WEBENGAGEMENT_URL';
  throw new ConfigInvalid(`${name} must be ${baseUrl.valid}`);
}

async function ownUrl(flags: RemoteFlags): Promise<string> {
  const { host, port } = await configure(flags, silently);
  if (port !== 0) return addressOf(host, port);
  throw new ConfigInvalid('PORT must be the port on which the service listens; it is 0');
}

/** Keys of this machine are not sent to another one unless somebody says so. */
async function keyFor(url: string, isOwn: boolean, flags: RemoteFlags): Promise<string> {
  if (flags.keyFile) return readKey(flags.keyFile);
  if (process.env.WEBENGAGEMENT_KEY)
    return checkKey(process.env.WEBENGAGEMENT_KEY, 'WEBENGAGEMENT_KEY');
  if (!isOwn && !LOOPBACK.test(new URL(url).hostname))
    throw new ConfigInvalid(`no API key for ${url}; set WEBENGAGEMENT_KEY or give --key-file`);
  const { adminKey, dataDir } = await configure(flags, silently);
  return adminKey ?? readKey(join(dataDir, 'admin.key'));
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function readKey(file: string): string {
  try {
    return checkKey(decodeText(readFileSync(file)).text.trim(), file);
  } catch (error) {
    if (error instanceof ConfigInvalid) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new ConfigInvalid(
      `no API key in ${file}: ${why}; set WEBENGAGEMENT_KEY or give --key-file`,
    );
  }
}

function checkKey(key: string, source: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new ConfigInvalid(`${source} must hold an API key: printable ASCII without spaces`);
}
