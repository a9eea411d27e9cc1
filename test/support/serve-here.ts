import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';

/** Where a service listens. */
export interface Served {
  readonly address: string;
}

/** A service that ends with its test, or before. */
export interface ServedHere extends Served {
  /** Ends it as a signal does. */
  close(): Promise<void>;
}

/**
 * The whole service, on a socket and by the time of day, in the process of the test: what a process of
 * its own takes to start is several times as long. For tests that neither kill it nor read its log.
 */
export async function serveHere(
  t: { teardown(close: () => Promise<void>): void },
  env: Readonly<Record<string, string>>,
): Promise<ServedHere> {
  const config = readConfig({ PORT: '0', STRATEGY: 'none', ...env });
  const service = await compose(config, createLog('silent'));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= service.close();
    return closing;
  };
  t.teardown(close);
  return { address: await service.listen(), close };
}
