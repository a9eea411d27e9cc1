import type { Clock } from '../clock.js';
import { type Operator, SYSTEM } from '../decisions/audit.js';
import type { SigningKey } from '../decisions/credentials.js';
import type { Settings } from '../decisions/settings.js';
import { endOf, ROTATION_MS } from '../decisions/signing-keys.js';
import { createSecret } from '../ids.js';
import type { Log } from '../log/log.js';
import { StoreFailed } from '../store/failures.js';
import type { Store } from '../store/store.js';

/** Between two looks at the age of the newest key, in milliseconds; also after a failure. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** The secrets behind browser tokens. The newest signs; a key verifies for 31 days. */
export interface SigningKeys {
  /** The key that signs. */
  newest(settings: Settings): SigningKey;
  /** The key of that id, unless there is none or the last token it can have signed is void. */
  find(settings: Settings, id: string): SigningKey | undefined;
  /** Those that `find` finds, newest first. */
  list(): readonly SigningKey[];
  /** Signs with a new key from now on; tokens of the earlier ones stay good until they expire. */
  rotate(operator: Operator): Promise<SigningKey>;
  /**
   * Makes every token void that the key of that id signed; false when there is none. The newest is
   * replaced in the same change.
   */
  remove(id: string, operator: Operator): Promise<boolean>;
  /** Replaces the newest key every 30 days. */
  start(log: Log): void;
  /** Ends that, after the change under way. */
  stop(): Promise<void>;
}

/** The keys of the store, once it has one: makes the first, or the next when it is time for it. */
export async function createSigningKeys(store: Store, clock: Clock): Promise<SigningKeys> {
  let looking: Promise<unknown> = Promise.resolve();
  let disarm = (): void => {};
  let stopped = false;

  const verifies = (key: SigningKey): boolean => clock.ageTime() < endOf(key);
  const newKey = () => ({ id: createSecret(6), secret: createSecret(32) });

  async function rotateIfDue(): Promise<void> {
    const [newest] = store.lastSettings().signingKeys;
    if (newest && clock.now() - newest.createdAt < ROTATION_MS) return;
    await store.apply('rotateSigningKey', { key: newKey(), operator: SYSTEM, ifDue: true });
  }

  await rotateIfDue().catch((error: unknown) => {
    // A full disk: it is tried again while running.
    const isNone = store.lastSettings().signingKeys.length === 0;
    if (!(error instanceof StoreFailed) || isNone) throw error;
  });

  return {
    newest: ({ signingKeys }) => signingKeys[0] as SigningKey,
    find({ signingKeys }, id) {
      const key = signingKeys.find((each) => each.id === id);
      return key && verifies(key) ? key : undefined;
    },
    list: () => store.lastSettings().signingKeys.filter(verifies),
    rotate: async (operator) =>
      (await store.apply('rotateSigningKey', {
        key: newKey(),
        operator,
        ifDue: false,
      })) as SigningKey,
    remove: (id, operator) => store.apply('removeSigningKey', { key: newKey(), id, operator }),
    start(log) {
      const look = (): void => {
        looking = (stopped ? Promise.resolve() : rotateIfDue())
          .catch((error: unknown) =>
            log.error({ err: error }, 'no new signing key could be made; it is tried again'),
          )
          .finally(() => {
            if (!stopped) disarm = clock.after(LOOK_EVERY_MS, look);
          });
      };
      look();
    },
    async stop() {
      stopped = true;
      disarm();
      await looking;
    },
  };
}
