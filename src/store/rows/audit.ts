import type { AuditAction, AuditEntry } from '../../decisions/audit.js';

/** A row of `audit`. */
export interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly key_id: string;
  readonly key_name: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The line that a row holds. */
export const auditOf = (row: AuditRow): AuditEntry => ({
  at: row.at,
  keyId: row.key_id,
  keyName: row.key_name,
  action: row.action,
  target: row.target,
  before: row.before === null ? null : JSON.parse(row.before),
  after: row.after === null ? null : JSON.parse(row.after),
});

/** A value of a line as text; null for none. */
export const json = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
