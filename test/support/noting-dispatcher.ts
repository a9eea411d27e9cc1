import { createLog } from '#src/log/log.js';
import type { Store } from '#src/store/store.js';
import { createDispatcher, type Dispatcher } from '#src/webhooks/dispatcher.js';
import type { Cleanup, World } from './world.js';

export interface Noting {
  readonly dispatcher: Dispatcher;
  /** The addresses that were sent to, one after the other; a test may empty it. */
  readonly sent: string[];
}

/** Starts a dispatcher whose deliveries all succeed at once, and are only noted. */
export async function startNoting(
  t: Cleanup,
  { clock }: World,
  store: Store,
  isSaturated: () => boolean = () => false,
): Promise<Noting> {
  const sent: string[] = [];
  const dispatcher = createDispatcher({
    store,
    clock,
    log: createLog('silent'),
    random: () => 0,
    sender: {
      async send(url) {
        sent.push(url);
        return { status: 204, error: null, durationMs: 1, excerpt: null, retryAfter: undefined };
      },
      refuse: async () => null,
      close: async () => {},
    },
    isSaturated,
    retentionMs: 86_400_000,
    disable: async () => {},
    observe: () => {},
  });
  await dispatcher.start();
  t.teardown(dispatcher.stop);
  return { dispatcher, sent };
}
