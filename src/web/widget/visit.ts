import { persist } from './http.js';
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

/** A visit ends when no page of it was seen for so long, in milliseconds. */
const IDLE_MS = 30 * 60_000;
/** A token with less time left than this is renewed, in milliseconds. */
const RENEW_MS = 12 * 60 * 60_000;

const isGood = ({ expiresAt }: Visit, forMs: number): boolean =>
  Date.parse(expiresAt) - Date.now() > forMs;

/** Says that the visit goes on: another page within half an hour belongs to it. */
export function touch(storage: Storage): void {
  storage.write('seen', Date.now());
}

/**
 * The visit that the tabs of this browser share, begun when there is none; undefined when the page
 * may not have one, which is warned about once, or when it is not wanted any more. One that is doubtful
 * is renewed first, and given up when the service does not know it.
 */
export function beginVisit(
  { key, server, visitorId }: Settings,
  storage: Storage,
  isWanted: () => boolean,
  isDoubtful = false,
): Promise<Visit | undefined> {
  return exclusively(`webengagement:${key}:visit`, async () => {
    const known = storage.read<Visit>('visit');
    const seenAt = storage.read<number>('seen') ?? 0;
    if (known && isGood(known, 60_000) && Date.now() - seenAt < IDLE_MS) {
      touch(storage);
      if (!isDoubtful && isGood(known, RENEW_MS)) return known;
      const url = `${server}/v1/visits/${encodeURIComponent(known.visitId)}/token`;
      const renewed = await persist<Visit>(url, { token: known.token }, isWanted);
      if (renewed?.status === 200) return keep(renewed.body);
    }
    // Asked first, because a refusal would be an error in the console of the browser.
    const check = await persist<{ readonly allowed: boolean; readonly detail: string }>(
      `${server}/v1/origin?key=${encodeURIComponent(key)}`,
      undefined,
      isWanted,
    );
    if (check && !check.body.allowed) console.warn(`WebEngagement: ${check.body.detail}`);
    if (!check?.body.allowed) return undefined;
    const body = { key, ...(visitorId && { visitorId }) };
    const begun = await persist<Visit>(`${server}/v1/visits`, body, isWanted);
    return begun?.status === 201 ? keep(begun.body) : undefined;
  });

  function keep({ visitId, token, expiresAt }: Visit): Visit {
    const visit = { visitId, token, expiresAt };
    storage.write('visit', visit);
    touch(storage);
    return visit;
  }
}
