import pg from 'pg';
import { StoreFailed, StoreUnusable } from '../failures.js';

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

/** A pooler has given the connection to others: statements are not known by their names. */
export const isUnprepared = (error: unknown): boolean =>
  /^(26000|42P05)$/.test(codeOf(error) ?? '');

/** Whether the database could not do its work, as opposed to a change that asked for nonsense. */
export const isOfStorage = (error: unknown): boolean =>
  error instanceof StoreUnusable ||
  isLost(error) ||
  /^(25006|53|55P03|57014|57P|58|XX)/.test(codeOf(error) ?? '');

/** An error of a change that was not stored; what is known of it. */
export const failed = (cause: unknown, changed: 'nothing' | 'unknown' = 'nothing'): StoreFailed =>
  new StoreFailed('the change could not be stored', changed, cause);

/** What to tell of a database that cannot be used at all, in one line. */
export function explain(error: unknown, where: string): unknown {
  if (error instanceof StoreUnusable) return error;
  const words = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const told: Readonly<Record<string, string>> = {
    '28000': `the database at ${where} does not let this user in: ${words}`,
    '28P01': `the database at ${where} refuses the password: ${words}`,
    '3D000': `there is no such database at ${where}: ${words}; create it first`,
    '42501': `the user may not do what the service needs in the database at ${where}: ${words}`,
    '25006': `the database at ${where} is read-only: name the primary`,
  };
  const line = code === undefined ? undefined : told[code];
  if (line !== undefined) return new StoreUnusable(line);
  if (isLost(error)) return new StoreUnusable(`no database answers at ${where}: ${words || code}`);
  return error;
}
