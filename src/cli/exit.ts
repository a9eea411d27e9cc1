/** What the exit codes of every command mean; shells and schedulers rely on them. */
export const EXIT = {
  ok: { code: 0, meaning: 'done; for healthcheck: ready; for serve: closed gracefully' },
  failed: { code: 1, meaning: 'failed, or refused by the service; for healthcheck: not ready' },
  refused: {
    code: 2,
    meaning: 'not started: wrong usage, a wrong value, or a data directory that cannot be used',
  },
  unreachable: { code: 3, meaning: 'no answer from the service' },
} as const;

/** Ends a command with one line on standard error, perhaps more below it, and an exit code. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exit: keyof typeof EXIT = 'failed',
    /** More lines, each ended, to go below the message. */
    readonly more = '',
  ) {
    super(message);
  }
}
