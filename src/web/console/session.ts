import type { Scope } from '../../domain/scopes.js';
import { createCell } from './cell.js';
import { ask, onSessionEnded, Refused, Unreachable } from './wire.js';

/** Who is signed in, by which key, and what it may. */
export interface Session {
  readonly id: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly scopes: readonly Scope[];
}

export type Standing =
  | { readonly phase: 'opening' }
  | { readonly phase: 'unreachable' }
  | { readonly phase: 'signedOut'; readonly words: string }
  | { readonly phase: 'signedIn'; readonly session: Session };

export const standing = createCell<Standing>({ phase: 'opening' });

/** Whether the key of a session may do what needs a scope. */
export const may = ({ scopes }: Session, scope: Scope): boolean => scopes.includes(scope);

const PATH = '/v1/admin/session';
const CHANNEL = 'webengagement:console';
const ENDED =
  'You were signed out: the session has ended, or its key was revoked. Sign in again to go on where you were.';
const RETRY_MS = 2_000;

const others = new BroadcastChannel(CHANNEL);
const leave = (words: string): void => standing.set({ phase: 'signedOut', words });
const enter = (session: Session): void => standing.set({ phase: 'signedIn', session });

/** What this page is made of, as the service said when it was loaded. */
const build = document.querySelector<HTMLElement>('#console')?.dataset.build;

/** Whether the service has another page by now. */
export const isOutdated = createCell(false);

/** Asks who is signed in; rejects with `Unreachable` when nobody can say. */
export async function look(): Promise<Session | null> {
  const answer = await ask<{ session: Session | null; build: string }>('GET', PATH);
  isOutdated.set(build !== undefined && answer.build !== build);
  return answer.session;
}

/** What there is to say of a sign-in that failed. */
function signInWords(error: unknown, isCode: boolean): string {
  if (error instanceof Unreachable) return 'The service cannot be reached. Try again in a moment.';
  if (!(error instanceof Refused)) throw error;
  if (isCode)
    return 'The link is not good any more: it works once, for a minute. `webengagement console` makes another; a key does, too.';
  return error.status === 401 || error.status === 422
    ? 'This key is not known, or was revoked. The first one is in the file admin.key of the data directory.'
    : error.message;
}

async function begin(body: { readonly key: string } | { readonly code: string }): Promise<void> {
  try {
    enter(await ask<Session>('POST', PATH, body));
  } catch (error) {
    leave(signInWords(error, 'code' in body));
    return;
  }
  others.postMessage('session');
}

/** Finds out whether somebody is signed in; a code signs in by itself. */
export async function open(code: string | null = null): Promise<void> {
  if (code !== null) return begin({ code });
  try {
    const session = await look();
    const { phase } = standing.get();
    if (session !== null) enter(session);
    else leave(phase === 'signedIn' ? ENDED : '');
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (standing.get().phase === 'signedIn') return;
    standing.set({ phase: 'unreachable' });
    setTimeout(() => void open(), RETRY_MS);
  }
}

export const signIn = (key: string): Promise<void> => begin({ key });

/** Ends the session, here and in other tabs. */
export async function signOut(): Promise<void> {
  try {
    await ask('DELETE', PATH);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  }
  leave('You have signed out.');
  others.postMessage('session');
}

/** Begins to notice that the session has ended, here or in another tab. */
export function startSession(): void {
  onSessionEnded(() => {
    if (standing.get().phase === 'signedIn') leave(ENDED);
  });
  others.onmessage = () => void open();
}
