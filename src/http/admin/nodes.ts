import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import type { Store } from '../../store/store.js';
import { SINGLETONS } from '../../store/work.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { itemsOf, moment, oneOf } from '../shapes/schemas.js';

const Node = Type.Object({
  id: Type.String({ description: 'Names the process for as long as it serves.' }),
  self: Type.Boolean({ description: 'Whether it is the one that answers.' }),
  host: Type.String({ description: 'The name of its machine.' }),
  version: Type.String({ description: 'Of its program.' }),
  startedAt: moment('Since when it serves.'),
  seenAt: moment(
    'When it last gave a sign of life; who is silent for seven seconds is not listed any more.',
  ),
  leases: Type.Array(oneOf(SINGLETONS), {
    description:
      'Background work that one process does at a time, and that it has now. With PostgreSQL nobody has what is not under way.',
  }),
});

export interface NodesOptions {
  readonly store: Store;
}

/** The processes that serve from the database. */
export const adminNodes: FastifyPluginAsyncTypebox<NodesOptions> = async (app, { store }) => {
  app.get(
    '/v1/admin/nodes',
    {
      config: { access: { scope: 'admin:read' }, table: COLUMNS.nodes },
      schema: {
        ...describe(
          'listNodes',
          'Admin',
          'List the processes that serve, and what each does in the background',
          'One with a data directory, as many as there are with a PostgreSQL database.',
        ),
        response: { 200: itemsOf(Node) },
      },
    },
    async () => ({
      items: (await store.read('nodes')).map(({ startedAt, seenAt, leases, ...node }) => ({
        ...node,
        startedAt: new Date(startedAt).toISOString(),
        seenAt: new Date(seenAt).toISOString(),
        leases: [...leases],
      })),
    }),
  );
};
