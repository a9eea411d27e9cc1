import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import type { OverviewReads } from '../../engine/overview.js';
import type { ConsoleStreams } from '../../streams/console-streams.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { answerHead, beginEventStream } from '../server/event-stream.js';
import { OverviewView } from '../shapes/overview.js';

export interface AdminOverviewOptions {
  readonly overview: Pick<OverviewReads, 'read'>;
  readonly consoleStreams: ConsoleStreams;
}

/** Everything at one look, once or live. */
export const adminOverview: FastifyPluginAsyncTypebox<AdminOverviewOptions> = async (
  app,
  { overview, consoleStreams },
) => {
  const access = { scope: 'admin:read' } as const;

  app.get(
    '/v1/admin/overview',
    {
      config: { access, problems: ['overloaded', 'storage_unavailable'] },
      schema: {
        ...describe(
          'getOverview',
          'Admin',
          'See at one look what is where, and what goes wrong',
          'Queues, what passed in the last minutes and where visitors were lost, chats, agents, pacing, deliveries that fail, readiness. Read once for all who ask at a time.',
        ),
        response: { 200: OverviewView },
      },
    },
    async () => overview.read(),
  );

  app.get(
    '/v1/admin/stream',
    {
      config: { access, problems: ['overloaded'] },
      schema: {
        ...describe(
          'streamOverview',
          'Admin',
          'Be told what an operator sees, live, as server-sent events',
          'First the event `overview`: all that `GET /v1/admin/overview` says; later ones have `serverTime` and the members that changed. `changes` names what changed: `{ "interactions": [{ id, visitId, state, queue, status, sequence }], "chats": [{ id, visitId, interactionId, state, outcome, queue, agent, version }], "settings", "more" }`, at most 200 of each; with `settings` something changed that operators set, with `more` so did others: look again. Both come four times a second at most. After `Last-Event-ID` comes once what changed since, or `more` when that is not known any more. Every 15 s comes a heartbeat: a comment and the event `heartbeat`, without an `id`. Who does not read is disconnected, and so is whose key is revoked, or whose session ends.',
        ),
        querystring: Type.Object(
          {
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
      const { headers, query } = request;
      const seat = consoleStreams.open({
        keyId: operatorOf(request).keyId,
        isWelcome: request.isWelcome,
        lastEventId: headers['last-event-id'] ?? query.lastEventId,
      });
      seat.start(beginEventStream(request, reply));
      return reply;
    },
  );
};
