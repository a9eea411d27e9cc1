import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Tokens } from '../../auth/tokens.js';
import { operatorOf } from '../authentication.js';
import { describe } from '../description.js';
import { moment } from '../schemas.js';

export interface SigningKeysOptions {
  readonly tokens: Tokens;
}

/** Replacing the secret that signs browser tokens. */
export const adminSigningKeys: FastifyPluginAsyncTypebox<SigningKeysOptions> = async (
  app,
  { tokens },
) => {
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
        response: {
          201: Type.Object({
            id: Type.String({ description: 'Names the secret; the secret is never shown.' }),
            createdAt: moment('From when on it signs.'),
          }),
        },
      },
    },
    async (request, reply) => {
      const { id, createdAt } = await tokens.rotate(operatorOf(request));
      return reply.code(201).send({ id, createdAt: new Date(createdAt).toISOString() });
    },
  );
};
