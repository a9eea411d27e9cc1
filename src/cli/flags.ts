import type { Command } from 'commander';
import type { Config, Flags } from '../config/config.js';
import {
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
} from '../config/settings.js';
import { Failure } from './exit.js';

/** Gives a command the flags of these settings, every one by default, and `--env-file`. */
export function withSettings(
  command: Command,
  names: readonly SettingName[] = SETTING_NAMES,
): Command {
  for (const name of names)
    command.option(
      `${flagOf(name)} <${SETTINGS[name].placeholder}>`,
      `${describeSetting(name)} [${name}]`,
    );
  return command.option('--env-file <file>', 'Read settings from NAME=value lines of a file.');
}

/** The flags of a command that opens the database. */
export interface NewDatabaseFlags extends Flags {
  readonly newDatabase?: true;
}

/** Gives a command the flag with which a database that was lost is begun anew. */
export function withNewDatabase(command: Command): Command {
  return command.option(
    '--new-database',
    'Begin with an empty database where the one of DATA_DIR was lost; what is left of it is moved aside. A whole database is left as it is.',
  );
}

/** What a setting is for, what is valid and what holds when it is not set. */
export function describeSetting(name: SettingName): string {
  const { description, default: fallback = '', valid }: Setting = SETTINGS[name];
  const takes = `${valid.charAt(0).toUpperCase()}${valid.slice(1)}`;
  return `${description} ${takes}. Default: ${fallback === '' ? 'unset' : fallback}.`;
}

/**
 * The configuration for a command that was given these flags; throws `ConfigInvalid`. What looks like
 * a setting and is none is told.
 */
export async function configure(
  flags: Flags,
  tell: (sentence: string) => void = warn,
): Promise<Config> {
  const { readConfig } = await import('../config/config.js');
  return readConfig(process.env, flags, tell);
}

/**
 * The configuration for a command on the files of a data directory; throws a `Failure` that says what to
 * do instead where the data is in PostgreSQL.
 */
export async function configureFiles(flags: Flags, instead: string): Promise<Config> {
  const config = await configure(flags);
  if (config.databaseUrl !== undefined)
    throw new Failure(`the data is in PostgreSQL, by DATABASE_URL: ${instead}`, 'refused');
  return config;
}

/** Warns of something beside the answer. */
export function warn(sentence: string): void {
  process.stderr.write(`webengagement: warning: ${sentence}\n`);
}
