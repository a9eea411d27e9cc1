import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import type { ActionOn, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import type { Session } from './credentials.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';

/** How long a session of the console is good for, in milliseconds. */
const SESSION_LIFETIME_MS = 8 * 60 * 60 * 1000;

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

/** Makes a session; those that are over go, and the oldest when there are too many. */
function decideBeginning(
  { hash, operator }: NewSession,
  { now, settings, newId }: Deciding,
): Decided<Session> {
  const made = {
    id: newId(),
    hash,
    keyId: operator.keyId,
    createdAt: now,
    expiresAt: now + SESSION_LIFETIME_MS,
  };
  const open = settings.sessions.filter(({ expiresAt }) => expiresAt > now);
  const kept = new Set(open.slice(0, LIMITS.sessions.most - 1));
  const gone = settings.sessions.filter((session) => !kept.has(session));
  return {
    changes: [
      ...gone.map(({ id }): Change => ({ kind: 'session_removal', id })),
      { kind: 'session', session: made },
      audit(now, operator, 'created', made),
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
  return {
    changes: [{ kind: 'session_removal', id }, audit(now, operator, 'ended', session)],
    result: session,
  };
}

export const SESSION_DECISIONS = {
  beginSession: decision(NOTHING_READ, decideBeginning),
  endSession: decision(NOTHING_READ, decideEnding),
};
