import pg from 'pg';
import { machinePause } from '../../clock.js';
import { StoreFailed, StoreReadFailed, StoreUnusable } from '../failures.js';
import type { FailureKind } from '../shared-database.js';

/** The SQLSTATE of an error; undefined when it is none of the database's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** What the system says of a connection that ended, or was never made. */
const SYSTEM = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND|ADDR)/;

/** Whether a connection is gone, or could not be made: another may be. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return /^(08|57P0[1-5]|53300)/.test(code);
  if (!(error instanceof Error)) return false;
  if ('code' in error && SYSTEM.test(String(error.code))) return true;
  return /^(Connection terminated|Client (was closed|has encountered)|timeout expired|Query read timeout)/i.test(
    error.message,
  );
}

/** Whether a transaction may be run again as it is: others were in its way. */
export const isConflict = (error: unknown): boolean => /^(40001|40P01)$/.test(codeOf(error) ?? '');

/** Whether somebody else held a row for longer than anybody waits. */
export const isHeld = (error: unknown): boolean => codeOf(error) === '55P03';

/** A pooler has given the connection to others: statements are not known by their names. */
export const isUnprepared = (error: unknown): boolean =>
  /^(26000|42P05)$/.test(codeOf(error) ?? '');

/** The same, or that its transaction had ended before: nothing of that can be committed. */
export const isUndone = (error: unknown): boolean =>
  isUnprepared(error) || codeOf(error) === '25P02';

/** Whether the database could not do its work, as opposed to a change that asked for nonsense. */
export const isOfStorage = (error: unknown): boolean =>
  error instanceof StoreUnusable ||
  isLost(error) ||
  /^(25006|53|55P03|57014|57P|58|XX)/.test(codeOf(error) ?? '');

/** A database that does not answer now may be asked again; what else is wrong is told as it is. */
export function unread(error: unknown): never {
  if (error instanceof StoreUnusable) throw new StoreReadFailed(error.message, { cause: error });
  if (isOfStorage(error))
    throw new StoreReadFailed('the database did not answer', { cause: error });
  throw error;
}

/** The longest pause after a first failure, and after many, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/**
 * How long to wait after so many failures in a row, in milliseconds: 0 after none, then anything up to a
 * bound that doubles (exponential backoff with full jitter), so that those who lost a server in one
 * moment do not all come back to it in one. `random` is at least 0 and below 1.
 */
export function pauseAfter(failures: number, random: number = Math.random()): number {
  if (failures === 0) return 0;
  return random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

/** Runs something again for so many milliseconds while the database does not answer; rejects as it does. */
export async function whileLost<T>(ms: number, run: () => Promise<T>): Promise<T> {
  const until = performance.now() + ms;
  for (let failures = 1; ; failures += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isLost(error) || performance.now() >= until) throw error;
      await machinePause(pauseAfter(failures));
    }
  }
}

/** SQLSTATEs by their kind. */
const KINDS: readonly (readonly [FailureKind, RegExp])[] = [
  ['conflict', /^(40|26000|42P05)/],
  ['timeout', /^(55P03|57014|25P03)/],
  ['storage', /^(25006|53|58|XX)/],
  ['rights', /^(28|42501)/],
];

/** What ends a transaction on purpose, or is only said of one that has ended already. */
const EXPECTED = /^(22012|25P02)$/;

/** Of which kind a failure is; null for what is part of the ordinary course. */
export function kindOf(error: unknown): FailureKind | null {
  if (isLost(error)) return 'connection';
  const code = codeOf(error) ?? '';
  if (EXPECTED.test(code)) return null;
  return KINDS.find(([, codes]) => codes.test(code))?.[0] ?? 'other';
}

/** An error of a change that was not stored; what is known of it. */
export const failed = (cause: unknown, changed: 'nothing' | 'unknown' = 'nothing'): StoreFailed =>
  new StoreFailed('the change could not be stored', changed, cause);

/** What the client itself finds, before the server has said anything. */
function toldOf(words: string, where: string): string | undefined {
  if (/password must be a/.test(words))
    return `the database at ${where} asks for a password; give it in DATABASE_URL`;
  if (/\bSSL\b|certificate|TLS/.test(words))
    return `the database at ${where} cannot be reached over TLS: ${words}; see sslmode and sslrootcert of its URL`;
  return undefined;
}

/** Of several addresses that were tried, each has its own error, and all together no words. */
const systemCodeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** What to tell of a database that cannot be used at all, in one line. */
export function explain(error: unknown, where: string): unknown {
  if (error instanceof StoreUnusable) return error;
  const words = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const told: Readonly<Record<string, string>> = {
    '28000': `the database at ${where} does not let this user in: ${words}; let it in (pg_hba.conf), or name another user`,
    '28P01': `the database at ${where} refuses the password: ${words}; give the right one in DATABASE_URL`,
    '3D000': `there is no such database at ${where}: ${words}; create it first`,
    '42501': `the user may not do what the service needs in the database at ${where}: ${words}; make it the owner of the database`,
    '25006': `the database at ${where} is read-only: name the primary`,
  };
  const line = code === undefined ? toldOf(words, where) : told[code];
  if (line !== undefined) return new StoreUnusable(line);
  if (isLost(error))
    return new StoreUnusable(
      `no database answers at ${where}: ${words || systemCodeOf(error)}; start it, or give its host and port in DATABASE_URL`,
    );
  return error;
}
