import type { FastifyRequest } from 'fastify';
import { Problem } from '../../domain/problems.js';

/** Whether a request comes from a page of this service, as its browser says. */
export const isSameOrigin = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] === 'same-origin';

/** The cookie of the desk. */
export const AGENT_COOKIE = 'webengagement_desk';

/** What stands in the cookie of the desk, from a page of this service alone. */
export function cookieOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
  const cookie = cookies.find((each) => each.startsWith(`${AGENT_COOKIE}=`));
  const token = cookie?.slice(AGENT_COOKIE.length + 1);
  if (!token) return undefined;
  checkOwnPage(request);
  return token;
}

/** Refuses what comes with a cookie from a page of somebody else, or as a form could send it. */
export function checkOwnPage(request: FastifyRequest): void {
  const { method, headers } = request;
  if (!isSameOrigin(request))
    throw new Problem(
      'forbidden',
      'With the cookie, requests must come from a page of this service.',
    );
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  const writes = method !== 'GET' && method !== 'HEAD';
  if (
    writes &&
    headers['content-length'] !== '0' &&
    headers['content-type'] !== undefined &&
    !isJson
  )
    throw new Problem('forbidden', 'With the cookie, requests must be JSON.');
}
