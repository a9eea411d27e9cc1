import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { StrategySecret } from '../../decisions/credentials.js';
import { isoOrNull } from '../../domain/interactions/view.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { StrategySecrets } from '../../settings/strategy-secrets.js';
import { COLUMNS } from '../../text/lists.js';
import { mustHold, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { found } from '../server/outcomes.js';
import { itemsOf, moment, momentOrNull, printable } from '../shapes/schemas.js';

const SECRET = {
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  createdAt: moment('When it was made.'),
  revokedAt: momentOrNull('When it was revoked; null while it is good.'),
};

const present = ({ id, name, createdAt, revokedAt }: StrategySecret) => ({
  id,
  name,
  createdAt: new Date(createdAt).toISOString(),
  revokedAt: isoOrNull(revokedAt),
});

export interface StrategySecretsOptions {
  readonly strategySecrets: StrategySecrets;
}

/** Making, listing and revoking the secrets with which strategies sign their calls. */
export const adminStrategySecrets: FastifyPluginAsyncTypebox<StrategySecretsOptions> = async (
  app,
  { strategySecrets },
) => {
  app.get(
    '/v1/admin/strategy-secrets',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.strategySecrets },
      schema: {
        ...describe('listStrategySecrets', 'Admin', 'List the secrets of strategies, newest first'),
        response: { 200: itemsOf(Type.Object(SECRET)) },
      },
    },
    async () => ({ items: strategySecrets.list().map(present) }),
  );

  app.post(
    '/v1/admin/strategy-secrets',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['idempotency_key_reused', 'too_many_keys'],
      },
      schema: {
        ...describe(
          'createStrategySecret',
          'Admin',
          'Make a secret with which a strategy signs its calls; it is shown this once',
          'The key needs the scope `orchestration` too: whoever has the secret can do as much.',
        ),
        headers: IdempotencyHeaders,
        body: Type.Object(
          { name: printable(LIMITS.name.most, 'The strategy that holds it.') },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            ...SECRET,
            secret: Type.String({ description: 'Shown this once: `whsec_` and base64.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      mustHold(request, ['orchestration'], 'A secret that signs instructions');
      const made = await strategySecrets.create(
        request.body.name,
        operatorOf(request),
        idempotencyOf(request, request.headers['idempotency-key'], request.body),
      );
      return reply.code(201).send({ ...present(made), secret: made.secret ?? '' });
    },
  );

  app.delete(
    '/v1/admin/strategy-secrets/:id',
    {
      config: { access: { scope: 'admin:write' } },
      schema: {
        ...describe('revokeStrategySecret', 'Admin', 'Revoke a secret of a strategy'),
        params: Type.Object({ id: Type.String({ description: 'The id of the secret.' }) }),
        response: { 200: Type.Object(SECRET) },
      },
    },
    async (request) =>
      present(
        found(await strategySecrets.revoke(request.params.id, operatorOf(request)), 'secret'),
      ),
  );
};
