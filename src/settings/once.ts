import type { Changes } from '../decisions/change.js';
import type { Context } from '../decisions/context.js';
import type { Idempotency } from '../decisions/interactions.js';
import type { Limit } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import type { Store } from '../store/store.js';

/** What is made, and how; without `changes` nothing is, and nothing is kept. */
interface Making<T> {
  readonly changes?: Changes;
  readonly result: T;
}

type Made<T> = { readonly result: T } | { readonly kept: string } | { readonly reused: true };

/** Refuses to make one more of what there is as much of as there can be. */
export function checkRoom({ most, of }: Limit, there: number): void {
  if (there >= most)
    throw new Problem('too_many_keys', `${of}: at most ${most}. Revoke one that is not needed.`);
}

/** The problem of an Idempotency-Key, or a `webhook-id`, that comes again with another payload. */
export const keyReused = (key = 'key'): Problem =>
  new Problem(
    'idempotency_key_reused',
    `The payload differs from the one first sent with this ${key}.`,
    { errors: [{ pointer: '#', detail: `must be the payload first sent with this ${key}` }] },
  );

/**
 * Makes something in one commit, with the record by which the same request, should it come again,
 * finds what it made instead of making another.
 */
export async function makeOnce<T extends { readonly id: string } | undefined>(
  store: Store,
  idempotency: Idempotency | undefined,
  make: (context: Context) => Making<T>,
  find: (id: string) => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const made = await store.apply<Made<T>>({ answer: idempotency }, (context) => {
    const { keptAnswer, now } = context;
    if (idempotency && keptAnswer) {
      const isSame = keptAnswer.fingerprint === idempotency.fingerprint;
      return { result: isSame ? { kept: keptAnswer.subjectId ?? '' } : { reused: true } };
    }
    const { changes, result } = make(context);
    if (changes === undefined || result === undefined) return { result: { result } };
    const kept = idempotency && {
      keptAnswer: { ...idempotency, at: now, subjectId: result.id, refusal: null },
    };
    return { changes: { ...changes, ...kept }, result: { result } };
  });
  if ('result' in made) return made.result;
  if ('reused' in made) throw keyReused();
  const found = await find(made.kept);
  if (found === undefined)
    throw new Problem('not_found', 'What this Idempotency-Key made is not there any more.');
  return found;
}

/** While something is done to one id, others who ask for it wait for the same, and get the same. */
export function shareUnderWay<A extends readonly unknown[], T>(
  work: (id: string, ...rest: A) => Promise<T>,
): (id: string, ...rest: A) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  return (id, ...rest) => {
    const current = underWay.get(id);
    if (current) return current;
    const begun = work(id, ...rest).finally(() => underWay.delete(id));
    underWay.set(id, begun);
    return begun;
  };
}
