import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.js';
import { createSecret } from '../ids.js';
import { type Operator, type SigningKey, type Store, StoreFailed } from '../store/store.js';

/** How long a browser token is good for, in milliseconds. */
export const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A signing key is replaced after this time, in milliseconds. */
const ROTATION_MS = 30 * TOKEN_LIFETIME_MS;

/** What a token is good for. */
export type Claims =
  | { readonly kind: 'interaction'; readonly interactionId: string }
  | {
      readonly kind: 'visit';
      readonly visitId: string;
      readonly visitorId: string | null;
      /** The publishable key it was given out for; null for an API key. */
      readonly keyId: string | null;
    };

const PREFIXES = { interaction: 'wit_', visit: 'wvt_' } as const satisfies Record<
  Claims['kind'],
  string
>;
const KINDS = Object.keys(PREFIXES) as Claims['kind'][];

/** A token with the moment from which it is void. */
export interface Token {
  readonly token: string;
  readonly expiresAt: number;
}

/** Browser tokens: signed, so that nothing is stored for them; void after 24 hours. */
export interface Tokens {
  sign(claims: Claims): Token;
  /** The claims of a token that this service signed and that has not expired; else undefined. */
  verify(token: string): Claims | undefined;
  /** Signs with a new key from now on; tokens of the earlier ones stay good until they expire. */
  rotate(operator: Operator): Promise<SigningKey>;
}

/** Whether a credential claims to be a token rather than a key. */
export function looksLikeToken(credential: string): boolean {
  return KINDS.some((kind) => credential.startsWith(PREFIXES[kind]));
}

const signatureOf = (key: SigningKey, text: string): string =>
  createHmac('sha256', key.secret).update(text).digest('base64url');

/** As texts: several texts decode to the same bytes, and only one of them was given out. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const encode = (claims: Claims, expiresAt: number): string => {
  const subject =
    claims.kind === 'interaction'
      ? [claims.interactionId]
      : [claims.visitId, claims.visitorId, claims.keyId];
  return Buffer.from(JSON.stringify([expiresAt, ...subject])).toString('base64url');
};

/** Reads what `encode` wrote; only called on text whose signature holds. */
function decode(kind: Claims['kind'], text: string): { expiresAt: number; claims: Claims } {
  const [expiresAt, subject, visitorId, keyId] = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  ) as [number, string, string | null, string | null];
  const claims: Claims =
    kind === 'interaction'
      ? { kind, interactionId: subject }
      : { kind, visitId: subject, visitorId, keyId };
  return { expiresAt, claims };
}

/** Loads the signing keys of the store, making the first one; the newest signs. */
export async function createTokens(store: Store, clock: Clock): Promise<Tokens> {
  const keys = new Map<string, SigningKey>();
  let newest: SigningKey;

  const add = (operator: Operator): Promise<SigningKey> =>
    store.apply({}, ({ now }) => {
      const secret = Buffer.from(createSecret(32), 'base64url');
      const signingKey: SigningKey = { id: createSecret(6), secret, createdAt: now };
      const audit = {
        at: now,
        ...operator,
        action: 'signing_key.created',
        target: signingKey.id,
        before: null,
        after: null,
      };
      return { changes: { signingKey, audit }, result: signingKey };
    });

  async function rotate(operator: Operator): Promise<SigningKey> {
    newest = await add(operator);
    keys.set(newest.id, newest);
    return newest;
  }

  const stored = await store.signingKeys();
  for (const key of stored) keys.set(key.id, key);
  const [last] = stored;
  newest =
    last && clock.now() - last.createdAt < ROTATION_MS
      ? last
      : await rotate({ keyId: 'system', keyName: 'system' }).catch((error: unknown) => {
          // A full disk: the next start replaces it.
          if (last && error instanceof StoreFailed) return last;
          throw error;
        });

  return {
    rotate,
    sign(claims) {
      const expiresAt = clock.now() + TOKEN_LIFETIME_MS;
      const text = `${PREFIXES[claims.kind]}${newest.id}.${encode(claims, expiresAt)}`;
      return { token: `${text}.${signatureOf(newest, text)}`, expiresAt };
    },
    verify(token) {
      const [head = '', body = '', signature = '', ...rest] = token.split('.');
      const kind = KINDS.find((name) => head.startsWith(PREFIXES[name]));
      const key = kind && keys.get(head.slice(PREFIXES[kind].length));
      if (kind === undefined || key === undefined || rest.length > 0) return undefined;
      if (!isSame(signature, signatureOf(key, `${head}.${body}`))) return undefined;
      const { expiresAt, claims } = decode(kind, body);
      return clock.now() < expiresAt ? claims : undefined;
    },
  };
}
