import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { ApiKey } from '../../decisions/credentials.js';
import { LIMITS } from '../../domain/limits.js';
import { SCOPES } from '../../domain/scopes.js';
import { Type } from '../../domain/typebox.js';
import { adminKeyOf, apiKeyOf } from '../../settings/api-keys.js';
import type { ConsoleCodes } from '../../settings/console-codes.js';
import type { GoodSession, Sessions } from '../../settings/sessions.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { unauthenticated } from '../server/credentials.js';
import { describe } from '../server/description.js';
import { found } from '../server/outcomes.js';
import {
  ADMIN_COOKIE,
  checkOwnPage,
  checkSigningIn,
  clearCookie,
  cookieOf,
  setCookie,
} from '../server/own-page.js';
import { consoleBuild } from '../server/web-files.js';
import { itemsOf, moment, oneOf } from '../shapes/schemas.js';

/** A key may do more than the admin side. */
const COOKIE = { name: ADMIN_COOKIE, path: '/v1' };

const SESSION = {
  id: Type.String({ description: 'Names the session; its secret is only in the cookie.' }),
  keyId: Type.String({ description: 'The API key that it stands for.' }),
  keyName: Type.String(),
  createdAt: moment('When somebody signed in.'),
  expiresAt: moment('From when on it is void, unless it is ended before.'),
};

const MINE = {
  ...SESSION,
  scopes: Type.Array(oneOf(SCOPES), { description: 'What the key may do.' }),
};

const present = ({ id, keyId, createdAt, expiresAt, key }: GoodSession) => ({
  id,
  keyId,
  keyName: key.name,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
});

const presentMine = (session: GoodSession) => ({
  ...present(session),
  scopes: SCOPES.filter((scope) => session.key.scopes.includes(scope)),
});

export interface SessionOptions {
  readonly sessions: Sessions;
  readonly consoleCodes: ConsoleCodes;
}

/** Operators signed in to the console: beginning, asking, ending, and ending those of others. */
export const adminSession: FastifyPluginAsyncTypebox<SessionOptions> = async (
  app,
  { sessions, consoleCodes },
) => {
  const mineOf = (request: FastifyRequest): GoodSession | undefined => {
    const secret = cookieOf(request, ADMIN_COOKIE);
    return secret === undefined ? undefined : sessions.find(request.settings, secret);
  };

  /** The admin key, for a code that is used up; only a page of this service comes with one. */
  async function keyOfCode(request: FastifyRequest, code: string): Promise<ApiKey | undefined> {
    checkOwnPage(request);
    if (!(await consoleCodes.use(code)))
      throw unauthenticated(
        'The code was used, or is older than a minute: `webengagement console` makes another.',
      );
    return adminKeyOf(request.settings);
  }

  app.post(
    '/v1/admin/session',
    {
      config: { problems: ['unauthenticated', 'forbidden'] },
      schema: {
        ...describe(
          'beginSession',
          'Admin',
          'Sign the console in with an API key',
          'Takes the key, or a code for the admin key that `webengagement console` made in the data directory or database, good once and for a minute. Sets a cookie that stands for the key for eight hours, and no longer than the key is good. Requests with it must come from a page of this service (`Sec-Fetch-Site: same-origin`), as JSON.',
        ),
        body: Type.Object(
          {
            key: Type.Optional(
              Type.String({ maxLength: LIMITS.label.most, description: 'The API key.' }),
            ),
            code: Type.Optional(
              Type.String({ maxLength: LIMITS.label.most, description: 'Instead of it, a code.' }),
            ),
          },
          { additionalProperties: false, minProperties: 1, maxProperties: 1 },
        ),
        response: { 201: Type.Object(MINE) },
      },
    },
    async (request, reply) => {
      checkSigningIn(request);
      const { key: text = '', code } = request.body;
      const key =
        code === undefined ? apiKeyOf(request.settings, text) : await keyOfCode(request, code);
      if (key === undefined) throw unauthenticated('The API key is not known, or was revoked.');
      if (key.agent)
        throw unauthenticated('This is the key of an agent: sign in at /desk with it.');
      const { session, secret } = await sessions.begin(key);
      setCookie(request, reply, { ...COOKIE, value: secret });
      return reply.code(201).send(presentMine({ ...session, key }));
    },
  );

  app.get(
    '/v1/admin/session',
    {
      config: { problems: ['forbidden'] },
      schema: {
        ...describe(
          'getSession',
          'Admin',
          'Ask whose session of the console this browser has',
          'Answers 200 without one, too: a page that asks makes no failing request.',
        ),
        response: {
          200: Type.Object({
            session: Type.Union([Type.Object(MINE), Type.Null()], {
              description: 'Null without a session that is good.',
            }),
            build: Type.String({
              description:
                'What the console of this service is made of: a page that was made of something else is of another version, and has to be loaded anew.',
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      checkOwnPage(request);
      const mine = mineOf(request);
      reply.header('cache-control', 'no-store');
      return { session: mine ? presentMine(mine) : null, build: consoleBuild() };
    },
  );

  app.delete(
    '/v1/admin/session',
    {
      config: { problems: ['forbidden'] },
      schema: {
        ...describe('endSession', 'Admin', 'Sign the console out'),
        response: { 200: Type.Object({ ended: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      checkOwnPage(request);
      const mine = mineOf(request);
      if (mine) await sessions.end(mine.id, { keyId: mine.keyId, keyName: mine.key.name });
      clearCookie(request, reply, COOKIE);
      return { ended: mine !== undefined };
    },
  );

  app.get(
    '/v1/admin/sessions',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.sessions },
      schema: {
        ...describe('listSessions', 'Admin', 'List who is signed in to the console, newest first'),
        response: { 200: itemsOf(Type.Object(SESSION)) },
      },
    },
    async ({ settings }) => ({ items: sessions.list(settings).map(present) }),
  );

  app.delete(
    '/v1/admin/sessions/:id',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe('deleteSession', 'Admin', 'Sign somebody out of the console'),
        params: Type.Object({ id: SESSION.id }),
        response: { 204: Type.Null({ description: 'It is good for nothing any more.' }) },
      },
    },
    async (request, reply) => {
      found(await sessions.end(request.params.id, operatorOf(request)), 'session');
      return reply.code(204).send(null);
    },
  );
};
