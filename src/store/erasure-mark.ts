import { createHmac } from 'node:crypto';

/**
 * What is kept of an erased visitor for a signing key: without its secret nobody can try ids against
 * it. No text that a token signs has a space, so that a mark is never a signature.
 */
export function erasureMark(secret: Buffer, visitorId: string): string {
  return createHmac('sha256', secret).update(`erased visitor ${visitorId}`).digest('base64url');
}
