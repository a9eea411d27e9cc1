import Sqlite from 'better-sqlite3';

/** How far a transaction got; while `changing`, it is one of its changes that threw. */
export type Phase = 'beginning' | 'changing' | 'finishing' | 'committing';

/** Why a transaction is not on disk, as far as is known. */
export interface Failure {
  readonly cause: unknown;
  readonly phase: Phase;
  /** Changes that were in it. */
  readonly taken: number;
}

/** Whether the database could not do its work, as opposed to a change that asked for nonsense. */
export const isOfStorage = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError &&
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|NOMEM|BUSY|LOCKED|CANTOPEN)/.test(error.code);

/** Whether the transaction could not begin because another connection writes, for now. */
export const isBusy = ({ cause, phase }: Failure): boolean =>
  phase === 'beginning' &&
  cause instanceof Sqlite.SqliteError &&
  cause.code.startsWith('SQLITE_BUSY');

/**
 * Whether nothing of a transaction can ever be found. Until its commit nothing can; a commit that
 * met a full disk was not written whole. But one whose write or sync failed may be in the log all
 * the same, and the next process that reads that finds it.
 */
export const isNothing = ({ cause, phase }: Failure): boolean =>
  phase !== 'committing' ||
  !(cause instanceof Sqlite.SqliteError) ||
  /^SQLITE_(FULL|BUSY|CONSTRAINT)/.test(cause.code);
