import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { LIMITS } from '../../domain/limits.js';
import { inForce } from '../../domain/options/timeline.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import { createSecret } from '../../ids.js';
import type { TokenClaims, Tokens } from '../../settings/tokens.js';
import type { Store } from '../../store/store.js';
import { callerOf, checkKeyOf } from '../server/authentication.js';
import { BROWSER_TYPES } from '../server/bodies.js';
import { describe } from '../server/description.js';
import { isoOrNull } from '../server/present.js';
import type { RateLimit } from '../server/rate-limit.js';
import {
  presentCounts,
  presentRefusal,
  presentRefusalToBrowser,
  REFUSAL,
  VISIT_COUNT,
} from '../shapes/refusals.js';
import {
  addressable,
  moment,
  momentOrNull,
  printable,
  TokenField,
  TokenQuery,
} from '../shapes/schemas.js';

/** Random bytes of a visit's id: 128 bits, so that nobody guesses another's. */
const VISIT_ID_BYTES = 16;

const VisitToken = Type.Object({
  visitId: Type.String(),
  token: Type.String({ description: 'For the browser: good for this visit, 24 hours.' }),
  expiresAt: moment('When the token becomes void.'),
  serverTime: moment('Now, by the clock of the service: that of a browser may be wrong by years.'),
});

const VisitState = Type.Object({
  visitId: Type.String(),
  liveInteractionId: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The live engagement attempt, if there is one.',
  }),
  canBeInvited: Type.Boolean({ description: 'Whether a new interaction would be created now.' }),
  blockedUntil: momentOrNull(
    'When the block ends, unless the attempt ends before or goes on: a display or an acceptance starts another clock.',
  ),
  blockedReason: Type.Unsafe<'engagement_in_progress' | 'chat_in_progress' | null>({
    type: ['string', 'null'],
    enum: ['engagement_in_progress', 'chat_in_progress', null],
  }),
  chatId: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The open chat, if there is one.',
  }),
  refusalCounts: Type.Array(Type.Object(VISIT_COUNT), {
    description: 'Why it was not offered anything: how often, by reason.',
  }),
  recentRefusals: Type.Array(Type.Object(REFUSAL), {
    description: 'The last of these refusals, newest first.',
  }),
});

/** Refusals that are shown with a visit. */
const RECENT = 10;

const VISITOR_ID = addressable(
  LIMITS.name.most,
  'The visitor, as the site knows them; with a publishable key no more than a claim.',
);

const VisitParams = Type.Object({ visitId: printable(LIMITS.name.most, 'The visit.') });

export interface VisitsOptions {
  readonly engine: Engine;
  readonly chats: Chats;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly rateLimit: RateLimit;
  /** Of renewals, by visit. */
  readonly renewalLimit: preHandlerAsyncHookHandler;
}

/** Beginning a visit, and asking whether it can be invited. */
export const visits: FastifyPluginAsyncTypebox<VisitsOptions> = async (
  app,
  { engine, chats, store, tokens, rateLimit, renewalLimit },
) => {
  function give(
    { settings }: FastifyRequest,
    visitId: string,
    visitorId: string | null,
    keyId: string | null,
  ) {
    const claims = { kind: 'visit', visitId, visitorId, keyId } as const;
    const { token, expiresAt } = tokens.sign(settings, claims);
    return {
      visitId,
      token,
      expiresAt: new Date(expiresAt).toISOString(),
      serverTime: new Date(engine.now()).toISOString(),
    };
  }

  /**
   * Whose the visit is from now on: an anonymous one becomes the visitor's at log-in. What a page
   * says of that is believed for visits that pages began; back ends name their visitors themselves.
   */
  function visitorOf(caller: TokenClaims & { kind: 'visit' }, named: string | undefined) {
    if (named === undefined || named === caller.visitorId) return caller.visitorId;
    if (caller.visitorId !== null)
      throw new Problem('forbidden', 'The visit is of another visitor; begin a new one.');
    if (caller.keyId === null)
      throw new Problem('forbidden', 'A back end began the visit: name the visitor with its key.');
    return named;
  }

  app.post(
    '/v1/visits',
    {
      config: {
        access: { scope: 'interactions:create', publishable: true },
        problems: ['origin_not_allowed', 'too_many_requests'],
      },
      preHandler: rateLimit('visits'),
      schema: {
        ...describe(
          'createVisit',
          'Visits',
          'Begin a visit and get its token',
          'With a publishable key from one of its origins, or with an API key, which alone may name the visit.',
        ),
        consumes: BROWSER_TYPES,
        querystring: Type.Object(
          { key: Type.Optional(Type.String({ description: 'The publishable key.' })) },
          { additionalProperties: false },
        ),
        body: Type.Object(
          {
            visitorId: Type.Optional(VISITOR_ID),
            visitId: Type.Optional(
              addressable(LIMITS.name.most, 'Only with an API key; else the server mints it.'),
            ),
            key: Type.Optional(Type.String({ description: 'The publishable key.' })),
          },
          { additionalProperties: false },
        ),
        response: { 201: VisitToken },
      },
    },
    async (request, reply) => {
      const { visitId, visitorId } = request.body;
      const caller = callerOf(request);
      const keyId = caller.kind === 'publishableKey' ? caller.key.id : null;
      if (visitId !== undefined && keyId !== null)
        throw new Problem('forbidden', 'Only an API key may name the visit; leave visitId out.');
      return reply
        .code(201)
        .send(give(request, visitId ?? createSecret(VISIT_ID_BYTES), visitorId ?? null, keyId));
    },
  );

  app.post(
    '/v1/visits/:visitId/token',
    {
      config: {
        access: { scope: 'interactions:create', tokens: ['visit'] },
        problems: ['too_many_requests'],
      },
      preHandler: renewalLimit,
      schema: {
        ...describe(
          'renewVisitToken',
          'Visits',
          'Get a fresh token for a visit',
          'With `visitorId` an anonymous visit becomes that visitor’s. A visit of another visitor is refused: another visitor is another visit.',
        ),
        consumes: BROWSER_TYPES,
        params: VisitParams,
        querystring: TokenQuery,
        body: Type.Object(
          { visitorId: Type.Optional(VISITOR_ID), token: TokenField },
          { additionalProperties: false },
        ),
        response: { 200: VisitToken },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { visitorId } = request.body;
      checkKeyOf(caller, request.settings);
      if (caller.kind !== 'visit')
        return give(request, request.params.visitId, visitorId ?? null, null);
      const owner = visitorOf(caller, visitorId);
      const { visitId, visitorMark, keyId } = caller;
      const isErased = visitorMark !== null && (await store.read('wasErased', visitorMark));
      return give(request, visitId, isErased ? null : owner, keyId);
    },
  );

  app.get(
    '/v1/visits/:visitId',
    {
      config: {
        access: { scope: 'interactions:read', tokens: ['visit', 'interaction'] },
        // What is due is settled before it is shown.
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe('getVisit', 'Visits', 'Ask whether a visit can be invited now'),
        params: VisitParams,
        querystring: TokenQuery,
        response: { 200: VisitState },
      },
    },
    async (request) => {
      const { visitId } = request.params;
      const { live, blockedUntil } = await engine.visit(visitId);
      const [refusals, counts] = await Promise.all([
        store.read('refusalsOfVisit', visitId, { size: RECENT }),
        store.read('refusalCounts', visitId),
      ]);
      const isBackEnd = callerOf(request).kind === 'apiKey';
      const isStrict = inForce(request.settings.timeline).strictEngagementMode;
      const blocked = live !== null && isStrict;
      const chat = await chats.ofVisit(visitId);
      const isTalking = chat !== undefined && isStrict;
      return {
        visitId,
        liveInteractionId: live?.id ?? null,
        canBeInvited: !blocked && !isTalking,
        blockedUntil: blocked ? isoOrNull(blockedUntil) : null,
        blockedReason: isTalking
          ? ('chat_in_progress' as const)
          : blocked
            ? ('engagement_in_progress' as const)
            : null,
        chatId: chat?.id ?? null,
        refusalCounts: presentCounts(counts),
        recentRefusals: refusals.items.map(isBackEnd ? presentRefusal : presentRefusalToBrowser),
      };
    },
  );
};
