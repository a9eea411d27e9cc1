import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino } from 'pino';
import { createClock } from '../clock.js';
import type { LogLevel } from './levels.js';
import { createLines } from './lines.js';

export type Log = Logger;
type PinoPretty = typeof import('pino-pretty');

/**
 * A log to standard output: for a person at a terminal lines to read, else one JSON object a line,
 * the object first, a constant sentence second.
 */
export function createLog(level: LogLevel): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (process.stdout.isTTY) return pino(options, toPeople());
  const lines = createLines({
    fd: process.stdout.fd,
    clock: createClock(),
    onLost: (count) => log.warn({ lines: count }, 'the log could not be written for a time'),
  });
  const log = pino(options, lines);
  if (level !== 'silent') process.once('exit', lines.flushSync);
  return log;
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
