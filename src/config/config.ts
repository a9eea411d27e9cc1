import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import {
  type Config,
  ConfigInvalid,
  fieldOf,
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
} from './settings.js';
import { straysOfEnvironment, straysOfFile } from './strays.js';
import { decodeText } from './text-file.js';
import type { Environment } from './values.js';

export { type Config, ConfigInvalid } from './settings.js';
export type { Environment } from './values.js';

/** What was given on the command line: settings by the name of their field, and an env file. */
export type Flags = Readonly<Partial<Record<keyof Config | 'envFile', string | undefined>>>;

/** Where texts come from, in words that go before "gives". */
interface Source {
  readonly called: (name: SettingName) => string;
  readonly texts: Readonly<Partial<Record<SettingName, string>>>;
}

/** The strongest first. */
type Sources = readonly [flags: Source, env: Source, file: Source];

/**
 * The configuration: flags win over the environment, the environment over the env file; an empty
 * text is not set. Throws `ConfigInvalid` with one line about the first value that is not valid; calls
 * `tell` with a sentence about each name that looks like a setting and is none.
 */
export function readConfig(
  env: Environment,
  flags: Flags = {},
  tell: (sentence: string) => void = () => undefined,
): Config {
  const file = flags.envFile === undefined ? {} : readEnvFile(flags.envFile, tell);
  straysOfEnvironment(env).forEach(tell);
  const values = validate({ ...file, ...env }, [
    source(flagOf, (name) => flags[fieldOf(name)]),
    source(
      () => 'the environment',
      (name) => env[name],
    ),
    source(
      () => flags.envFile ?? '',
      (name) => file[name],
    ),
  ]);
  const fields = SETTING_NAMES.map((name) => [fieldOf(name), values[name]]);
  return Object.fromEntries(fields) as Config;
}

function readEnvFile(file: string, tell: (sentence: string) => void): Environment {
  try {
    const text = decodeText(readFileSync(file)).text.replace(/\r\n?/g, '\n');
    const read = parseEnv(text);
    straysOfFile(file, text, read).forEach(tell);
    return read;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new ConfigInvalid(`--env-file must be a file to read; ${JSON.stringify(file)}: ${why}`);
  }
}

function source(
  called: Source['called'],
  textOf: (name: SettingName) => string | undefined,
): Source {
  const texts = SETTING_NAMES.map((name) => [name, textOf(name)]).filter(([, text]) => text);
  return { called, texts: Object.fromEntries(texts) };
}

function validate(env: Environment, sources: Sources): Partial<Record<SettingName, unknown>> {
  const isGiven = (name: SettingName): boolean => sources.some(({ texts }) => texts[name]);
  if (isGiven('DATA_DIR') && isGiven('DATABASE_URL'))
    throw new ConfigInvalid(
      'DATA_DIR and DATABASE_URL must not both be given: the data is kept in one of them; leave one empty',
    );
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of SETTING_NAMES) {
    const setting: Setting = SETTINGS[name];
    const text = sources.find(({ texts }) => texts[name])?.texts[name] ?? setting.default;
    if (text === undefined) continue;
    values[name] = read(setting, text, env);
    if (values[name] === undefined) throw new ConfigInvalid(explain(name, sources));
  }
  if (isGiven('DATABASE_URL') && values.BACKUP_INTERVAL_HOURS)
    throw new ConfigInvalid(
      'BACKUP_INTERVAL_HOURS is for a data directory; back PostgreSQL up with its own tools, and leave it out',
    );
  return values;
}

/** What the text of a setting says; undefined when that is not valid. */
function read({ parse, enum: words }: Setting, text: string, env: Environment): unknown {
  return parse ? parse(text, env) : words?.find((word) => word === text);
}

function explain(name: SettingName, sources: Sources): string {
  const { valid, secret }: Setting = SETTINGS[name];
  const from = sources.find(({ texts }) => texts[name] !== undefined);
  const text = from?.texts[name] ?? '';
  const given = secret ? `${text.length} characters (not shown)` : show(text);
  return `${name} must be ${valid}; ${from?.called(name)} gives ${given}`;
}

/** On one line, not too long, and without the password that a URL may hold. */
function show(text: string): string {
  const shown = text.replace(/\/\/[^/]*@/g, '//…@');
  return JSON.stringify(shown.length > 100 ? `${shown.slice(0, 100)}…` : shown);
}
