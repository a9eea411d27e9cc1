import type { Attempt } from '../../domain/interactions/interaction.js';
import type { FormStatus, State } from '../../domain/interactions/vocabulary.js';

/** What is read of a row of `interactions` for counting attempts. */
export interface AttemptRow {
  readonly id: string;
  readonly state: State;
  readonly created_at: number;
  readonly engaged_at: number | null;
  readonly disposed_at: number | null;
  readonly form_status: FormStatus | null;
}

/** The attempt that a row holds. */
export const attemptOf = (row: AttemptRow): Attempt => ({
  state: row.state,
  createdAt: row.created_at,
  engagedAt: row.engaged_at,
  disposedAt: row.disposed_at,
  formStatus: row.form_status,
});
