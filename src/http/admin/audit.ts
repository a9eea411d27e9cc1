import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { Type } from '../../typebox.js';
import { describe } from '../description.js';
import { placeOf, presentPage } from '../pages.js';
import { moment, PAGE_PARAMETERS, pageOf } from '../schemas.js';

const Entry = Type.Object({
  at: moment('When it was done.'),
  keyId: Type.String({ description: 'The key that did it.' }),
  keyName: Type.String(),
  action: Type.String({ description: 'For instance `option.changed`.' }),
  target: Type.String({ description: 'What was changed: a name or an id.' }),
  before: Type.Unsafe<unknown>({ description: 'What it was.' }),
  after: Type.Unsafe<unknown>({ description: 'What it became.' }),
});

/** Binds page tokens to this list, which has no filters. */
const LIST = { list: 'audit' };

export interface AuditOptions {
  readonly store: Store;
}

/** Every change made by ops: who, what, when, before, after. */
export const adminAudit: FastifyPluginAsyncTypebox<AuditOptions> = async (app, { store }) => {
  app.get(
    '/v1/admin/audit',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.audit,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('listAudit', 'Admin', 'List every change made by ops, newest first'),
        querystring: Type.Object(PAGE_PARAMETERS, { additionalProperties: false }),
        response: { 200: pageOf(Entry) },
      },
    },
    async ({ query: { pageSize, pageToken } }) => {
      const page = await store.audit({ size: pageSize, after: placeOf(pageToken, LIST) });
      return presentPage(page, LIST, (entry) => ({
        ...entry,
        at: new Date(entry.at).toISOString(),
      }));
    },
  );
};
