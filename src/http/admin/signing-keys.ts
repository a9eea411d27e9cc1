import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endOf } from '../../decisions/signing-keys.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { SigningKeys } from '../../settings/signing-keys.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { itemsOf, moment } from '../shapes/schemas.js';

const ID = Type.String({ description: 'Names the secret; the secret is never shown.' });

const SigningKeyView = Type.Object({
  id: ID,
  createdAt: moment('From when on it signs.'),
  verifiesUntil: moment('From when on it verifies no token.'),
  signs: Type.Boolean({ description: 'Whether new tokens are signed with it.' }),
});

export interface SigningKeysOptions {
  readonly signingKeys: SigningKeys;
}

/** The secrets that sign browser tokens: looking, replacing, and withdrawing one that leaked. */
export const adminSigningKeys: FastifyPluginAsyncTypebox<SigningKeysOptions> = async (
  app,
  { signingKeys },
) => {
  app.get(
    '/v1/admin/signing-keys',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.signingKeys },
      schema: {
        ...describe(
          'listSigningKeys',
          'Admin',
          'List the secrets that verify browser tokens, newest first',
        ),
        response: { 200: itemsOf(SigningKeyView) },
      },
    },
    async ({ settings }) => ({
      items: signingKeys.list().map((key) => ({
        id: key.id,
        createdAt: new Date(key.createdAt).toISOString(),
        verifiesUntil: new Date(endOf(key)).toISOString(),
        signs: key === signingKeys.newest(settings),
      })),
    }),
  );

  app.post(
    '/v1/admin/signing-keys',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe(
          'rotateSigningKey',
          'Admin',
          'Sign browser tokens with a new secret from now on',
          'Tokens signed before stay good until they expire. Happens by itself every 30 days.',
        ),
        body: Type.Object({}, { additionalProperties: false }),
        response: { 201: Type.Object({ id: ID, createdAt: moment('From when on it signs.') }) },
      },
    },
    async (request, reply) => {
      const { id, createdAt } = await signingKeys.rotate(operatorOf(request));
      return reply.code(201).send({ id, createdAt: new Date(createdAt).toISOString() });
    },
  );

  app.delete(
    '/v1/admin/signing-keys/:id',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe(
          'deleteSigningKey',
          'Admin',
          'Make every browser token void that a secret signed, at once',
          'For a secret that leaked. The one that signs is replaced in the same change; pages begin their visits anew.',
        ),
        params: Type.Object({ id: ID }),
        response: { 204: Type.Null({ description: 'Nothing that it signed is good any more.' }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await signingKeys.remove(id, operatorOf(request))))
        throw new Problem('not_found', 'There is no such signing key, or it verifies nothing.');
      return reply.code(204).send(null);
    },
  );
};
