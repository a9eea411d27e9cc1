import { type Logger, pino } from 'pino';
import type { LogLevel } from './log-levels.js';

export type Log = Logger;

/** Lines wait for others, until they are so many bytes or so old: a line each would cost a write. */
const BUFFER_BYTES = 4096;
const FLUSH_AFTER_MS = 100;

/**
 * A log to standard output, one JSON object a line: the object first, a constant sentence second.
 * What is buffered is written at the end of the process, however it comes; only a SIGKILL loses it.
 */
export function createLog(level: LogLevel): Log {
  const destination = pino.destination({
    dest: process.stdout.fd,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_AFTER_MS,
  });
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
