import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Run } from '../../decisions/provisioning.js';
import { LIMITS } from '../../domain/limits.js';
import { KINDS } from '../../domain/objects/kinds.js';
import { ACTIONS, type Action, type Line } from '../../domain/objects/step.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { Type } from '../../domain/typebox.js';
import type { Provisioning } from '../../settings/provisioning.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { oneOf, printable } from '../shapes/schemas.js';

const Change = Type.Object({
  kind: oneOf(KINDS),
  name: Type.String(),
  action: oneOf(ACTIONS),
  detail: Type.String({ description: 'What changed, what was kept, or why nothing was done.' }),
});

const count = Type.Integer({ minimum: 0 });

const Answer = Type.Object({
  application: Type.String(),
  tenantId: Type.Integer({ description: 'The tenant of this service.' }),
  overwrite: Type.Boolean(),
  dryRun: Type.Boolean({ description: 'True when nothing was written.' }),
  changes: Type.Array(Change),
  summary: Type.Object({
    created: count,
    corrected: count,
    unchanged: count,
    skipped: count,
    removed: count,
  } satisfies Record<Action, typeof count>),
  warnings: Type.Array(Type.String(), { description: 'What still does not fit together.' }),
});

const summaryOf = (lines: readonly Line[]): Record<Action, number> => {
  const total = (action: Action) => lines.filter((line) => line.action === action).length;
  return Object.fromEntries(ACTIONS.map((action) => [action, total(action)])) as Record<
    Action,
    number
  >;
};

/** What a run did, or the problem that kept it from doing anything. */
function succeeded(run: Run): Run & { readonly ok: true } {
  if (run.ok) return run;
  const { code, detail } = run;
  throw new Problem(
    code,
    detail,
    code === 'unknown_application' ? { errors: [{ pointer: '#/application', detail }] } : {},
  );
}

export interface ProvisioningOptions {
  readonly provisioning: Provisioning;
}

/** Running the Provisioning Tool's work inside the service. */
export const adminProvisioning: FastifyPluginAsyncTypebox<ProvisioningOptions> = async (
  app,
  { provisioning },
) => {
  app.post(
    '/v1/admin/provisioning',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['prerequisite_missing', 'unknown_application', 'forbidden'],
      },
      schema: {
        ...describe(
          'provision',
          'Admin',
          'Create or correct every object around the queues, in one transaction',
          'A second run changes nothing. With `overwrite`, what is its own is replaced.',
        ),
        body: Type.Object(
          {
            application: printable(
              LIMITS.objectName.most,
              'The name of the Web Engagement Server application.',
            ),
            overwrite: Type.Boolean({
              default: false,
              description: 'Replace its own objects: changes made to them by hand are lost.',
            }),
            dryRun: Type.Boolean({ default: false, description: 'Say it; write nothing.' }),
            user: Type.Optional(
              printable(LIMITS.name.most, 'The name of the key in use; another one is refused.'),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { user, ...chosen } = request.body;
      const operator = operatorOf(request);
      if (user !== undefined && user !== operator.keyName)
        throw new Problem('forbidden', `The key is not that of ${quote(user)}.`);
      const { lines, warnings } = succeeded(await provisioning.run(chosen, operator));
      return {
        ...chosen,
        tenantId: provisioning.tenantId,
        changes: [...lines],
        summary: summaryOf(lines),
        warnings: [...warnings],
      };
    },
  );
};
