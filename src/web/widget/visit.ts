import { warn } from './console.js';
import { type Answer, persist } from './http.js';
import { activated } from './page.js';
import type { ServerClock } from './server-clock.js';
import type { Settings } from './settings.js';
import type { Storage } from './storage.js';
import { exclusively } from './tabs.js';

/** The visit of this browser, with the token that proves it. */
export interface Visit {
  readonly visitId: string;
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** A visit as it is kept: with whose it is; absent while nobody knows. */
interface Kept extends Visit {
  readonly visitorId?: string | undefined;
}

/** What the service says of a visit. */
interface Begun extends Visit {
  readonly serverTime: string;
}

/** When a page was seen last: by the browser's clock, and by that of the service. */
interface Seen {
  readonly at: number;
  readonly serverAt: number;
}

/** Whether a page may have a visit, for the developer of the page. */
interface Origin {
  readonly allowed: boolean;
  readonly detail: string;
  readonly serverTime: string;
}

/** The visit that this page is of. */
export interface Session {
  /** Undefined when the page may not have one, which is warned about once, or when it was stopped. */
  readonly begun: Promise<Visit | undefined>;
  /** Rejects, saying why, when the service cannot be reached for `begun`. */
  readonly trouble: Promise<never>;
  token(): string;
  /** Asks for the visit anew: its token may be void, or the service may not know it any more. */
  renew(): Promise<Visit | undefined>;
  /** Renews what is void soon by the clock of the service. */
  refresh(): void;
  /** Asks with the token; once more, with a fresh one, when it was void. */
  prove<T>(ask: (token: string) => Promise<Answer<T> | undefined>): Promise<Answer<T> | undefined>;
  /** Says that the visit goes on: another page within half an hour belongs to it. */
  touch(): void;
}

export interface SessionDependencies {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly clock: ServerClock;
  readonly isWanted: () => boolean;
}

/** A visit ends when no page of it was seen for so long, in milliseconds. */
const IDLE_MS = 30 * 60_000;
/** A token with less time left than this is renewed, in milliseconds. */
const RENEW_MS = 12 * 60 * 60_000;

/**
 * Begins the visit, or goes on with the one that the tabs of this browser share: when it was made for
 * the same visitor, or for nobody yet. Another visitor is another visit. The page goes by its own
 * visit until it ends, whatever other pages keep meanwhile.
 */
export function createSession({
  settings: { name, key, server, visitorId },
  storage,
  clock,
  isWanted,
}: SessionDependencies): Session {
  let mine: Kept | undefined;
  let renewing: Promise<Visit | undefined> | undefined;
  let fail: (why: Error) => void = () => undefined;
  const trouble = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  trouble.catch(() => undefined);

  const ask = <T>(path: string, body?: object): Promise<Answer<T> | undefined> =>
    persist<T>(server + path, body, isWanted, (why) => {
      warn(why);
      fail(new Error(why));
    });

  const read = (): Kept | undefined => {
    const kept = storage.read<Kept>('visit');
    return typeof kept?.token === 'string' ? kept : undefined;
  };
  const isOurs = (kept: Kept | undefined): boolean => kept?.visitorId === visitorId;

  function touch(): void {
    if (read()?.visitId !== mine?.visitId) return;
    const serverAt = clock.now() || storage.read<Seen>('seen')?.serverAt;
    storage.write('seen', { at: Date.now(), serverAt });
  }

  function keep({ visitId, token, expiresAt, serverTime }: Begun): Visit | undefined {
    if (!isWanted()) return undefined;
    clock.sync(serverTime);
    const before = read();
    // What the next page finds is that of whoever came last.
    const isNewest = mine === undefined || !before || isOurs(before);
    mine = { visitId, token, expiresAt, visitorId };
    if (isNewest) storage.write('visit', mine);
    touch();
    return mine;
  }

  /** Whether the visit was seen lately; where the browser's clock was set, the service's decides. */
  async function isFresh(askOrigin: () => Promise<Answer<Origin> | undefined>): Promise<boolean> {
    const { at = 0, serverAt = 0 } = storage.read<Seen>('seen') ?? {};
    const idleMs = Date.now() - at;
    if (idleMs >= 0 && idleMs < IDLE_MS) return true;
    const now = Date.parse((await askOrigin())?.body.serverTime ?? '');
    return now - serverAt < IDLE_MS;
  }

  function begin(isDoubtful: boolean): Promise<Visit | undefined> {
    if (!key || !server) return Promise.resolve(undefined);
    return exclusively(`${name}:visit`, async () => {
      const kept = read();
      let origin: Promise<Answer<Origin> | undefined> | undefined;
      // Asked first, because a refusal would be an error in the console of the browser.
      const askOrigin = (): Promise<Answer<Origin> | undefined> => {
        origin ??= ask<Origin>(`/v1/origin?key=${encodeURIComponent(key)}`);
        return origin;
      };
      // Another tab has done it already.
      if (isDoubtful && kept && isOurs(kept) && kept.token !== mine?.token) {
        mine = kept;
        return mine;
      }
      const known = isDoubtful ? mine : kept;
      const isUsable = known && (isOurs(known) || known.visitorId === undefined);
      if (isUsable && (isDoubtful || (await isFresh(askOrigin)))) {
        if (!isDoubtful && isOurs(known)) {
          mine = known;
          touch();
          return mine;
        }
        const body = { token: known.token, ...(visitorId && { visitorId }) };
        const renewed = await ask<Begun>(
          `/v1/visits/${encodeURIComponent(known.visitId)}/token`,
          body,
        );
        if (renewed?.status === 200) return keep(renewed.body);
      }
      const check = await askOrigin();
      if (check && !check.body.allowed) warn(check.body.detail);
      if (!check?.body.allowed) return undefined;
      const begun = await ask<Begun>('/v1/visits', { key, ...(visitorId && { visitorId }) });
      // A tab that did not wait for this one may have been faster.
      const other = read();
      if (other && isOurs(other) && other.token !== kept?.token) {
        mine = other;
        return mine;
      }
      return begun?.status === 201 ? keep(begun.body) : undefined;
    });
  }

  function renew(): Promise<Visit | undefined> {
    renewing ??= begin(true).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  const token = (): string => mine?.token ?? '';

  return {
    begun: activated().then(() => begin(false)),
    trouble,
    token,
    renew,
    touch,
    refresh() {
      if (mine && Date.parse(mine.expiresAt) - clock.now() < RENEW_MS) void renew();
    },
    async prove(askWith) {
      const answer = await askWith(token());
      if (answer?.status !== 401) return answer;
      await renew();
      return askWith(token());
    },
  };
}
