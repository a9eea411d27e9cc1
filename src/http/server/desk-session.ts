import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiKey } from '../../decisions/credentials.js';
import type { GoodSession, Sessions } from '../../settings/sessions.js';
import { AGENT_COOKIE, clearCookie, cookieOf, setCookie } from './own-page.js';

const COOKIE = { name: AGENT_COOKIE, path: '/v1/agent' };

/** Gives the browser a session that stands for the key of an agent; resolves with when it ends. */
export async function beginDeskSession(
  request: FastifyRequest,
  reply: FastifyReply,
  sessions: Sessions,
  key: ApiKey,
): Promise<string> {
  const { session, secret } = await sessions.begin(key);
  setCookie(request, reply, { ...COOKIE, value: secret });
  return new Date(session.expiresAt).toISOString();
}

/** The session that the browser has, if it is good. */
export function deskSessionOf(
  request: FastifyRequest,
  sessions: Sessions,
): GoodSession | undefined {
  const secret = cookieOf(request, AGENT_COOKIE);
  return secret === undefined ? undefined : sessions.find(request.settings, secret);
}

/** Ends the session, and takes it away from the browser. */
export async function endDeskSession(
  request: FastifyRequest,
  reply: FastifyReply,
  sessions: Sessions,
): Promise<void> {
  const mine = deskSessionOf(request, sessions);
  if (mine) await sessions.end(mine.id, { keyId: mine.keyId, keyName: mine.key.name });
  clearCookie(request, reply, COOKIE);
}
