import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tokens } from '../../settings/tokens.js';
import { AGENT_COOKIE } from './own-page.js';

/** The attributes of the cookie; without TLS only a page of this machine is trusted with it. */
function attributesOf({ protocol }: FastifyRequest): string {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `; Path=/v1/agent; HttpOnly; SameSite=Strict${secure}`;
}

/** Gives the browser a session that stands for the key of an agent; returns when it ends. */
export function beginDeskSession(
  request: FastifyRequest,
  reply: FastifyReply,
  tokens: Tokens,
  keyId: string,
): string {
  const { token, expiresAt } = tokens.sign(request.settings, { kind: 'desk', keyId });
  reply
    .header('set-cookie', `${AGENT_COOKIE}=${token}${attributesOf(request)}`)
    .header('cache-control', 'no-store');
  return new Date(expiresAt).toISOString();
}

/** Takes the session away from the browser. */
export function endDeskSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', `${AGENT_COOKIE}=; Max-Age=0${attributesOf(request)}`);
}
