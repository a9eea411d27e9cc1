import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';

let sequence = randomInt(2 ** 20);

/** A UUIDv7 of the moment `now` (milliseconds since the epoch); later calls sort later. */
export function createId(now: number): string {
  sequence = (sequence + 1) % 2 ** 32;
  return v7({ msecs: now, seq: sequence });
}

/** Whether `text` has the form of an id. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

/** `bytes` random bytes as URL-safe text. */
export function createSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
