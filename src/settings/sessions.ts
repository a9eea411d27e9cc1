import { hash } from 'node:crypto';
import { CLOCKS_APART_MS, type Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { ApiKey, Session } from '../decisions/credentials.js';
import { isGood, type Settings } from '../decisions/settings.js';
import { createId, createSecret } from '../ids.js';
import type { Store } from '../store/store.js';

/** What the secret of a session begins with. */
const PREFIX = 'wcs_';

const hashOf = (secret: string): string => hash('sha256', secret, 'hex');

/** A session with the key that it stands for. */
export interface GoodSession extends Session {
  readonly key: ApiKey;
}

/**
 * Sessions in a browser, stored hashed and good no longer than their key: of operators in the
 * console for eight hours, of agents at the desk for a day.
 */
export interface Sessions {
  /** Those of operators that are good, newest first. */
  list(settings: Settings): readonly GoodSession[];
  /** The one of a secret; undefined when there is none, or it has ended. */
  find(settings: Settings, secret: string): GoodSession | undefined;
  begin(key: ApiKey): Promise<{ readonly session: Session; readonly secret: string }>;
  /** Null when there is none of that id. */
  end(id: string, operator: Operator): Promise<Session | null>;
}

/** Whether a credential claims to be the secret of a session. */
export function looksLikeSession(credential: string): boolean {
  return credential.startsWith(PREFIX);
}

export function createSessions(store: Store, clock: Clock): Sessions {
  function good(settings: Settings, session: Session): GoodSession | undefined {
    const key = settings.apiKeys.find(({ id }) => id === session.keyId);
    // Begun while service time was too far ahead, it is trusted no longer than a token would be.
    const isAhead = session.createdAt - clock.now() > CLOCKS_APART_MS;
    const isOver = clock.ageTime() >= session.expiresAt || isAhead;
    return key && isGood(key) && !isOver ? { ...session, key } : undefined;
  }

  return {
    list: (settings) =>
      settings.sessions
        .flatMap((session) => good(settings, session) ?? [])
        .filter(({ key }) => !key.agent),
    find(settings, secret) {
      const session = settings.sessionByHash.get(hashOf(secret));
      return session && good(settings, session);
    },
    async begin({ id: keyId, name: keyName }) {
      const secret = PREFIX + createSecret(32);
      const request = { seed: createId(clock.now()), hash: hashOf(secret) };
      const operator = { keyId, keyName };
      return { session: await store.apply('beginSession', { ...request, operator }), secret };
    },
    end: (id, operator) => store.apply('endSession', { id, operator }),
  };
}
