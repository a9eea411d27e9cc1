import { createHmac, timingSafeEqual } from 'node:crypto';
import { CLOCKS_APART_MS, type Clock } from '../clock.js';
import type { SigningKey, VisitorMark } from '../decisions/credentials.js';
import type { Settings } from '../decisions/settings.js';
import { TOKEN_LIFETIME_MS } from '../decisions/signing-keys.js';
import { erasureMark } from '../store/erasure-mark.js';
import type { SigningKeys } from './signing-keys.js';

/** What a token is good for. */
export type TokenClaims =
  | { readonly kind: 'interaction'; readonly interactionId: string }
  | {
      readonly kind: 'visit';
      readonly visitId: string;
      readonly visitorId: string | null;
      /** The publishable key it was given out for; null for an API key. */
      readonly keyId: string | null;
    };

/** The claims of a token that was verified. */
export type ProvenClaims =
  | Extract<TokenClaims, { kind: 'interaction' }>
  | (Extract<TokenClaims, { kind: 'visit' }> & {
      /** By what it can be told whether the visitor was erased since; null without a visitor. */
      readonly visitorMark: VisitorMark | null;
    });

const PREFIXES = { interaction: 'wit_', visit: 'wvt_' } as const satisfies Record<
  TokenClaims['kind'],
  string
>;
const KINDS = Object.keys(PREFIXES) as TokenClaims['kind'][];

/** A token with the moment from which it is void. */
export interface Token {
  readonly token: string;
  readonly expiresAt: number;
}

/** Browser tokens: signed, so that nothing is stored for them; void after 24 hours. */
export interface Tokens {
  sign(settings: Settings, claims: TokenClaims): Token;
  /** The claims of a token that this service signed and that has not expired; else undefined. */
  verify(settings: Settings, token: string): ProvenClaims | undefined;
}

/** Whether a credential claims to be a token rather than a key. */
export function looksLikeToken(credential: string): boolean {
  return KINDS.some((kind) => credential.startsWith(PREFIXES[kind]));
}

/** The bytes of each key, read once: every token needs them. */
const secrets = new WeakMap<SigningKey, Buffer>();

function secretOf(key: SigningKey): Buffer {
  const known = secrets.get(key);
  if (known) return known;
  const secret = Buffer.from(key.secret, 'base64url');
  secrets.set(key, secret);
  return secret;
}

const signatureOf = (key: SigningKey, text: string): string =>
  createHmac('sha256', secretOf(key)).update(text).digest('base64url');

/** As texts: several texts decode to the same bytes, and only one of them was given out. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const encode = (claims: TokenClaims, expiresAt: number): string => {
  const subject =
    claims.kind === 'interaction'
      ? [claims.interactionId]
      : [claims.visitId, claims.visitorId, claims.keyId];
  return Buffer.from(JSON.stringify([expiresAt, ...subject])).toString('base64url');
};

/** Reads what `encode` wrote; only called on text whose signature holds. */
function decode(
  kind: TokenClaims['kind'],
  text: string,
): { expiresAt: number; claims: TokenClaims } {
  const [expiresAt, subject, visitorId, keyId] = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  ) as [number, string, string | null, string | null];
  const claims: TokenClaims =
    kind === 'interaction'
      ? { kind, interactionId: subject }
      : { kind, visitId: subject, visitorId, keyId };
  return { expiresAt, claims };
}

/** Signs with the newest key; what a key may verify is up to its age. */
export function createTokens(keys: SigningKeys, clock: Clock): Tokens {
  const prove = (claims: TokenClaims, key: SigningKey, expiresAt: number): ProvenClaims => {
    if (claims.kind !== 'visit') return claims;
    const issuedAt = expiresAt - TOKEN_LIFETIME_MS;
    const { visitorId } = claims;
    const visitorMark =
      visitorId === null
        ? null
        : { signingKeyId: key.id, mark: erasureMark(secretOf(key), visitorId), issuedAt };
    return { ...claims, visitorMark };
  };

  return {
    sign(settings, claims) {
      const key = keys.newest(settings);
      const expiresAt = clock.now() + TOKEN_LIFETIME_MS;
      const text = `${PREFIXES[claims.kind]}${key.id}.${encode(claims, expiresAt)}`;
      return { token: `${text}.${signatureOf(key, text)}`, expiresAt };
    },
    verify(settings, token) {
      const [head = '', body = '', signature = '', ...rest] = token.split('.');
      const kind = KINDS.find((name) => head.startsWith(PREFIXES[name]));
      const key = kind && keys.find(settings, head.slice(PREFIXES[kind].length));
      if (kind === undefined || key === undefined || rest.length > 0) return undefined;
      if (!isSame(signature, signatureOf(key, `${head}.${body}`))) return undefined;
      const { expiresAt, claims } = decode(kind, body);
      // Signed while service time was too far ahead: nobody is trusted for longer than a day.
      if (expiresAt - clock.now() > TOKEN_LIFETIME_MS + CLOCKS_APART_MS) return undefined;
      return clock.ageTime() < expiresAt ? prove(claims, key, expiresAt) : undefined;
    },
  };
}
