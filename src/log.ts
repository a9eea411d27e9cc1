import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './log-levels.js';

export type Log = Logger;
type PinoPretty = typeof import('pino-pretty');

/** Lines wait for others, until they are so many bytes or so old: a line each would cost a write. */
const BUFFER_BYTES = 4096;
const FLUSH_AFTER_MS = 100;

/**
 * A log to standard output: for a person at a terminal lines to read, else one JSON object a line,
 * the object first, a constant sentence second.
 */
export function createLog(level: LogLevel): Log {
  const destination = process.stdout.isTTY ? toPeople() : toMachines();
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** What is buffered is written at the end of the process, however it comes; only a SIGKILL loses it. */
function toMachines(): DestinationStream {
  return pino.destination({
    dest: process.stdout.fd,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_AFTER_MS,
  });
}

/** Loaded only for a terminal: every start elsewhere does without. */
function toPeople(): DestinationStream {
  const pretty = createRequire(import.meta.url)('pino-pretty') as PinoPretty;
  const { NO_COLOR, TERM } = process.env;
  return pretty({
    colorize: !NO_COLOR && TERM !== 'dumb',
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    singleLine: true,
    sync: true,
  });
}
