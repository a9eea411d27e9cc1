import type { FastifyRequest } from 'fastify';
import { Problem } from '../../domain/problems.js';
import { PUBLISHABLE_PREFIX } from '../../settings/publishable-keys.js';
import { looksLikeToken } from '../../settings/tokens.js';
import type { Access } from './authentication.js';

/** 401, saying how to prove who one is. */
export const unauthenticated = (detail: string): Problem =>
  new Problem(
    'unauthenticated',
    detail,
    {},
    { 'www-authenticate': 'Bearer realm="webengagement"' },
  );

/** The credential in the header of a request. */
export function headerCredentialOf(request: FastifyRequest, access: Access): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const [, basic] = (access.legacy && /^Basic +(\S+)$/i.exec(header)) || [];
  if (basic !== undefined) {
    const [, ...password] = Buffer.from(basic, 'base64').toString().split(':');
    return password.join(':');
  }
  const [, credential] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (credential === undefined)
    throw unauthenticated('The Authorization header must be `Bearer <credential>`.');
  return credential;
}

const textIn = (container: unknown, name: string): string | undefined => {
  const value =
    typeof container === 'object' && container !== null && Object.hasOwn(container, name)
      ? (container as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' ? value : undefined;
};

/**
 * A credential outside the header: a token as `token`, a publishable key as `key`. Addresses and
 * bodies end up in more places than headers: an API key there is as good as none.
 */
export function credentialIn(container: unknown, access: Access): string | undefined {
  const token = access.tokens && textIn(container, 'token');
  if (token !== undefined && !looksLikeToken(token))
    throw unauthenticated('`token` is for tokens of browsers; send an API key as Bearer.');
  const key = (access.publishable || access.legacy) && textIn(container, 'key');
  if (key && !access.legacy && !key.startsWith(PUBLISHABLE_PREFIX))
    throw unauthenticated('`key` is for publishable keys; send an API key as Bearer.');
  return token ?? (key || undefined);
}
