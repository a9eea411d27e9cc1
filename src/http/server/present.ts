import type { FastifyReply, FastifyRequest } from 'fastify';
import { deadline } from '../../domain/interactions/clocks.js';
import type { Fact, Interaction, Moment } from '../../domain/interactions/interaction.js';
import { viewInteraction, viewOfBrowser } from '../../domain/interactions/view.js';
import type { Timeline } from '../../domain/options/timeline.js';
import type { Engine } from '../../engine/engine.js';

export { isoOrNull } from '../../domain/interactions/view.js';

import type { InteractionView } from '../shapes/schemas.js';
import { type Caller, callerOf } from './authentication.js';

/** What a view is derived from besides the interaction: the options, the time and the reader. */
export interface Viewpoint {
  readonly timeline: Timeline;
  readonly now: Moment;
  /** Browsers do not see what a back end may have put customer data into. */
  readonly caller: Caller;
}

/** The viewpoint of a request, now. */
export function viewpointOf(engine: Engine, request: FastifyRequest): Viewpoint {
  return { timeline: engine.timeline(), now: engine.now(), caller: callerOf(request) };
}

/** An interaction as its reader may see it. */
export function presentInteraction(
  interaction: Interaction,
  { timeline, now, caller }: Viewpoint,
): InteractionView {
  const deadlineAt = deadline(interaction, timeline)?.at ?? null;
  const view = viewInteraction(interaction, deadlineAt, now);
  return caller.kind === 'apiKey' ? view : viewOfBrowser(view);
}

/** An interaction as the answer about it: its version is the `ETag` for an `If-Match`. */
export function answerInteraction(
  reply: FastifyReply,
  interaction: Interaction,
  viewpoint: Viewpoint,
): InteractionView {
  reply.header('etag', `"${interaction.version}"`);
  return presentInteraction(interaction, viewpoint);
}

/** One line of the history of an interaction, as its reader may see it. */
export function presentFact(
  { detail, ...fact }: Fact,
  { reasonDetail }: Pick<Interaction, 'reasonDetail'>,
  caller: Caller,
) {
  const isOurs = caller.kind === 'apiKey';
  return {
    ...fact,
    at: new Date(fact.at).toISOString(),
    ...(isOurs && fact.reason === 'not_engaged' && reasonDetail !== null && { reasonDetail }),
    ...(isOurs && detail !== undefined && { detail }),
  };
}
