import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { decodeText, encodeText } from '../../config/text-file.js';
import { Failure } from '../exit.js';

/** A configuration file as it is to be, and what that changes. */
export interface Correction {
  readonly text: string;
  readonly action: 'created' | 'corrected' | 'unchanged';
  readonly detail: string;
}

/** The file of NAME=value lines with these values in it; every other line stays as it is. */
export function correct(
  text: string | undefined,
  wanted: Readonly<Record<string, string>>,
): Correction {
  const before = text === undefined ? {} : parseEnv(text);
  const wrong = Object.entries(wanted).filter(([name, value]) => before[name] !== value);
  const end = text?.includes('\r\n') ? '\r\n' : '\n';
  let corrected = text ?? '';
  for (const [name, value] of wrong) {
    const line = `${name}=${/^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`;
    const assignments = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[^\\r\\n]*`, 'gm');
    if (assignments.test(corrected)) corrected = corrected.replace(assignments, line);
    else corrected += `${corrected === '' || corrected.endsWith('\n') ? '' : end}${line}${end}`;
  }
  const was = (name: string) => (before[name] === undefined ? '' : ` (was ${before[name]})`);
  return {
    text: corrected,
    action: text === undefined ? 'created' : wrong.length > 0 ? 'corrected' : 'unchanged',
    detail: wrong.map(([name, value]) => `${name} ${value}${was(name)}`).join('; '),
  };
}

/** The text of the file; undefined when there is none yet. Throws a `Failure` of one line. */
export function readConfigFile(file: string): string | undefined {
  try {
    if (existsSync(file)) {
      accessSync(file, constants.W_OK);
      return decodeText(readFileSync(file)).text;
    }
    accessSync(dirname(file), constants.W_OK);
    return undefined;
  } catch (error) {
    throw new Failure(`the configuration file ${file} cannot be corrected (${codeOf(error)})`);
  }
}

/**
 * Puts the text beside the file, in the file's encoding, so that little is left that can go wrong; `finish` makes it the
 * file, `abandon` takes it away.
 */
export function prepareConfigFile(file: string, text: string) {
  const beside = `${file}.new`;
  try {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o600;
    const { encoding } = decodeText(existsSync(file) ? readFileSync(file) : Buffer.alloc(0));
    writeFileSync(beside, encodeText(text, encoding), { mode });
  } catch (error) {
    throw new Failure(`the configuration file ${file} cannot be written (${codeOf(error)})`);
  }
  return {
    finish: () => renameSync(beside, file),
    abandon: () => rmSync(beside, { force: true }),
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
