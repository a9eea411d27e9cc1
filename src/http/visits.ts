import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Engine } from '../engine.js';
import { inForce } from '../options/timeline.js';
import { describe } from './description.js';
import { isoOrNull } from './present.js';
import { momentOrNull, oneOf, printable, TokenQuery } from './schemas.js';

const VisitState = Type.Object({
  visitId: Type.String(),
  liveInteractionId: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The live engagement attempt, if there is one.',
  }),
  canBeInvited: Type.Boolean({ description: 'Whether a new interaction would be created now.' }),
  blockedUntil: momentOrNull('When the block ends at the latest.'),
  blockedReason: Type.Unsafe<'engagement_in_progress' | null>({
    ...oneOf(['engagement_in_progress']),
    type: ['string', 'null'],
    enum: ['engagement_in_progress', null],
  }),
});

export interface VisitsOptions {
  readonly engine: Engine;
}

/** What can be said of a visit: whether it can be invited, and if not, until when. */
export const visits: FastifyPluginAsyncTypebox<VisitsOptions> = async (app, { engine }) => {
  app.get(
    '/v1/visits/:visitId',
    {
      config: { access: { scope: 'interactions:read', token: 'visit' } },
      schema: {
        ...describe('getVisit', 'Visits', 'Ask whether a visit can be invited now'),
        params: Type.Object({ visitId: printable(128, 'The visit.') }),
        querystring: TokenQuery,
        response: { 200: VisitState },
      },
    },
    async ({ params }) => {
      const { live, blockedUntil } = await engine.visit(params.visitId);
      const blocked = live !== null && inForce(engine.timeline()).strictEngagementMode;
      return {
        visitId: params.visitId,
        liveInteractionId: live?.id ?? null,
        canBeInvited: !blocked,
        blockedUntil: blocked ? isoOrNull(blockedUntil) : null,
        blockedReason: blocked ? ('engagement_in_progress' as const) : null,
      };
    },
  );
};
