import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { BulkKind } from '../../decisions/bulk.js';
import { TERMINAL_STATES } from '../../domain/interactions/table.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { Applied, Bulks } from '../../engine/bulk.js';
import type { Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import type { WebhookEndpoints } from '../../settings/webhook-endpoints.js';
import type { Delivery, StateCount } from '../../store/lists.js';
import type { Page, PageRequest } from '../../store/page.js';
import type { Store } from '../../store/store.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import {
  chatNamings,
  checkNames,
  deliveryNamings,
  type Naming,
  queueNaming,
} from '../server/filters.js';
import { placeOf, tokenOf } from '../server/pages.js';
import {
  CHAT_FILTERS,
  chatFilterOf,
  DELIVERY_FILTERS,
  deliveryFilterOf,
  INTERACTION_FILTERS,
  interactionFilterOf,
} from '../shapes/filters.js';
import { oneOf } from '../shapes/schemas.js';

const STEP = {
  dryRun: Type.Boolean({ default: false, description: 'Only count; change nothing.' }),
  pageSize: Type.Integer({
    minimum: 1,
    maximum: LIMITS.pageSize.most,
    default: LIMITS.pageSize.most,
    description: 'How many are acted on by this request at most.',
  }),
  pageToken: Type.Optional(
    Type.String({ maxLength: 1000, description: 'The `nextPageToken` of the step before.' }),
  ),
};

const everything = 'Which; `{}` for every one there is.';

const ENDINGS = oneOf(['stop', 'clean'], 'As the operation on one of them does.');

const numbers = (description: string) =>
  Type.Unsafe<Readonly<Record<string, number>>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description,
  });

const Done = Type.Object({
  matched: Type.Integer({ description: 'Found by the filter in this step; by a dry run: in all.' }),
  done: Type.Integer({ description: 'Those changed by this step; by a dry run: none.' }),
  refused: numbers('Those that were refused, by the code of the refusal.'),
  byState: Type.Optional(numbers('Of a dry run: how many are in which state.')),
  wouldDo: Type.Optional(Type.Integer({ description: 'Of a dry run: how many would change.' })),
  nextPageToken: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'Goes on with what is left; null when nothing is.',
  }),
});

const STEPS =
  'Step by step, newest first: ask again with `nextPageToken` until that is null. What is new meanwhile is left, what is done stays done, and to ask for the same again is safe. The audit has a line at the beginning, and one with all that came of it.';

export interface BulkOptions {
  readonly bulks: Bulks;
  readonly engine: Engine;
  readonly chats: Chats;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly store: Store;
}

/** What one of the kinds is, to whoever acts on many. */
interface Kind<T> {
  readonly of: BulkKind;
  readonly action: string;
  /** As it was asked for, for the audit. */
  readonly filter: object;
  readonly namings: readonly Naming[];
  list(page: PageRequest): Promise<Page<T>>;
  count(): Promise<readonly (StateCount<string> & { readonly isStopped?: boolean })[]>;
  /** Whether the action would change one that stands like that. */
  wouldDo(state: string, isStopped: boolean): boolean | { readonly refused: string };
  apply(item: T): Promise<Applied>;
}

const PERSONAL: ReadonlySet<string> = new Set(['visitId', 'visitorId']);
const TERMINAL: ReadonlySet<string> = TERMINAL_STATES;

/** What names a person is not for the audit, which outlives it. */
const withoutPersons = (filter: object): object =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, PERSONAL.has(name) ? '(one)' : value]),
  );

const addTo = (counts: Record<string, number>, name: string, count: number): void => {
  counts[name] = (counts[name] ?? 0) + count;
};

/** Acting on everything that a filter finds. */
export const adminBulk: FastifyPluginAsyncTypebox<BulkOptions> = async (
  app,
  { bulks, engine, chats, webhookEndpoints, store },
) => {
  const config = {
    access: { scope: 'admin:write' },
    problems: ['overloaded', 'storage_unavailable'],
  } as const;

  async function dryRun<T>({ count, namings, wouldDo }: Kind<T>) {
    const counts = await count();
    await checkNames({ items: counts, next: null }, ...namings);
    const byState: Record<string, number> = {};
    const refused: Record<string, number> = {};
    let [matched, willDo] = [0, 0];
    for (const { state, count: found, isStopped = false } of counts) {
      matched += found;
      addTo(byState, state, found);
      const outcome = wouldDo(state, isStopped);
      if (typeof outcome === 'object') addTo(refused, outcome.refused, found);
      else if (outcome) willDo += found;
    }
    return { matched, done: 0, refused, byState, wouldDo: willDo, nextPageToken: null };
  }

  async function step<T>(
    request: FastifyRequest,
    { of, action, filter, namings, list, apply }: Kind<T>,
    { pageSize, pageToken }: { pageSize: number; pageToken?: string },
  ) {
    const bound = { bulk: of, action, ...filter };
    const { next, ...counts } = await bulks({
      of,
      action,
      filter: withoutPersons(filter),
      operator: operatorOf(request),
      after: placeOf(pageToken, bound),
      size: pageSize,
      async list(page) {
        const found = await list(page);
        await checkNames(found, ...namings);
        return found;
      },
      apply,
    });
    return { ...counts, nextPageToken: next === null ? null : tokenOf(bound, next) };
  }

  app.post(
    '/v1/admin/interactions/bulk',
    {
      config,
      schema: {
        ...describe(
          'bulkInteractions',
          'Admin',
          'Stop or clean every interaction of a filter',
          STEPS,
        ),
        body: Type.Object(
          {
            action: ENDINGS,
            filter: Type.Object(INTERACTION_FILTERS, {
              additionalProperties: false,
              description: everything,
            }),
            ...STEP,
          },
          { additionalProperties: false },
        ),
        response: { 200: Done },
      },
    },
    async (request) => {
      const { action, filter, ...rest } = request.body;
      const conditions = interactionFilterOf(filter);
      const kind: Kind<{ readonly id: string }> = {
        of: 'interaction',
        action,
        filter,
        namings: [queueNaming(filter.queue, request.settings, store)],
        list: (page) => store.read('interactions', conditions, page),
        count: () => store.read('countInteractions', conditions),
        wouldDo: (state, isStopped) =>
          action === 'stop' && !TERMINAL.has(state) ? { refused: 'not_allowed' } : !isStopped,
        async apply({ id }) {
          const outcome = await engine.apply(id, { type: action, by: 'ops' });
          if (outcome?.refusal) return { refused: outcome.refusal };
          return outcome?.applied ? 'done' : 'unchanged';
        },
      };
      return rest.dryRun ? dryRun(kind) : step(request, kind, rest);
    },
  );

  app.post(
    '/v1/admin/chats/bulk',
    {
      config,
      schema: {
        ...describe('bulkChats', 'Admin', 'Stop or clean every chat of a filter', STEPS),
        body: Type.Object(
          {
            action: ENDINGS,
            filter: Type.Object(CHAT_FILTERS, {
              additionalProperties: false,
              description: everything,
            }),
            ...STEP,
          },
          { additionalProperties: false },
        ),
        response: { 200: Done },
      },
    },
    async (request) => {
      const { action, filter, ...rest } = request.body;
      const conditions = chatFilterOf(filter);
      const kind: Kind<{ readonly id: string }> = {
        of: 'chat',
        action,
        filter,
        namings: chatNamings(filter, request.settings, store),
        list: (page) => store.read('chats', conditions, page),
        count: () => store.read('countChats', conditions),
        wouldDo: (state) => state !== 'Ended',
        async apply({ id }) {
          const result = await chats.apply(id, { event: { type: action } });
          if (result?.refusal) return { refused: result.refusal };
          return result?.applied ? 'done' : 'unchanged';
        },
      };
      return rest.dryRun ? dryRun(kind) : step(request, kind, rest);
    },
  );

  app.post(
    '/v1/admin/deliveries/resend',
    {
      config,
      schema: {
        ...describe(
          'resendDeliveries',
          'Webhooks',
          'Send every message of a filter once more',
          `Those that failed until now, unless \`status\` says otherwise. ${STEPS}`,
        ),
        body: Type.Object(
          {
            filter: Type.Object(DELIVERY_FILTERS, {
              additionalProperties: false,
              description: 'Which; `{}` for every one that failed until now.',
            }),
            ...STEP,
          },
          { additionalProperties: false },
        ),
        response: { 200: Done },
      },
    },
    async (request) => {
      const { filter: asked, ...rest } = request.body;
      const filter = { status: 'failed' as const, ...asked };
      const conditions = deliveryFilterOf(filter);
      const kind: Kind<Delivery> = {
        of: 'delivery',
        action: 'resend',
        filter,
        namings: deliveryNamings(filter, request.settings, store),
        list: (page) => store.read('deliveries', conditions, page),
        count: () => store.read('countDeliveries', conditions),
        wouldDo: () => true,
        async apply(delivery) {
          if (!webhookEndpoints.get(delivery.endpointId)?.enabled)
            return { refused: 'endpoint_disabled' };
          if (!delivery.sendable) return { refused: 'message_erased' };
          await webhookEndpoints.resend(delivery);
          return 'done';
        },
      };
      return rest.dryRun ? dryRun(kind) : step(request, kind, rest);
    },
  );
};
