import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';

/** The header of operations that may be bound to a version. */
export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The `ETag` of the version that the change is meant for.' }),
  ),
});

/** What proxies that compress append to an ETag: Apache and Caddy `-gzip`, Jetty `--gzip`, others `;gzip`. */
const CODING = /[-;:.]{1,2}(?:x-)?(?:gzip|br|zstd|deflate)$/i;

/** What stands in the ETags of a header, as the service gave them out; a weak one is as good. */
function tagsOf(header: string): readonly string[] {
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)].map(([, tag = '']) => tag.replace(CODING, ''));
}

/** Whether an If-None-Match header names the ETag with this text between its quotes. */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || tagsOf(ifNoneMatch).includes(tag.replace(CODING, ''));
}

/** The version that an If-Match header expects; undefined without one, or for `*`. */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const [tag = '', ...others] = tagsOf(ifMatch);
  const isOne = others.length === 0 && /^\s*(?:W\/)?"[^"]*"\s*$/.test(ifMatch);
  if (!isOne || !/^\d{1,15}$/.test(tag))
    throw new Problem(
      'precondition_failed',
      'If-Match must be an ETag as the service gave it out.',
    );
  return Number(tag);
}
