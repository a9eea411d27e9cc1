import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import type { ActionOn, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import type { Session } from './credentials.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import type { Settings } from './settings.js';

const HOUR_MS = 60 * 60 * 1000;

/** How long sessions are good for, in milliseconds, and how many there are at a time. */
const SORTS = {
  console: { lifetimeMs: 8 * HOUR_MS, limit: LIMITS.sessions },
  /** Of agents: a working day, and what they do in it is no change made by operators. */
  desk: { lifetimeMs: 24 * HOUR_MS, limit: LIMITS.deskSessions },
} as const;

/** By whose keys sessions are. */
function sorting({ apiKeys }: Settings): (keyId: string) => keyof typeof SORTS {
  const ofAgents = new Set(apiKeys.flatMap(({ id, agent }) => (agent ? [id] : [])));
  return (keyId) => (ofAgents.has(keyId) ? 'desk' : 'console');
}

/** A session to make: its secret is drawn by whoever asks. */
export interface NewSession {
  readonly seed: string;
  readonly hash: string;
  /** Whose key it stands for. */
  readonly operator: Operator;
}

function audit(
  at: Moment,
  operator: Operator,
  verb: ActionOn<'session'>,
  { id, keyId }: Session,
): Change {
  const shown = { keyId };
  const [before, after] = verb === 'created' ? [null, shown] : [shown, null];
  const entry = { at, ...operator, action: `session.${verb}` as const, target: id, before, after };
  return { kind: 'audit', entry };
}

/** Makes a session; those that are over go, and the oldest of its key or sort when there are too many. */
function decideBeginning(
  { hash, operator }: NewSession,
  { now, ageTime, settings, newId }: Deciding,
): Decided<Session> {
  const { keyId } = operator;
  const sortOf = sorting(settings);
  const sort = sortOf(keyId);
  const { lifetimeMs, limit } = SORTS[sort];
  const made = { id: newId(), hash, keyId, createdAt: now, expiresAt: now + lifetimeMs };
  const same = settings.sessions.filter((session) => sortOf(session.keyId) === sort);
  const open = same.filter(({ expiresAt }) => ageTime === null || expiresAt > ageTime);
  let own = 0;
  // Newest first: who signs in again and again ends sessions of their own key, and nobody else's.
  const room = open.filter((session) => {
    if (session.keyId === keyId) own += 1;
    return session.keyId !== keyId || own < LIMITS.sessionsPerKey.most;
  });
  const kept = new Set(room.slice(0, limit.most - 1));
  const gone = same.filter((session) => !kept.has(session));
  return {
    changes: [
      ...gone.map(({ id }): Change => ({ kind: 'session_removal', id })),
      { kind: 'session', session: made },
      ...(sort === 'desk' ? [] : [audit(now, operator, 'created', made)]),
    ],
    result: made,
  };
}

/** Ends a session; null when there is none of that id. */
function decideEnding(
  { id, operator }: { readonly id: string; readonly operator: Operator },
  { now, settings }: Deciding,
): Decided<Session | null> {
  const session = settings.sessions.find((each) => each.id === id);
  if (session === undefined) return { result: null };
  const isOwnDesk = sorting(settings)(operator.keyId) === 'desk';
  return {
    changes: [
      { kind: 'session_removal', id },
      ...(isOwnDesk ? [] : [audit(now, operator, 'ended', session)]),
    ],
    result: session,
  };
}

export const SESSION_DECISIONS = {
  beginSession: decision(NOTHING_READ, decideBeginning),
  endSession: decision(NOTHING_READ, decideEnding),
};
