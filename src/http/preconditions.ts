import { Type } from 'typebox';
import { Problem } from '../errors.js';

/** The header of operations that may be bound to a version. */
export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The `ETag` of the version that the change is meant for.' }),
  ),
});

/** The version that an If-Match header expects; undefined without one, or for `*`. */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const [, version] = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(ifMatch) ?? [];
  if (version === undefined)
    throw new Problem(
      'precondition_failed',
      'If-Match must be an ETag as the service gave it out.',
    );
  return Number(version);
}
