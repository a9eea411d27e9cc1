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

/** Why something is not made. */
export type MakingRefusal = 'too_many' | 'address_not_allowed';

/** What came of making something: `kept` is what the same request made before. */
export type Made<T> =
  | { readonly made: T }
  | { readonly kept: string }
  | { readonly refusal: 'reused' | MakingRefusal };

/** How a request that may come again is answered. */
export interface Answering<R> {
  /** Another payload came under the name of this one. */
  readonly reused: R;
  /** The same again; undefined to decide anew. */
  again(kept: KeptAnswer): R | undefined;
  decide(): Decided<R>;
  /** What is kept of an answer; null for one that is not, as what is our own fault. */
  keep(result: R): Pick<KeptAnswer, 'subjectId' | 'refusal'> | null;
}

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

/** Decides a request once: the same one again is answered as the first time, a refusal too. */
export function decideOnce<R>(
  idempotency: Idempotency | undefined,
  context: Deciding,
  { reused, again, decide, keep }: Answering<R>,
): Decided<R> {
  const before = answeredBefore(idempotency, context);
  if (before === 'reused') return { result: reused };
  const first = before ? again(before.kept) : undefined;
  if (first !== undefined) return { result: first };
  const { changes = [], result } = decide();
  const answer = keep(result);
  const kept = answer ? keepAnswer(idempotency, context.now, answer) : [];
  return { changes: [...changes, ...kept], result };
}

/**
 * Makes something unless something is `against` it, with the record by which the same request,
 * should it come again, finds what it made instead of making another.
 */
export const makeOnce = <T extends { readonly id: string }>(
  idempotency: Idempotency | undefined,
  context: Deciding,
  against: MakingRefusal | null,
  make: () => { readonly changes: readonly Change[]; readonly result: T },
): Decided<Made<T>> =>
  decideOnce<Made<T>>(idempotency, context, {
    reused: { refusal: 'reused' },
    again: ({ subjectId, refusal }) =>
      subjectId === null ? { refusal: refusal as MakingRefusal } : { kept: subjectId },
    decide() {
      if (against) return { result: { refusal: against } };
      const { changes, result } = make();
      return { changes, result: { made: result } };
    },
    keep: (made) => ({
      subjectId: 'made' in made ? made.made.id : null,
      refusal: 'refusal' in made ? made.refusal : null,
    }),
  });
