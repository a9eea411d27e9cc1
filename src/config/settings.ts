import { LOG_LEVELS } from '../log/levels.js';
import {
  applicationName,
  baseUrl,
  callUrl,
  choice,
  databaseUrl,
  type Environment,
  exceptions,
  host,
  integer,
  nameServers,
  origins,
  path,
  proxies,
  ranges,
  secret,
  strategy,
} from './values.js';

/** Lengths that fit every header and file in which the value has to travel. */
const LONGEST_SECRET = 512;

/**
 * The process configuration, written once: an entry by environment variable. The type
 * `Config`, the flags of the commands and their help derive from it, so that one entry here is
 * all that a new setting needs. An entry without a default is undefined when it is not set.
 */
export const SETTINGS = {
  HOST: {
    ...host,
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 or :: listens on every one of the machine.',
  },
  PORT: {
    ...integer(0, 65535),
    default: '8080',
    description: 'TCP port to listen on; 0 takes any free one.',
  },
  DATA_DIR: {
    ...path,
    default: './data',
    description: 'Directory of the database, of admin.key and of backups; made when absent.',
  },
  DATABASE_URL: {
    ...databaseUrl,
    // It may hold a password.
    secret: true,
    description:
      'PostgreSQL database in which the data is kept, shared by all processes that are given it. When unset: SQLite in DATA_DIR, which is not given together with it.',
  },
  ADMIN_KEY: {
    ...secret(32, LONGEST_SECRET),
    description: 'Preset admin key. When unset, one is generated into admin.key in DATA_DIR.',
  },
  ALLOWED_ORIGINS: {
    ...origins,
    default: '',
    description: "Origins of the pages that carry the widget, besides the service's own.",
  },
  TENANT_ID: {
    ...integer(1, 2_147_483_647),
    default: '1',
    description: 'Number of the tenant, as integrations report it.',
  },
  APPLICATION_NAME: {
    ...applicationName,
    default: 'Web_Engagement_Server',
    description: 'Name of the application that this process is, among the provisioned objects.',
  },
  LOG_LEVEL: {
    ...choice('level', LOG_LEVELS),
    default: 'info',
    description: 'Least severity that is logged, to standard output as JSON lines.',
  },
  PUBLIC_URL: {
    ...baseUrl,
    description: 'Address under which browsers reach the service, when it is behind a proxy.',
  },
  TRUST_PROXY: {
    ...ranges,
    default: '',
    description: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
  },
  RETENTION_DAYS: {
    ...integer(1, 1_000_000),
    default: '30',
    description: 'Days for which stopped interactions are kept.',
  },
  BACKUP_INTERVAL_HOURS: {
    ...integer(0, 8_760),
    default: '0',
    description:
      'Hours from one backup into the folder backups of DATA_DIR to the next; 0 makes none by itself.',
  },
  BACKUP_KEEP: {
    ...integer(0, 10_000),
    default: '0',
    description:
      'How many backups in that folder are kept: older ones go once a new one is checked; 0 keeps all.',
  },
  RATE_LIMIT_CREATES_PER_MINUTE: {
    ...integer(1, 1_000_000),
    default: '60',
    description:
      'Interactions a minute that one address (IPv6: one /64) may create with one publishable key.',
  },
  STRATEGY: {
    ...strategy,
    description:
      'Who decides on qualified interactions: builtin (the rules in the database), the URL of a remote strategy, or none, which waits for somebody to call engage or noengage. When unset: what the Enhanced Routing object of the queue says.',
  },
  STRATEGY_FALLBACK: {
    ...callUrl,
    description: 'URL that is asked when the remote strategy does not answer.',
  },
  STRATEGY_ON_SILENCE: {
    ...choice('decision', ['wait', 'engage', 'noengage']),
    default: 'wait',
    description:
      'What is decided when no remote strategy answers; wait leaves it to the engagement clock.',
  },
  STRATEGY_SECRET: {
    ...secret(1, LONGEST_SECRET),
    description: 'Secret that signs what a remote strategy is sent, and verifies what it sends.',
  },
  PLAYGROUND: {
    ...choice('when', ['on', 'off']),
    default: 'on',
    description:
      'Whether /playground is there to try everything; only ever on loopback, and not behind a PUBLIC_URL.',
  },
  WEBHOOK_ALLOW_PRIVATE: {
    ...ranges,
    default: '',
    description: 'Private ranges that webhooks may be sent to, such as 127.0.0.0/8 in development.',
  },
  WEBHOOK_PROXY: {
    ...proxies,
    description:
      'Proxy that webhooks and remote strategies are called through, or environment, which takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY. When unset they are called directly.',
  },
  WEBHOOK_NO_PROXY: {
    ...exceptions,
    default: '',
    description: 'What is called without WEBHOOK_PROXY, written as in NO_PROXY.',
  },
  NAME_SERVERS: {
    ...nameServers,
    default: '',
    description:
      'Name servers asked for the hosts of webhooks and remote strategies; those of the system when empty.',
  },
} as const satisfies Record<string, Setting>;

/** One setting. */
export interface Setting {
  readonly type: 'string';
  readonly enum?: readonly string[];
  /** What the text is made into; undefined for a text that is not valid. */
  readonly parse?: (text: string, env: Environment) => unknown;
  /** In its text form, before `parse`. */
  readonly default?: string;
  /** The valid values, to follow "must be". */
  readonly valid: string;
  /** What stands for the value in the help of the flag. */
  readonly placeholder: string;
  /** True when what was given is never shown. */
  readonly secret?: true;
  /** What it is for, as sentences, with the unit. */
  readonly description: string;
}

/** The name of an environment variable. */
export type SettingName = keyof typeof SETTINGS;

/** Every name, in the order in which they are documented. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The checked process configuration; its fields are named like the variables, `PORT` as `port`. */
export type Config = { readonly [Name in SettingName as Camel<Name>]: Value<Name> };

type Camel<Name extends string> = Name extends `${infer Word}_${infer Rest}`
  ? `${Lowercase<Word>}${Capitalize<Camel<Rest>>}`
  : Lowercase<Name>;

type Value<Name extends SettingName> = (typeof SETTINGS)[Name] extends { default: unknown }
  ? Read<(typeof SETTINGS)[Name]>
  : Read<(typeof SETTINGS)[Name]> | undefined;

type Read<S> = S extends { parse: (text: string, env: Environment) => infer T }
  ? Exclude<T, undefined>
  : S extends { enum: readonly (infer Word)[] }
    ? Word
    : never;

/** The field of `Config` that holds a variable, which is also commander's name of its flag. */
export function fieldOf(name: SettingName): keyof Config {
  return name
    .toLowerCase()
    .replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof Config;
}

/** The flag that sets a variable: `DATA_DIR` is `--data-dir`. */
export function flagOf(name: SettingName): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`;
}

/** A setting has a value that it cannot have; the message is one line. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}
