import type { Made } from '../decisions/once.js';
import type { Limit } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';

/** The problem of an Idempotency-Key, or a `webhook-id`, that comes again with another payload. */
export const keyReused = (key = 'key'): Problem =>
  new Problem(
    'idempotency_key_reused',
    `The payload differs from the one first sent with this ${key}.`,
    { errors: [{ pointer: '#', detail: `must be the payload first sent with this ${key}` }] },
  );

/** The problem of one more than there can be. */
const tooMany = ({ most, of }: Limit): Problem =>
  new Problem('too_many_keys', `${of}: at most ${most}. Revoke one that is not needed.`);

/**
 * What was made, or what the same request made before, as `find` finds it. Throws the problem of a
 * request that made nothing.
 */
export function madeOnce<T>(made: Made<T>, limit: Limit, find: (id: string) => T | undefined): T {
  if ('made' in made) return made.made;
  if ('refusal' in made) throw made.refusal === 'reused' ? keyReused() : tooMany(limit);
  const found = find(made.kept);
  if (found === undefined)
    throw new Problem('not_found', 'What this Idempotency-Key made is not there any more.');
  return found;
}
