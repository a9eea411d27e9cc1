import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.js';
import { createSecret } from '../ids.js';
import type { SigningKey, Store } from '../store/store.js';

/** How long a browser token is good for, in milliseconds. */
export const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** What a token is for: an interaction, by its id. */
export type TokenKind = 'interaction';

const PREFIXES = { interaction: 'wit_' } as const satisfies Record<TokenKind, string>;

export interface TokenClaims {
  readonly kind: TokenKind;
  /** The id of what it is for. */
  readonly subject: string;
  readonly expiresAt: number;
}

/** Browser tokens: signed, so that nothing is stored for them; void after 24 hours. */
export interface Tokens {
  sign(kind: TokenKind, subject: string): { readonly token: string; readonly expiresAt: number };
  /** The claims of a token that this service signed and that has not expired; else undefined. */
  verify(token: string): TokenClaims | undefined;
}

/** Whether a credential claims to be a token rather than an API key. */
export function looksLikeToken(credential: string): boolean {
  return Object.values(PREFIXES).some((prefix) => credential.startsWith(prefix));
}

const signatureOf = (key: SigningKey, text: string): string =>
  createHmac('sha256', key.secret).update(text).digest('base64url');

/** As texts: several texts decode to the same bytes, and only one of them was given out. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Loads the signing keys of the store, making the first one; the newest signs. */
export async function createTokens(store: Store, clock: Clock): Promise<Tokens> {
  if ((await store.signingKeys()).length === 0)
    await store.apply({}, ({ now }) => {
      const secret = Buffer.from(createSecret(32), 'base64url');
      return {
        changes: { signingKey: { id: createSecret(6), secret, createdAt: now } },
        result: undefined,
      };
    });
  const keys = await store.signingKeys();
  const byId = new Map(keys.map((key) => [key.id, key]));
  const newest = keys[0];
  if (newest === undefined) throw new Error('the store kept no signing key');

  return {
    sign(kind, subject) {
      const expiresAt = clock.now() + TOKEN_LIFETIME_MS;
      const claims = Buffer.from(`${expiresAt.toString(36)}:${subject}`).toString('base64url');
      const text = `${PREFIXES[kind]}${newest.id}.${claims}`;
      return { token: `${text}.${signatureOf(newest, text)}`, expiresAt };
    },
    verify(token) {
      const [head = '', claims = '', signature = '', ...rest] = token.split('.');
      const kind = (Object.keys(PREFIXES) as TokenKind[]).find((name) =>
        head.startsWith(PREFIXES[name]),
      );
      const key = kind && byId.get(head.slice(PREFIXES[kind].length));
      if (kind === undefined || key === undefined || rest.length > 0) return undefined;
      if (!isSame(signature, signatureOf(key, `${head}.${claims}`))) return undefined;
      const [expires = '', ...subject] = Buffer.from(claims, 'base64url').toString().split(':');
      const expiresAt = Number.parseInt(expires, 36);
      return clock.now() < expiresAt ? { kind, subject: subject.join(':'), expiresAt } : undefined;
    },
  };
}
