import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Settings } from '../../decisions/settings.js';
import { clockEnd } from '../../domain/clocks.js';
import { LIMITS } from '../../domain/limits.js';
import { ofKind } from '../../domain/objects/kinds.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { ListedLease } from '../../store/lists.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { checkNames, queueNamesOf } from '../server/filters.js';
import { placeOf, presentPage } from '../server/pages.js';
import { moment, PAGE_PARAMETERS, pageOf, printable, textOrNull } from '../shapes/schemas.js';

const Lease = Type.Object({
  leaseId: Type.String({ format: 'uuid' }),
  interactionId: textOrNull('The interaction, if it is one.'),
  chatId: textOrNull('Or the chat.'),
  view: Type.String({ description: 'The view it was pulled through.' }),
  queue: Type.String({ description: 'The queue it waits in.' }),
  keyId: Type.String({ description: 'The API key that pulled it.' }),
  keyName: textOrNull('Its name; null once it is no longer listed.'),
  leasedAt: moment('When it was handed out.'),
  leasedUntil: moment('When the lease ends, unless somebody decides before or it is extended.'),
  deliveries: Type.Integer({ description: 'How often the interaction was handed out by then.' }),
});

/** A lease on the wire. */
function presentLease({ timeline, apiKeys }: Settings) {
  const names = new Map(apiKeys.map(({ id, name }) => [id, name]));
  return ({ id, until, clock, delivery, leasedAt, keyId, ...lease }: ListedLease) => ({
    leaseId: id,
    ...lease,
    keyId,
    keyName: names.get(keyId) ?? null,
    leasedAt: new Date(leasedAt).toISOString(),
    leasedUntil: new Date(
      Math.min(until, clock ? clockEnd(clock, timeline).at : until),
    ).toISOString(),
    deliveries: delivery,
  });
}

export interface LeasesOptions {
  readonly store: Store;
  readonly engine: Engine;
}

/** Who holds what, and until when. */
export const adminLeases: FastifyPluginAsyncTypebox<LeasesOptions> = async (
  app,
  { store, engine },
) => {
  app.get(
    '/v1/admin/leases',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.leases,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'listLeases',
          'Admin',
          'List who holds what until when, newest first',
          'Leases that have not ended. `webengagement interactions clean` ends one by deciding.',
        ),
        querystring: Type.Object(
          {
            view: Type.Optional(printable(LIMITS.objectName.most, 'Pulled through this view.')),
            queue: Type.Optional(printable(LIMITS.objectName.most, 'Waiting in this queue.')),
            keyId: Type.Optional(printable(LIMITS.name.most, 'Pulled by this API key.')),
            ...PAGE_PARAMETERS,
          },
          { additionalProperties: false },
        ),
        response: { 200: pageOf(Lease) },
      },
    },
    async ({ settings, query: { pageSize, pageToken, ...filter } }) => {
      const now = engine.now();
      const request = { size: pageSize, after: placeOf(pageToken, filter) };
      const page = await store.read('leases', { ...filter, now }, request);
      await checkNames(
        page,
        {
          parameter: 'view',
          what: 'interaction queue view',
          name: filter.view,
          known: () => ofKind(settings.objects, 'interaction-queue-views').map(({ name }) => name),
        },
        {
          parameter: 'queue',
          what: 'queue',
          name: filter.queue,
          known: async () => queueNamesOf(settings, await store.read('queueCounts')),
        },
        {
          parameter: 'keyId',
          what: 'API key',
          name: filter.keyId,
          known: (id) => settings.apiKeys.some((key) => key.id === id),
        },
      );
      return presentPage(page, filter, presentLease(settings));
    },
  );
};
