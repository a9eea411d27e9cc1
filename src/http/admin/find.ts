import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Settings } from '../../decisions/settings.js';
import { LIMITS } from '../../domain/limits.js';
import { CATALOGUE } from '../../domain/options/catalogue.js';
import { Type } from '../../domain/typebox.js';
import { isId } from '../../ids.js';
import { StoreOverloaded } from '../../store/failures.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { itemsOf, oneOf, printable } from '../shapes/schemas.js';

const KINDS = [
  'interaction',
  'chat',
  'delivery',
  'endpoint',
  'visit',
  'visitor',
  'queue',
  'option',
  'agent',
  'object',
] as const;

/** Something that was found. */
interface Found {
  readonly kind: (typeof KINDS)[number];
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

/** More than this nobody looks through. */
const MOST = 20;

/** Something with a name that may be typed in part. */
interface Named extends Found {
  /** By which it is found, besides its title. */
  readonly also?: readonly string[];
}

/** Everything that operators have given a name. */
function* namedIn(settings: Settings): Iterable<Named> {
  const { known, agents, endpoints, objects } = settings;
  for (const name of known.queues)
    yield { kind: 'queue', id: name, title: name, detail: 'interaction queue' };
  for (const { name, description } of Object.values(CATALOGUE))
    yield { kind: 'option', id: name, title: name, detail: description };
  for (const { name, displayName } of agents) {
    const detail = displayName ?? '';
    yield { kind: 'agent', id: name, title: name, detail, also: [detail] };
  }
  for (const { id, description, url } of endpoints)
    yield { kind: 'endpoint', id, title: description || url, detail: url, also: [url, id] };
  for (const { kind, name } of objects)
    yield { kind: 'object', id: `${kind}/${name}`, title: name, detail: kind };
}

/** How well a name fits what was typed: the whole, its beginning, that of a part, or inside. */
function rankOf(name: string, typed: string): number {
  const lower = name.toLowerCase();
  const at = typed === '' ? -1 : lower.indexOf(typed);
  if (at < 0) return Number.POSITIVE_INFINITY;
  if (at === 0) return lower === typed ? 0 : 1;
  return /[^a-z0-9]/.test(lower[at - 1] ?? '') ? 2 : 3;
}

/** What has a name like that, the best first. Pure. */
function findNamed(settings: Settings, typed: string): readonly Found[] {
  const ranked: { readonly rank: number; readonly found: Found }[] = [];
  for (const { also = [], ...found } of namedIn(settings)) {
    const rank = Math.min(...[found.title, ...also].map((name) => rankOf(name, typed)));
    if (Number.isFinite(rank)) ranked.push({ rank, found });
  }
  // The order is stable: of one rank as they came.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ found }) => found);
}

export interface FindOptions {
  readonly store: Store;
}

/** Finding anything by its id, or by what somebody remembers of its name. */
export const adminFind: FastifyPluginAsyncTypebox<FindOptions> = async (app, { store }) => {
  /** What has exactly this id. */
  async function byId(id: string): Promise<readonly Found[]> {
    if (!isId(id)) return [];
    const [interaction, chat, delivery] = await Promise.all([
      store.read('interaction', id),
      store.read('chat', id),
      store.read('delivery', id),
    ]);
    return [
      interaction && found('interaction', id, `${interaction.state} in ${interaction.queue}`),
      chat && found('chat', id, `${chat.state} in ${chat.queue}`),
      delivery && found('delivery', id, `${delivery.eventType}, ${delivery.state}`),
    ].filter((each) => each !== null);
  }

  /** Visits and visitors are the site's names: whether there is anything of them. */
  async function bySite(name: string): Promise<readonly Found[]> {
    const one = { size: 1 };
    const [ofVisit, chatsOfVisit, ofVisitor] = await Promise.all([
      store.read('interactions', { visitId: name }, one),
      store.read('chats', { visitId: name }, one),
      store.read('interactions', { visitorId: name }, one),
    ]);
    const isVisit = ofVisit.items.length + chatsOfVisit.items.length > 0;
    return [
      ...(isVisit ? [found('visit', name, 'its interactions and chats')] : []),
      ...(ofVisitor.items.length > 0 ? [found('visitor', name, 'the interactions of it')] : []),
    ];
  }

  app.get(
    '/v1/admin/find',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.find,
        problems: ['storage_unavailable'],
      },
      schema: {
        ...describe(
          'find',
          'Admin',
          'Find anything by its id, or by its name',
          'Ids, visits and visitors as a whole; queues, options, agents, endpoints and objects by any part of their name, the best first. At most 20, and none when nothing is like that.',
        ),
        querystring: Type.Object(
          { q: printable(LIMITS.objectName.most, 'An id, or a part of a name.') },
          { additionalProperties: false },
        ),
        response: {
          200: itemsOf(
            Type.Object({
              kind: oneOf(KINDS),
              id: Type.String({
                description: 'What names it in the API; of an object `kind/name`.',
              }),
              title: Type.String(),
              detail: Type.String(),
            }),
          ),
        },
      },
    },
    async ({ query, settings }) => {
      const q = query.q.trim();
      const [ofId, ofSite] = await Promise.all([
        byId(q.toLowerCase()),
        q === ''
          ? []
          : bySite(q).catch((error: unknown) => {
              // The rest is there all the same.
              if (error instanceof StoreOverloaded) return [];
              throw error;
            }),
      ]);
      const named = findNamed(settings, q.toLowerCase());
      return { items: [...ofId, ...ofSite, ...named].slice(0, MOST) };
    },
  );
};

const found = (kind: Found['kind'], id: string, detail: string): Found => ({
  kind,
  id,
  title: id,
  detail,
});
