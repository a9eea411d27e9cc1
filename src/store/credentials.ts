import { createHmac } from 'node:crypto';
import type { Moment } from '../domain/interactions/interaction.js';

/** A key of a back end or of ops; revoked, it stays listed. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The first characters of the key, to recognise it by. */
  readonly prefix: string;
  /** SHA-256 of the whole key, hexadecimal; the key itself is never stored. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly createdAt: Moment;
  readonly revokedAt: Moment | null;
}

/** A key for pages: public, bound to origins. */
export interface PublishableKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly origins: readonly string[];
  readonly createdAt: Moment;
  readonly revokedAt: Moment | null;
}

/** What an erasure of the visitor of a token left for its signing key, if there was one. */
export interface VisitorMark {
  readonly signingKeyId: string;
  readonly mark: string;
  /** When the token was signed: the site may name somebody anew after an erasure. */
  readonly issuedAt: Moment;
}

/**
 * What is kept of an erased visitor for a signing key: without its secret nobody can try ids against
 * it. No text that a token signs has a space, so that a mark is never a signature.
 */
export function erasureMark(secret: Buffer, visitorId: string): string {
  return createHmac('sha256', secret).update(`erased visitor ${visitorId}`).digest('base64url');
}

/** A secret that signs browser tokens; the newest signs, none verifies for ever. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
  readonly createdAt: Moment;
}
