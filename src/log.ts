import { type Logger, pino } from 'pino';
import type { LogLevel } from './log-levels.js';

export type Log = Logger;

/** A log to standard output, one JSON object a line: the object first, a constant sentence second. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
