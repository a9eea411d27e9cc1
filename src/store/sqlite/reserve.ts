import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeIn } from '../room.js';
import { filesIn } from './directory.js';

/**
 * Bytes of a part of the room that is kept for a start: no database with a log is read without the index
 * of that, a file of so many bytes for each 8 MiB of the log.
 */
const PART_BYTES = 32 * 1024;
/** For the longest log that is usual; and a disk may have no number left for one file more. */
const PARTS = 8;
/** With less left the disk is as good as full, and others need it more. */
const MIN_ROOM_BYTES = 1024 * 1024;

/** Keeps room for a start, as far as it is not kept yet. Where there is none, a later call does. */
export function keepReserve(directory: string): void {
  const missing = partsIn(directory).filter((path) => !isWhole(path));
  if (missing.length === 0) return;
  try {
    if (freeIn(directory) < MIN_ROOM_BYTES) return;
    mkdirSync(filesIn(directory).reserve, { recursive: true, mode: 0o700 });
    // Random, so that no file system makes little of it.
    for (const path of missing) writeFileSync(path, randomBytes(PART_BYTES), { mode: 0o600 });
  } catch {
    // The disk has filled up meanwhile: a part that is not whole counts as none.
  }
}

/** Gives a part of what was kept to whoever starts; false when nothing is left of it. */
export function spendReserve(directory: string): boolean {
  const there = partsIn(directory).find((path) => statSync(path, { throwIfNoEntry: false }));
  if (there === undefined) return false;
  try {
    rmSync(there);
    return true;
  } catch {
    return false;
  }
}

const partsIn = (directory: string): readonly string[] =>
  Array.from({ length: PARTS }, (_, index) => join(filesIn(directory).reserve, String(index + 1)));

const isWhole = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.size === PART_BYTES;
