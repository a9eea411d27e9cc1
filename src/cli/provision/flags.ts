import { nearest } from '../../text/near.js';

/** The flags, each once: what stands for its value, and what it is for. */
const FLAGS = {
  host: { value: 'H', text: 'host name or address of the service' },
  port: { value: 'P', text: 'its port' },
  user: { value: 'U', text: 'name of the admin key; checked when given' },
  password: {
    value: 'W',
    text: 'the admin key; default: ADMIN_KEY, or admin.key in DATA_DIR',
  },
  app: { value: 'APPLICATION', text: 'name of the Web Engagement Server application' },
  overwrite: { text: 'replace its own objects: changes by hand are lost' },
  'dry-run': { text: 'say what would be done, and write nothing' },
  json: { text: 'print one JSON object instead of lines' },
  config: { value: 'FILE', text: 'also correct tenant and application in this file' },
  help: { text: 'print this' },
} as const;
type Flag = keyof typeof FLAGS;

/** What the tool was asked for. */
export interface Arguments {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly application: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly config: string | undefined;
}

/** The command line cannot be understood; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How the tool is called, as it says itself. */
export function usage(program: string): string {
  const rows = Object.entries(FLAGS).map(([name, flag]) => {
    const term = 'value' in flag ? `-${name} ${flag.value}` : `-${name}`;
    return `  ${term.padEnd(18)} ${flag.text}`;
  });
  return `Usage: ${program} -host H -port P [-user U]
         [-password W] -app APPLICATION [-overwrite]
Creates or corrects the objects around the queues. Two dashes do as well as one.
${rows.join('\n')}
`;
}

/** What else people type for the help. */
const HELP: ReadonlySet<string> = new Set(['-h', '-?', '/?']);

const isFlag = (word: string): word is Flag => Object.hasOwn(FLAGS, word);
const nameIn = (arg: string): string | undefined => /^--?([a-z][a-z-]*)$/i.exec(arg)?.[1];

/** Reads `-flag value`, `--flag value` and `--flag=value`; the last of the same flag counts. */
function readFlags(args: readonly string[]): Partial<Record<Flag, string>> {
  const given: Partial<Record<Flag, string>> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, head = arg, attached] = /^(--?[a-z][a-z-]*)=(.*)$/is.exec(arg) ?? [];
    const name = nameIn(head);
    if (name === undefined) throw new UsageError('there is a value without a flag before it');
    if (!isFlag(name)) {
      const near = nearest(name, Object.keys(FLAGS));
      throw new UsageError(`there is no flag -${name}${near ? `; did you mean -${near}?` : ''}`);
    }
    if (!('value' in FLAGS[name])) {
      if (attached !== undefined) throw new UsageError(`-${name} takes no value`);
      given[name] = '';
      continue;
    }
    const value = attached ?? rest.shift();
    const next = value === undefined ? undefined : nameIn(value);
    if (!value || (attached === undefined && next !== undefined && isFlag(next)))
      throw new UsageError(`-${name} needs a value`);
    given[name] = value;
  }
  return given;
}

/** What these arguments ask for; null for the help. Throws `UsageError`. */
export function readArguments(args: readonly string[]): Arguments | null {
  if (args.some((arg) => HELP.has(arg))) return null;
  const given = readFlags(args);
  if (given.help !== undefined) return null;
  const { host, port, app } = given;
  if (host === undefined || port === undefined || app === undefined) {
    const missing = (['host', 'port', 'app'] as const).filter((name) => given[name] === undefined);
    throw new UsageError(`missing: ${missing.map((name) => `-${name}`).join(', ')}`);
  }
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535)
    throw new UsageError('-port must be a whole number from 1 to 65535');
  if (!URL.canParse(addressOf(host, 1)) || /[\s/?#@]/.test(host))
    throw new UsageError('-host must be a host name or an IP address');
  return {
    host,
    port: Number(port),
    user: given.user,
    password: given.password,
    application: app,
    overwrite: given.overwrite !== undefined,
    dryRun: given['dry-run'] !== undefined,
    json: given.json !== undefined,
    config: given.config,
  };
}

/** The base URL of a service. */
export function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
