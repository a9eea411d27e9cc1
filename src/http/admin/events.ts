import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import { isId } from '../../ids.js';
import { DELIVERY_STATUSES, type OutboxEvent } from '../../store/lists.js';
import type { Place } from '../../store/page.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { holds, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { placeOf, presentPage } from '../server/pages.js';
import { validationProblem } from '../server/problems.js';
import { flagParameter, moment, oneOf, PAGE_PARAMETERS, pageOf } from '../shapes/schemas.js';

const Event = Type.Object({
  id: Type.String({ format: 'uuid', description: 'What is sent as `webhook-id`.' }),
  type: Type.String(),
  timestamp: moment('When it happened.'),
  interactionId: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  data: Type.Unsafe<unknown>({
    description: 'As in the webhook; null once the person is erased.',
  }),
  deliveries: Type.Array(
    Type.Object({ endpointId: Type.String(), status: oneOf(DELIVERY_STATUSES) }),
  ),
});

/** An event as it was sent; `mayHear`: whether what was said in chats may be shown. */
const present = (
  { id, type, createdAt, interactionId, body, deliveries }: OutboxEvent,
  mayHear: boolean,
) => {
  const isShown = mayHear || type !== WORDS;
  const sent =
    body === null || !isShown ? null : (JSON.parse(body) as { timestamp: string; data: unknown });
  return {
    id,
    type,
    timestamp: sent?.timestamp ?? new Date(createdAt).toISOString(),
    interactionId,
    data: sent?.data ?? null,
    deliveries: [...deliveries],
  };
};

/** The event that tells what was said. */
const WORDS = 'chat.message';

/** The chats of which events, as they are shown, tell what was said. */
const chatsHeardIn = (shown: readonly ReturnType<typeof present>[]): ReadonlySet<string> =>
  new Set(
    shown.flatMap(({ type, data }) =>
      type === WORDS && data !== null ? [(data as { chatId: string }).chatId] : [],
    ),
  );

const Filters = Type.Object(
  {
    deliverySuccess: Type.Optional(
      flagParameter('`false`: only what has not reached every subscriber. `true`: only what has.'),
    ),
    after: Type.Optional(
      Type.String({
        description: 'The id of an event, or a moment (RFC 3339): only what was written later.',
      }),
    ),
    ...PAGE_PARAMETERS,
  },
  { additionalProperties: false },
);

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

export interface EventsOptions {
  readonly store: Store;
}

/** The same events to pull, for who cannot be called or missed a call. */
export const adminEvents: FastifyPluginAsyncTypebox<EventsOptions> = async (app, { store }) => {
  async function startAfter(after: string | undefined): Promise<Place | undefined> {
    if (after === undefined) return undefined;
    const place = isId(after)
      ? await store.read('placeOf', after)
      : MOMENT.test(after)
        ? await store.read('placeBefore', new Date(after).getTime() + 1)
        : null;
    if (place === null)
      throw validationProblem([
        { pointer: '#/after', detail: 'must be the id of an event, or a moment' },
      ]);
    return place;
  }

  app.get(
    '/v1/admin/events',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.events,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'listEvents',
          'Webhooks',
          'Pull the events, oldest first',
          'An event is kept when an endpoint subscribed to its type when it happened. What was said in chats (`chat.message`) has its `data` for keys with the scope `chats:read` alone, and is audited.',
        ),
        querystring: Filters,
        response: { 200: pageOf(Event) },
      },
    },
    async (request) => {
      const { query } = request;
      const { pageSize, pageToken, ...filter } = query;
      const place = placeOf(pageToken, filter) ?? (await startAfter(filter.after));
      const { deliverySuccess } = filter;
      const page = await store.read(
        'events',
        { deliverySuccess: deliverySuccess === undefined ? undefined : deliverySuccess === 'true' },
        { size: pageSize, after: place },
      );
      const mayHear = holds(request, 'chats:read');
      const shown = await presentPage(page, filter, (event) => present(event, mayHear));
      for (const chat of chatsHeardIn(shown.items))
        await store.apply('auditRead', { chat, operator: operatorOf(request) });
      return shown;
    },
  );
};
