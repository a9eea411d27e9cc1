import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AUDIT_ACTIONS } from '../../decisions/audit.js';
import { LIMITS } from '../../domain/limits.js';
import { CATALOGUE, OPTION_KEYS } from '../../domain/options/catalogue.js';
import { Type } from '../../domain/typebox.js';
import { isId } from '../../ids.js';
import type { AuditFilter } from '../../store/lists.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { checkNames } from '../server/filters.js';
import { placeOf, presentPage } from '../server/pages.js';
import {
  moment,
  momentOf,
  momentParameter,
  oneOf,
  PAGE_PARAMETERS,
  pageOf,
  printable,
} from '../shapes/schemas.js';

const Entry = Type.Object({
  at: moment('When it was done.'),
  keyId: Type.String({ description: 'The key that did it.' }),
  keyName: Type.String(),
  action: Type.String({ description: 'For instance `option.changed`.' }),
  target: Type.String({ description: 'What was changed: a name or an id.' }),
  before: Type.Unsafe<unknown>({ description: 'What it was.' }),
  after: Type.Unsafe<unknown>({ description: 'What it became.' }),
});

const Filters = Type.Object(
  {
    action: Type.Optional(oneOf(AUDIT_ACTIONS, 'What was done.')),
    target: Type.Optional(
      printable(
        LIMITS.label.most,
        'What it was done to, as the entries have it; of an object also its name alone.',
      ),
    ),
    key: Type.Optional(printable(LIMITS.name.most, 'The id or the name of the key that did it.')),
    after: Type.Optional(momentParameter('Done later than this moment.')),
    before: Type.Optional(momentParameter('Done earlier than this moment.')),
    ...PAGE_PARAMETERS,
  },
  { additionalProperties: false },
);

export interface AuditOptions {
  readonly store: Store;
}

/** Every change made by ops: who, what, when, before, after. */
export const adminAudit: FastifyPluginAsyncTypebox<AuditOptions> = async (app, { store }) => {
  /** Of many lines of one key, one is enough to know it. */
  const hasEntry = async (filter: AuditFilter): Promise<boolean> =>
    (await store.read('audit', filter, { size: 1 })).items.length > 0;

  /** Keys there are or were; whatever else did something is in the audit itself. */
  async function keysKnown(key: string): Promise<true | readonly string[]> {
    const keys = store.lastSettings().apiKeys;
    const isKnown = keys.some(({ id }) => id === key) || (await hasEntry({ key }));
    return isKnown || [...new Set(keys.map(({ name }) => name))];
  }

  /** What there is under a name may never have been changed: then nothing is the answer. */
  async function targetsKnown(target: string): Promise<boolean | readonly string[]> {
    const isKnown =
      (await hasEntry({ target })) ||
      (isId(target) &&
        ((await store.read('interaction', target)) ?? (await store.read('delivery', target))));
    if (isKnown || isId(target)) return Boolean(isKnown);
    return [
      ...OPTION_KEYS.map((key) => CATALOGUE[key].name),
      ...store.lastSettings().objects.flatMap(({ kind, name }) => [name, `${kind}/${name}`]),
    ];
  }

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
        querystring: Filters,
        response: { 200: pageOf(Entry) },
      },
    },
    async ({ query: { pageSize, pageToken, after, before, ...named } }) => {
      const filter = { ...named, after: momentOf(after), before: momentOf(before) };
      // A page token is good for this list alone.
      const list = { ...filter, list: 'audit' };
      const place = { size: pageSize, after: placeOf(pageToken, list) };
      const page = await store.read('audit', filter, place);
      await checkNames(
        page,
        { parameter: 'target', what: 'target', name: named.target, known: targetsKnown },
        { parameter: 'key', what: 'key', name: named.key, known: keysKnown },
      );
      return presentPage(page, list, (entry) => ({
        ...entry,
        at: new Date(entry.at).toISOString(),
      }));
    },
  );
};
