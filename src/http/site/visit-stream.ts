import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { VisitStreams } from '../../streams/visit-streams.js';
import { callerOf, checkKeyOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { answerHead, beginEventStream } from '../server/event-stream.js';
import { networkOf } from '../server/rate-limit.js';
import { printable, TokenField } from '../shapes/schemas.js';

export interface VisitStreamOptions {
  readonly streams: VisitStreams;
}

/** The stream of what happens to a visit. */
export const visitStream: FastifyPluginAsyncTypebox<VisitStreamOptions> = async (
  app,
  { streams },
) => {
  app.get(
    '/v1/visits/:visitId/stream',
    {
      config: {
        access: { scope: 'interactions:read', tokens: ['visit', 'interaction'] },
        problems: ['overloaded', 'storage_unavailable', 'too_many_requests'],
      },
      schema: {
        ...describe(
          'streamVisit',
          'Visits',
          'Be told what happens to a visit, as server-sent events',
          'Events `invitation` (show it: the interaction, for its page with its `token`, texts as `invitation`, and `deadlineAt`), `revoke` (take it away) and `update`. The `id` is `interactionId:sequence`. On connect comes the current interaction, and `revoke` when the one named in `Last-Event-ID` has closed; nothing is replayed. Every 15 s comes a heartbeat: a comment and, for pages, the event `heartbeat` with `serverTime` and `intervalSeconds`, without an `id`. Who does not read is disconnected, and so is whose credential is withdrawn or expires. Of a visit with ten streams the oldest makes room.',
        ),
        params: Type.Object({ visitId: printable(LIMITS.name.most, 'The visit.') }),
        querystring: Type.Object(
          {
            token: TokenField,
            lastEventId: Type.Optional(
              Type.String({ description: 'As `Last-Event-ID`, for a page that starts anew.' }),
            ),
          },
          { additionalProperties: false },
        ),
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({ description: 'The `id` of the last event that was received.' }),
          ),
        }),
        response: { 200: { content: { 'text/event-stream': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      if (request.method === 'HEAD') return answerHead(reply);
      const { headers, params, query } = request;
      const caller = callerOf(request);
      checkKeyOf(caller, request.settings);
      const place = await streams.open(params.visitId, {
        isPage:
          caller.kind === 'interaction' ? { of: caller.interactionId } : caller.kind === 'visit',
        network: networkOf(request.ip),
        lastEventId: headers['last-event-id'] ?? query.lastEventId,
        isWelcome: request.isWelcome,
      });
      const outlet = beginEventStream(request, reply);
      place.start(outlet);
      return reply;
    },
  );
};
