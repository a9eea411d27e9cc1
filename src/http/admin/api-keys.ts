import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { ApiKey } from '../../decisions/credentials.js';
import { LIMITS } from '../../domain/limits.js';
import { SCOPES } from '../../domain/scopes.js';
import { Type } from '../../domain/typebox.js';
import { type ApiKeys, RESERVED_NAMES } from '../../settings/api-keys.js';
import { COLUMNS } from '../../text/lists.js';
import { mustHold, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { found } from '../server/outcomes.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { itemsOf, moment, momentOrNull, oneOf, printable } from '../shapes/schemas.js';

const KEY = {
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters, to recognise it by.' }),
  scopes: Type.Array(oneOf(SCOPES)),
  createdAt: moment('When it was made.'),
  revokedAt: momentOrNull('When it was revoked; null while it is good.'),
};

const present = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: SCOPES.filter((scope) => key.scopes.includes(scope)),
  createdAt: new Date(key.createdAt).toISOString(),
  revokedAt: isoOrNull(key.revokedAt),
});

export interface ApiKeysOptions {
  readonly keys: ApiKeys;
}

/** Making, listing and revoking API keys. */
export const adminApiKeys: FastifyPluginAsyncTypebox<ApiKeysOptions> = async (app, { keys }) => {
  app.get(
    '/v1/admin/api-keys',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.apiKeys },
      schema: {
        ...describe('listApiKeys', 'Admin', 'List the API keys, newest first'),
        response: { 200: itemsOf(Type.Object(KEY)) },
      },
    },
    async () => ({ items: keys.list().map(present) }),
  );

  app.post(
    '/v1/admin/api-keys',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['idempotency_key_reused', 'too_many_keys'],
      },
      schema: {
        ...describe(
          'createApiKey',
          'Admin',
          'Make an API key; its text is shown this once',
          'It gets no scope that the key which makes it does not hold itself.',
        ),
        headers: IdempotencyHeaders,
        body: Type.Object(
          {
            name: printable(LIMITS.name.most, 'Who or what holds it.'),
            scopes: Type.Array(oneOf(SCOPES), { minItems: 1, uniqueItems: true }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            ...KEY,
            key: Type.Unsafe<string | null>({
              type: ['string', 'null'],
              description: 'Shown this once: null when the same request comes again.',
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { name, scopes } = request.body;
      mustHold(request, scopes, 'The new key');
      if (RESERVED_NAMES.includes(name))
        throw validationProblem([
          {
            pointer: '#/name',
            detail: `must not be ${RESERVED_NAMES.join(' or ')}: those stand for the process itself`,
          },
        ]);
      const { apiKey, key } = await keys.create(
        name,
        scopes,
        operatorOf(request),
        idempotencyOf(request, request.headers['idempotency-key'], request.body),
      );
      return reply.code(201).send({ ...present(apiKey), key });
    },
  );

  app.delete(
    '/v1/admin/api-keys/:id',
    {
      config: { access: { scope: 'admin:write' }, problems: ['forbidden'] },
      schema: {
        ...describe(
          'revokeApiKey',
          'Admin',
          'Revoke an API key',
          'The admin key is never revoked: another one in `ADMIN_KEY` replaces it at the next start.',
        ),
        params: Type.Object({ id: Type.String({ description: 'The id of the key.' }) }),
        response: { 200: Type.Object(KEY) },
      },
    },
    async (request) =>
      present(found(await keys.revoke(request.params.id, operatorOf(request)), 'API key')),
  );
};
