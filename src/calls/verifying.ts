import { timingSafeEqual } from 'node:crypto';
import { sign } from './signing.js';

/** How far the timestamp of a call may be off, in milliseconds. */
const TOLERANCE_MS = 5 * 60 * 1000;
/** Signatures of one call that are looked at. */
const MAX_SIGNATURES = 8;

const PREFIX = 'whsec_';
const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/**
 * The keys that a secret stands for, each in the form `whsec_` and base64. A text without the
 * prefix is read as it is by some and as base64 by others, so it stands for both.
 */
export function keysOf(secret: string): readonly string[] {
  if (secret.startsWith(PREFIX)) return [secret];
  const plain = PREFIX + Buffer.from(secret).toString('base64');
  return isBase64(secret) ? [PREFIX + secret, plain] : [plain];
}

/** The three headers of Standard Webhooks, as they came. */
export interface SignatureHeaders {
  readonly 'webhook-id'?: string | undefined;
  readonly 'webhook-timestamp'?: string | undefined;
  readonly 'webhook-signature'?: string | undefined;
}

/** A secret, and what names it where it must not be told. */
export interface Signer {
  readonly id: string;
  readonly secret: string;
}

/** Whose signature it is, or why it is not believed, in a sentence. */
export type Verified = { readonly signer: string } | { readonly doubt: string };

/** Holds a call against each secret. */
export function verify(
  headers: SignatureHeaders,
  body: string,
  signers: readonly Signer[],
  now: number,
): Verified {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const signature = headers['webhook-signature'] ?? '';
  if (!/^[\x21-\x7e]{1,255}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || signature === '')
    return {
      doubt: 'Send the headers webhook-id, webhook-timestamp (seconds) and webhook-signature.',
    };
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS)
    return { doubt: 'The webhook-timestamp is more than 5 minutes off.' };
  const given = signature.split(' ', MAX_SIGNATURES).map((text) => Buffer.from(text));
  const isBy = ({ secret }: Signer): boolean =>
    keysOf(secret).some((key) => {
      const expected = Buffer.from(sign(key, id, Number(timestamp), body));
      return given.some(
        (text) => text.length === expected.length && timingSafeEqual(text, expected),
      );
    });
  const signer = signers.find(isBy);
  return signer === undefined
    ? { doubt: 'The webhook-signature is not of any secret of a strategy.' }
    : { signer: signer.id };
}
