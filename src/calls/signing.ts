import { createHmac, randomBytes } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

/** What an endpoint's deliveries are signed with, as of some moment. */
export interface Secrets {
  readonly secret: string;
  /** The one before the last rotation. */
  readonly previousSecret: string | null;
  /** From this moment on, milliseconds since the epoch, only `secret` signs. */
  readonly previousSecretExpiresAt: number | null;
}

/** One message on its way. */
export interface Outgoing {
  /** The same over all attempts. */
  readonly messageId: string;
  /** Exactly the bytes that are signed. */
  readonly body: string;
}

/** A new secret: `whsec_` and 32 random bytes in base64. */
export function createWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64');
}

/** The secrets that sign at the moment `now`, the newest first. */
export function secretsAt(secrets: Secrets, now: number): readonly string[] {
  const { secret, previousSecret, previousSecretExpiresAt } = secrets;
  return previousSecret !== null &&
    previousSecretExpiresAt !== null &&
    now < previousSecretExpiresAt
    ? [secret, previousSecret]
    : [secret];
}

/** The signature of Standard Webhooks over id, timestamp (seconds) and body. */
export function sign(secret: string, messageId: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const digest = createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`);
  return `v1,${digest.digest('base64')}`;
}

/**
 * The headers of one attempt at the moment `now` of the wall clock: each attempt is signed with its
 * own timestamp. The secret before a rotation is judged by `ageTime`.
 */
export function headersOf(
  message: Outgoing,
  secrets: Secrets,
  now: number,
  ageTime = now,
): Readonly<Record<string, string>> {
  return signedHeaders(message, secretsAt(secrets, ageTime), now);
}

/** The headers of a message, signed at the moment `now` with each secret; with none not signed. */
export function signedHeaders(
  { messageId, body }: Outgoing,
  secrets: readonly string[],
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(now / 1000);
  const signatures = secrets.map((secret) => sign(secret, messageId, timestamp, body));
  return {
    'content-type': 'application/json',
    'user-agent': 'webengagement',
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
  };
}
