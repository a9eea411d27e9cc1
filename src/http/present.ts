import type { FastifyRequest } from 'fastify';
import type { Engine } from '../engine.js';
import { deadline } from '../lifecycle/clocks.js';
import type { Fact, Interaction, Moment } from '../lifecycle/interaction.js';
import type { Timeline } from '../options/timeline.js';
import { type Caller, callerOf } from './authentication.js';
import type { InteractionView } from './schemas.js';

const iso = (moment: Moment): string => new Date(moment).toISOString();

/** A moment on the wire, null staying null. */
export function isoOrNull(moment: Moment | null): string | null {
  return moment === null ? null : iso(moment);
}

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
  const { form } = interaction;
  return {
    id: interaction.id,
    state: interaction.state,
    queue: interaction.queue,
    status: interaction.stoppedAt === null ? 'active' : 'stopped',
    visitId: interaction.visitId,
    visitorId: interaction.visitorId,
    channel: interaction.channel,
    category: interaction.category,
    pageId: interaction.pageId,
    pageUrl: interaction.pageUrl,
    dispositionCode: interaction.dispositionCode,
    reason: interaction.reason,
    createdAt: iso(interaction.createdAt),
    engagedAt: isoOrNull(interaction.engagedAt),
    displayedAt: isoOrNull(interaction.displayedAt),
    disposedAt: isoOrNull(interaction.disposedAt),
    stoppedAt: isoOrNull(interaction.stoppedAt),
    deadlineAt: isoOrNull(deadline(interaction, timeline)?.at ?? null),
    serverTime: iso(now),
    registrationForm: form && { ...form, completedAt: isoOrNull(form.completedAt) },
    caseData: interaction.caseData,
    version: interaction.version,
    ...(caller.kind === 'apiKey' && {
      reasonDetail: interaction.reasonDetail,
      identity: interaction.identity,
      userData: interaction.userData,
    }),
  };
}

/** One line of a history, as its reader may see it. */
export function presentFact({ detail, ...fact }: Fact, caller: Caller) {
  return {
    ...fact,
    at: iso(fact.at),
    ...(detail !== undefined && caller.kind === 'apiKey' && { detail }),
  };
}
