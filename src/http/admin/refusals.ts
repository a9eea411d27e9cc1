import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { REFUSAL_REASONS } from '../../decisions/change.js';
import type { Settings } from '../../decisions/settings.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { checkNames } from '../server/filters.js';
import { placeOf, presentPage } from '../server/pages.js';
import { presentRefusal, REFUSAL } from '../shapes/refusals.js';
import { oneOf, PAGE_PARAMETERS, pageOf, printable, textOrNull } from '../shapes/schemas.js';

const Count = Type.Object({
  reason: oneOf(REFUSAL_REASONS),
  rule: textOrNull('The rule of the built-in strategy that decided.'),
  total: Type.Integer({
    description: 'Ever, also those that are not listed any more; of a visit, of those kept.',
  }),
});

const Refusals = Type.Object({
  ...pageOf(
    Type.Object({
      ...REFUSAL,
      visitId: textOrNull('The visit that was not offered anything.'),
    }),
  ).properties,
  counts: Type.Array(Count, {
    description:
      'By reason and rule, most frequent first; with `visitId` those of the visit, else all.',
  }),
});

/** The rules in force, and those that ever decided against an engagement. */
async function ruleNames(store: Store, { engagementLogic }: Settings): Promise<readonly string[]> {
  const counts = await store.read('refusalCounts', null);
  const named = [
    ...engagementLogic.rules.map(({ name }) => name),
    ...counts.map(({ rule }) => rule),
  ];
  return [...new Set(named)].filter((name) => name !== null);
}

export interface RefusalsOptions {
  readonly store: Store;
}

/** Why visits were not offered anything: counted in all, the newest listed. */
export const adminRefusals: FastifyPluginAsyncTypebox<RefusalsOptions> = async (app, { store }) => {
  app.get(
    '/v1/admin/refusals',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.refusals,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'listRefusals',
          'Admin',
          'List refused creations and decisions against an engagement, newest first',
          `The newest ${LIMITS.refusals.most} are listed, of one visit ${LIMITS.refusalsPerVisit.most}, none older than the retention; \`counts\` has all.`,
        ),
        querystring: Type.Object(
          {
            reason: Type.Optional(oneOf(REFUSAL_REASONS)),
            rule: Type.Optional(printable(LIMITS.name.most, 'The rule that decided.')),
            visitId: Type.Optional(printable(LIMITS.name.most, 'The visit.')),
            ...PAGE_PARAMETERS,
          },
          { additionalProperties: false },
        ),
        response: { 200: Refusals },
      },
    },
    async ({ settings, query: { pageSize, pageToken, ...filter } }) => {
      const [page, counts] = await Promise.all([
        store.read('refusals', filter, { size: pageSize, after: placeOf(pageToken, filter) }),
        store.read('refusalCounts', filter.visitId ?? null),
      ]);
      await checkNames(page, {
        parameter: 'rule',
        what: 'rule',
        name: filter.rule,
        known: () => ruleNames(store, settings),
      });
      const listed = await presentPage(page, filter, (refusal) => ({
        ...presentRefusal(refusal),
        visitId: refusal.visitId,
      }));
      return { ...listed, counts: [...counts] };
    },
  );
};
