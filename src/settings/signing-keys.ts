import type { Clock } from '../clock.js';
import type { ActionOn, AuditEntry, Operator } from '../decisions/audit.js';
import type { Changes } from '../decisions/change.js';
import type { SigningKey } from '../decisions/credentials.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { createSecret } from '../ids.js';
import type { Log } from '../log/log.js';
import { StoreFailed } from '../store/failures.js';
import type { Store } from '../store/store.js';

/** How long a browser token is good for, in milliseconds. */
export const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A signing key is replaced after this time, in milliseconds. */
const ROTATION_MS = 30 * TOKEN_LIFETIME_MS;

/** Between two looks at the age of the newest key, in milliseconds; also after a failure. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

const SYSTEM: Operator = { keyId: 'system', keyName: 'system' };

/** The secrets behind browser tokens, held in memory. The newest signs; a key verifies for 31 days. */
export interface SigningKeys {
  /** The key that signs. */
  newest(): SigningKey;
  /** The key of that id, unless there is none or the last token it can have signed is void. */
  find(id: string): SigningKey | undefined;
  /** Those that `find` finds, newest first. */
  list(): readonly SigningKey[];
  /** From when on a key verifies nothing. */
  endOf(key: SigningKey): Moment;
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

/** Loads the keys of the store, making the first one, or the next when it is time for it. */
export async function createSigningKeys(store: Store, clock: Clock): Promise<SigningKeys> {
  let keys = new Map((await store.signingKeys()).map((key) => [key.id, key]));
  let last: Promise<unknown> = Promise.resolve();
  let disarm = (): void => {};
  let stopped = false;

  const endOf = ({ createdAt }: SigningKey): Moment => createdAt + ROTATION_MS + TOKEN_LIFETIME_MS;
  const verifies = (key: SigningKey): boolean => clock.ageTime() < endOf(key);
  const first = (): SigningKey | undefined => keys.values().next().value;
  const isDue = (): boolean => clock.now() - (first()?.createdAt ?? 0) >= ROTATION_MS;

  /** One change after another, each knowing what the one before it left. */
  function inTurn<R>(change: () => Promise<R>): Promise<R> {
    const done = last.then(change);
    last = done.catch(() => undefined);
    return done;
  }

  const audit = (
    at: Moment,
    operator: Operator,
    verb: ActionOn<'signing_key'>,
    target: string,
  ): AuditEntry => ({
    at,
    ...operator,
    action: `signing_key.${verb}`,
    target,
    before: null,
    after: null,
  });

  /** Makes a key in one change with what else is changed; those that verify nothing any more go. */
  async function add(operator: Operator, removed: string | null = null): Promise<SigningKey> {
    const isPast = clock.agePause() === null ? (key: SigningKey) => !verifies(key) : () => false;
    const gone = [...keys.values()].filter((key) => key.id === removed || isPast(key));
    const made = await store.apply({}, ({ now }) => {
      const secret = Buffer.from(createSecret(32), 'base64url');
      const signingKey: SigningKey = { id: createSecret(6), secret, createdAt: now };
      const changes: Changes = {
        signingKey,
        removedSigningKeys: gone.map(({ id }) => id),
        audit: [
          ...(removed === null ? [] : [audit(now, operator, 'deleted', removed)]),
          audit(now, operator, 'created', signingKey.id),
        ],
      };
      return { changes, result: signingKey };
    });
    const left = [...keys.values()].filter((key) => !gone.includes(key));
    keys = new Map([made, ...left].map((key) => [key.id, key]));
    return made;
  }

  if (isDue())
    await add(SYSTEM).catch((error: unknown) => {
      // A full disk: it is tried again while running.
      if (!(error instanceof StoreFailed) || first() === undefined) throw error;
    });

  return {
    newest: () => first() as SigningKey,
    find(id) {
      const key = keys.get(id);
      return key && verifies(key) ? key : undefined;
    },
    list: () => [...keys.values()].filter(verifies),
    endOf,
    rotate: (operator) => inTurn(() => add(operator)),
    remove: (id, operator) =>
      inTurn(async () => {
        const key = keys.get(id);
        if (key === undefined || !verifies(key)) return false;
        if (key === first()) {
          await add(operator, id);
          return true;
        }
        await store.apply({}, ({ now }) => ({
          changes: { removedSigningKeys: [id], audit: audit(now, operator, 'deleted', id) },
          result: undefined,
        }));
        keys = new Map([...keys].filter(([other]) => other !== id));
        return true;
      }),
    start(log) {
      const look = (): void => {
        const rotated = inTurn(async () => {
          if (!stopped && isDue()) await add(SYSTEM);
        });
        rotated
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
      await last;
    },
  };
}
