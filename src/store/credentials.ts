import type { Moment } from '../lifecycle/interaction.js';

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

/** A secret that signs browser tokens; the newest signs, every one verifies. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
  readonly createdAt: Moment;
}
