import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { PublishableKey } from '../../decisions/credentials.js';
import { LIMITS } from '../../domain/limits.js';
import { canonicalOrigin } from '../../domain/origin.js';
import { Type } from '../../domain/typebox.js';
import type { PublishableKeys } from '../../settings/publishable-keys.js';
import { COLUMNS } from '../../text/lists.js';
import { mustHold, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { found } from '../server/outcomes.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { itemsOf, moment, momentOrNull, printable } from '../shapes/schemas.js';

const Key = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  key: Type.String({ description: 'For the pages; not a secret.' }),
  origins: Type.Array(Type.String(), { description: 'The origins whose pages may use it.' }),
  createdAt: moment('When it was made.'),
  revokedAt: momentOrNull('When it was revoked; null while it is good.'),
});

const VALID_ORIGIN = 'must be an origin without a path, for instance https://shop.example';
/** What no URL can be made of is refused beyond it. */
const ORIGIN_PATTERN = '^[hH][tT][tT][pP][sS]?://[^\\s\\\\/?#@*]+$';

const Origin = Type.String({
  maxLength: LIMITS.objectName.most,
  pattern: ORIGIN_PATTERN,
  'x-valid': VALID_ORIGIN,
});

/** The origins as browsers spell them, each once. */
function readOrigins(origins: readonly string[]): readonly string[] {
  const read = origins.map(canonicalOrigin);
  const misfits = read.flatMap((origin, index) =>
    origin === undefined ? [{ pointer: `#/origins/${index}`, detail: VALID_ORIGIN }] : [],
  );
  if (misfits.length > 0) throw validationProblem(misfits);
  return [...new Set(read.filter((origin) => origin !== undefined))];
}

const present = (key: PublishableKey) => ({
  ...key,
  origins: [...key.origins],
  createdAt: new Date(key.createdAt).toISOString(),
  revokedAt: isoOrNull(key.revokedAt),
});

export interface PublishableKeysOptions {
  readonly publishableKeys: PublishableKeys;
}

/** Making, listing and revoking the keys that pages carry. */
export const adminPublishableKeys: FastifyPluginAsyncTypebox<PublishableKeysOptions> = async (
  app,
  { publishableKeys },
) => {
  app.get(
    '/v1/admin/publishable-keys',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.publishableKeys },
      schema: {
        ...describe('listPublishableKeys', 'Admin', 'List the publishable keys, newest first'),
        response: { 200: itemsOf(Key) },
      },
    },
    async () => ({ items: publishableKeys.list().map(present) }),
  );

  app.post(
    '/v1/admin/publishable-keys',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['idempotency_key_reused', 'too_many_keys'],
      },
      schema: {
        ...describe(
          'createPublishableKey',
          'Admin',
          'Make a publishable key for some origins',
          'The key needs the scope `interactions:create` too: its visits may do as much.',
        ),
        headers: IdempotencyHeaders,
        body: Type.Object(
          {
            name: printable(LIMITS.name.most, 'Which site it is for.'),
            origins: Type.Array(Origin, {
              minItems: 1,
              maxItems: LIMITS.origins.most,
              uniqueItems: true,
            }),
          },
          { additionalProperties: false },
        ),
        response: { 201: Key },
      },
    },
    async (request, reply) => {
      mustHold(request, ['interactions:create'], 'A key for pages');
      const { name, origins } = request.body;
      const key = await publishableKeys.create(name, readOrigins(origins), operatorOf(request), {
        idempotency: idempotencyOf(request, request.headers['idempotency-key'], request.body),
      });
      return reply.code(201).send(present(key));
    },
  );

  app.delete(
    '/v1/admin/publishable-keys/:id',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe('revokePublishableKey', 'Admin', 'Revoke a publishable key'),
        params: Type.Object({ id: Type.String({ description: 'The id of the key.' }) }),
        response: { 200: Key },
      },
    },
    async (request) => {
      const key = await publishableKeys.revoke(request.params.id, operatorOf(request));
      return present(found(key, 'publishable key'));
    },
  );
};
