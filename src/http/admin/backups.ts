import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import type { Backups } from '../../engine/backups.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { itemsOf, moment } from '../shapes/schemas.js';

const file = Type.String({ description: 'Its path in the data directory.' });
const bytes = Type.Integer({ description: 'How large it is.' });

export interface BackupsOptions {
  readonly backups: Backups;
}

/** Backups into the data directory of the service. */
export const adminBackups: FastifyPluginAsyncTypebox<BackupsOptions> = async (app, { backups }) => {
  app.post(
    '/v1/admin/backup',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['backup_elsewhere', 'backup_in_progress', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'makeBackup',
          'Admin',
          'Copy the database into the folder `backups` of the data directory',
          'As of one moment, while everything goes on; answered once the copy is checked and on disk. `webengagement restore` takes it.',
        ),
        body: Type.Object({}, { additionalProperties: false }),
        response: {
          201: Type.Object({
            file,
            bytes,
            durationMs: Type.Integer({ description: 'How long it took, in milliseconds.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { file, bytes, durationMs } = await backups.make(operatorOf(request));
      return reply.code(201).send({ file, bytes, durationMs });
    },
  );

  app.get(
    '/v1/admin/backups',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.backups,
        problems: ['backup_elsewhere'],
      },
      schema: {
        ...describe('listBackups', 'Admin', 'List the backups that the service made, newest first'),
        response: {
          200: itemsOf(
            Type.Object({ file, bytes, createdAt: moment('The moment that it is a copy of.') }),
          ),
        },
      },
    },
    async () => ({
      items: (await backups.list()).map(({ createdAt, ...backup }) => ({
        ...backup,
        createdAt: new Date(createdAt).toISOString(),
      })),
    }),
  );
};
