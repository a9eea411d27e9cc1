import { readFileSync } from 'node:fs';
import { Failure } from './exit.js';

/** The JSON in a file, or on standard input when the file is `-`. Throws a `Failure` of one line. */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new Failure(`${file}: ${why}`, 'refused');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file} is not JSON: ${(error as Error).message}`, 'refused');
  }
}
