import { timingSafeEqual } from 'node:crypto';
import {
  chownSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createSecret } from '../ids.js';
import type { Codes } from '../store/shared.js';

/** A code is good for this long, in milliseconds. */
export const CODE_MS = 60_000;
const FILE = 'console.code';

/** Codes that sign the console in, good once and for a minute. */
export interface ConsoleCodes {
  make(): Promise<string>;
  /** Uses a code up: whether it was good. */
  use(code: string): Promise<boolean>;
}

/** Those of a data directory; `now` is the wall clock, in milliseconds. */
export const consoleCodesIn = (directory: string, now: () => number): ConsoleCodes => ({
  make: async () => writeConsoleCode(directory, now()),
  use: async (code) => useConsoleCode(directory, code, now()),
});

/** A code as it is made. */
export const makeConsoleCode = (): string => createSecret(32);

/** Those of a database: each process that serves from it takes them. */
export const consoleCodesOf = (codes: Codes): ConsoleCodes => ({
  async make() {
    const code = makeConsoleCode();
    await codes.keep('console', code, CODE_MS);
    return code;
  },
  use: (code) => codes.use('console', code),
});

/**
 * Writes a code that signs the console in, good once and for a minute, where only those read it who
 * may read the data directory; one that was written before is void. `now` is the wall clock, in
 * milliseconds. Throws what the file system does.
 */
export function writeConsoleCode(directory: string, now: number): string {
  const code = makeConsoleCode();
  const written = join(directory, `${FILE}.${createSecret(6)}`);
  writeFileSync(written, `${code} ${now + CODE_MS}\n`, { mode: 0o600, flag: 'wx' });
  const { uid, gid } = statSync(directory);
  // Who reads every directory writes for the service, which must read it.
  if (process.getuid?.() === 0 && uid !== 0) chownSync(written, uid, gid);
  renameSync(written, join(directory, FILE));
  return code;
}

/** The code of a directory with its end; undefined for a file that others could have written or read. */
function readCode(file: string): { readonly code: string; readonly until: number } | undefined {
  try {
    const { mode, uid } = lstatSync(file);
    const isOurs = process.getuid === undefined || uid === process.getuid();
    const isPrivate = process.platform === 'win32' || (mode & 0o177_077) === 0o100_000;
    if (!isOurs || !isPrivate) return undefined;
    const [, code, until] = /^([\w-]{40,}) (\d+)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    return code && until ? { code, until: Number(until) } : undefined;
  } catch {
    return undefined;
  }
}

/** Uses a code up: whether it was good. Of two who have it, one does. */
export function useConsoleCode(directory: string, code: string, now: number): boolean {
  const file = join(directory, FILE);
  const known = readCode(file);
  if (known === undefined) return false;
  const [given, right] = [Buffer.from(code), Buffer.from(known.code)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  try {
    rmSync(file);
  } catch {
    return false;
  }
  // A clock that was set back makes no code good for longer.
  return now < known.until && known.until - now <= CODE_MS;
}
