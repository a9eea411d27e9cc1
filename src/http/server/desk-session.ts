import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tokens } from '../../settings/tokens.js';
import { AGENT_COOKIE, clearCookie, setCookie } from './own-page.js';

const COOKIE = { name: AGENT_COOKIE, path: '/v1/agent' };

/** Gives the browser a session that stands for the key of an agent; returns when it ends. */
export function beginDeskSession(
  request: FastifyRequest,
  reply: FastifyReply,
  tokens: Tokens,
  keyId: string,
): string {
  const { token, expiresAt } = tokens.sign(request.settings, { kind: 'desk', keyId });
  setCookie(request, reply, { ...COOKIE, value: token });
  return new Date(expiresAt).toISOString();
}

/** Takes the session away from the browser. */
export function endDeskSession(request: FastifyRequest, reply: FastifyReply): void {
  clearCookie(request, reply, COOKIE);
}
