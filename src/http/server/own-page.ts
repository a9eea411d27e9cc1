import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../../calls/address.js';
import { Problem } from '../../domain/problems.js';

/** Whether a request comes from a page of this service, as its browser says. */
export const isSameOrigin = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] === 'same-origin';

/** The cookie of the desk. */
export const AGENT_COOKIE = 'webengagement_desk';
/** The cookie of the console. */
export const ADMIN_COOKIE = 'webengagement_admin';

/** What stands in a cookie of ours, from a page of this service alone. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
  const cookie = cookies.find((each) => each.startsWith(`${name}=`));
  const token = cookie?.slice(name.length + 1);
  if (!token) return undefined;
  checkOwnPage(request);
  return token;
}

/** A cookie of ours, and the addresses that it goes to. */
export interface Cookie {
  readonly name: string;
  readonly path: string;
}

/** The attributes of a cookie; without TLS only a page of this machine is trusted with it. */
function attributesOf({ protocol, hostname }: FastifyRequest, path: string): string {
  const secure = protocol === 'https' || !isLoopback(hostname) ? '; Secure' : '';
  return `; Path=${path}; HttpOnly; SameSite=Strict${secure}`;
}

/** Gives a browser a session, until it is closed or the session ends. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, path, value }: Cookie & { readonly value: string },
): void {
  reply
    .header('set-cookie', `${name}=${value}${attributesOf(request, path)}`)
    .header('cache-control', 'no-store');
}

/** Takes the session away from the browser. */
export function clearCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, path }: Cookie,
): void {
  reply.header('set-cookie', `${name}=; Max-Age=0${attributesOf(request, path)}`);
}

/** Refuses a page of somebody else that would sign the browser in as whom it likes. */
export function checkSigningIn(request: FastifyRequest): void {
  const { 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'none') checkOwnPage(request);
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
