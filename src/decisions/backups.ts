import type { Operator } from './audit.js';
import { decision, NOTHING_READ } from './decision.js';

/** A backup that was made. */
export interface MadeBackup {
  /** Its path in the data directory. */
  readonly file: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly operator: Operator;
}

export const BACKUP_DECISIONS = {
  /** Writes a line in the audit on a backup. */
  noteBackup: decision(
    NOTHING_READ,
    ({ file, bytes, durationMs, operator }: MadeBackup, { now }) => {
      const after = { bytes, durationMs };
      const action = 'backup.created';
      const entry = { at: now, ...operator, action, target: file, before: null, after } as const;
      return { changes: [{ kind: 'audit', entry }], result: null };
    },
  ),
};
