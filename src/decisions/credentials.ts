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
  /** The agent whose key it is; null for that of a back end or of ops. */
  readonly agent?: string | null;
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

/** A secret that signs browser tokens; the newest signs, none verifies for ever. */
export interface SigningKey {
  readonly id: string;
  /** 32 bytes as base64url. */
  readonly secret: string;
  readonly createdAt: Moment;
}

/** An operator signed in to a page: it stands for an API key. */
export interface Session {
  readonly id: string;
  /** SHA-256 of the secret in the cookie, hexadecimal; the secret itself is never stored. */
  readonly hash: string;
  readonly keyId: string;
  readonly createdAt: Moment;
  /** From when on it is void; it ends with its key. */
  readonly expiresAt: Moment;
}

/** What verifies the calls of a strategy. */
export interface StrategySecret {
  readonly id: string;
  readonly name: string;
  /** Null once revoked. */
  readonly secret: string | null;
  readonly createdAt: Moment;
  readonly revokedAt: Moment | null;
}
