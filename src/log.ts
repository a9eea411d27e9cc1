import { type Logger, pino } from 'pino';
import { createClock } from './clock.js';
import type { LogLevel } from './log-levels.js';
import { createLines } from './log-lines.js';

export type Log = Logger;

/**
 * A log to standard output, one JSON object a line: the object first, a constant sentence second.
 * What is buffered is written at the end of the process, however it comes; only a SIGKILL loses it.
 */
export function createLog(level: LogLevel): Log {
  const lines = createLines({
    fd: process.stdout.fd,
    clock: createClock(),
    onLost: (count) => log.warn({ lines: count }, 'the log could not be written for a time'),
  });
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, lines);
  if (level !== 'silent') process.once('exit', lines.flushSync);
  return log;
}
