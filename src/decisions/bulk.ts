import type { Operator } from './audit.js';
import { decision, NOTHING_READ } from './decision.js';

/** Of what many are acted on at once. */
export type BulkKind = 'interaction' | 'chat' | 'delivery';

/** What came of a bulk, or of a step of it. */
export interface BulkCounts {
  /** How many the filter found. */
  readonly matched: number;
  /** How many were changed; the others were as they should be, or were refused. */
  readonly done: number;
  /** By the code of the refusal. */
  readonly refused: Readonly<Record<string, number>>;
}

/** A bulk as the audit has it. */
export interface Bulk {
  readonly of: BulkKind;
  readonly action: string;
  readonly filter: object;
  readonly operator: Operator;
  /** Null at its beginning. */
  readonly counts: BulkCounts | null;
}

export const BULK_DECISIONS = {
  /** Writes a line in the audit on a bulk: when it begins, and what came of it. */
  noteBulk: decision(NOTHING_READ, ({ of, action, filter, operator, counts }: Bulk, { now }) => {
    const entry = {
      at: now,
      ...operator,
      action: `${of}.bulk_${counts === null ? 'started' : 'finished'}`,
      target: action,
      before: null,
      after: { filter, ...counts },
    } as const;
    return { changes: [{ kind: 'audit', entry }], result: null };
  }),
};
