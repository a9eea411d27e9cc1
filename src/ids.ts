import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes of one id, and of as many as are drawn at once: a draw costs more than an id. */
const ID_BYTES = 16;
const POOL = Buffer.alloc(ID_BYTES * 256);

let drawn = POOL.length;
let sequence = randomInt(2 ** 20);

function drawRandom(): Uint8Array {
  if (drawn === POOL.length) {
    randomFillSync(POOL);
    drawn = 0;
  }
  drawn += ID_BYTES;
  return POOL.subarray(drawn - ID_BYTES, drawn);
}

/** A UUIDv7 of the moment `now` (milliseconds since the epoch); later calls sort later. */
export function createId(now: number): string {
  sequence = (sequence + 1) % 2 ** 32;
  return v7({ msecs: now, seq: sequence, random: drawRandom() });
}

/** Whether `text` has the form of an id. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

/** `bytes` random bytes as URL-safe text. */
export function createSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
