import type { Sender } from '../calls/send.js';
import {
  type KnownStrategies,
  misfitOfReference,
  readReference,
} from '../domain/strategies/reference.js';
import type { Log } from '../log/log.js';

export interface RemoteSetUp {
  /** Who may be asked: words are no addresses. */
  readonly urls: readonly (string | undefined)[];
  /** Whether there is a secret to sign with. */
  readonly isSigned: boolean;
  readonly sender: Pick<Sender, 'refuse'>;
  readonly log: Log;
}

/** Says of strategies that are named and not there what would otherwise only show in histories. */
export function warnAboutReferences(
  names: readonly (string | null | undefined)[],
  strategies: KnownStrategies,
  log: Log,
): void {
  for (const name of names) {
    const reference = name ? readReference(name) : undefined;
    const misfit = reference && misfitOfReference(reference, strategies);
    if (misfit) log.warn({ strategy: name, misfit }, 'a strategy that decides is not there');
  }
}

/** Says at the start what would otherwise only show in the history of every interaction. */
export function warnAboutStrategy({ urls, isSigned, sender, log }: RemoteSetUp): void {
  const remote = urls.flatMap((url) => (url && /^https?:/.test(url) ? [new URL(url)] : []));
  if (remote.length === 0) return;
  if (!isSigned) log.warn('the remote strategy is asked without a signature: set STRATEGY_SECRET');
  for (const url of remote) {
    // The start does not wait for names to be looked up.
    void sender.refuse(url).then((refused) => {
      if (refused)
        log.warn(
          { host: url.host },
          'the remote strategy is at a private address: set WEBHOOK_ALLOW_PRIVATE',
        );
    });
  }
}
