import type { Limit } from '../domain/limits.js';
import type { Change, KeptAnswer } from './change.js';
import type { Decided } from './context.js';
import type { Deciding } from './decision.js';

/** Names a request that may come again: it is answered as the first time for 24 hours. */
export interface Idempotency {
  /** The credential and the operation. */
  readonly scope: string;
  readonly key: string;
  /** Of the payload. */
  readonly fingerprint: string;
}

/** What came of making something: `kept` is what the same request made before. */
export type Made<T> =
  | { readonly made: T }
  | { readonly kept: string }
  | { readonly refusal: 'reused' | 'too_many' };

/** How a request was answered, as a change that has it answered so again. */
export function keepAnswer(
  idempotency: Idempotency | undefined,
  at: number,
  answer: Pick<KeptAnswer, 'subjectId' | 'refusal'>,
): readonly Change[] {
  return idempotency ? [{ kind: 'kept_answer', answer: { ...idempotency, at, ...answer } }] : [];
}

/** Whether the same request was answered before, or another one under its name. */
export function answeredBefore(
  idempotency: Idempotency | undefined,
  { keptAnswer }: Pick<Deciding, 'keptAnswer'>,
): { readonly kept: KeptAnswer } | 'reused' | null {
  if (!idempotency || keptAnswer === null) return null;
  return keptAnswer.fingerprint === idempotency.fingerprint ? { kept: keptAnswer } : 'reused';
}

/**
 * Makes something with the record by which the same request, should it come again, finds what it
 * made instead of making another. With `limit`, no more than that many of `there` are made.
 */
export function makeOnce<T extends { readonly id: string }>(
  idempotency: Idempotency | undefined,
  context: Deciding,
  room: { readonly limit: Limit; readonly there: number } | null,
  make: () => { readonly changes: readonly Change[]; readonly result: T },
): Decided<Made<T>> {
  const before = answeredBefore(idempotency, context);
  if (before === 'reused') return { result: { refusal: 'reused' } };
  if (before) return { result: { kept: before.kept.subjectId ?? '' } };
  if (room && room.there >= room.limit.most) return { result: { refusal: 'too_many' } };
  const { changes, result } = make();
  const kept = keepAnswer(idempotency, context.now, { subjectId: result.id, refusal: null });
  return { changes: [...changes, ...kept], result: { made: result } };
}
