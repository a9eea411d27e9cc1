import { deadline } from '../domain/interactions/clocks.js';
import type { Interaction, Moment } from '../domain/interactions/interaction.js';
import { viewInteraction, viewOfBrowser } from '../domain/interactions/view.js';
import { inForce, type Timeline } from '../domain/options/timeline.js';

/** What a page of a visit is told: show it, take it away, or anything else that changed. */
export type VisitEventName = 'invitation' | 'revoke' | 'update';

/** What an event is written with. */
export interface EventContext {
  readonly timeline: Timeline;
  readonly now: Moment;
  /** A token of the interaction, for the page that is to show it; null for everybody else. */
  readonly tokenOf: ((interaction: Interaction) => string) | null;
}

/** How an interaction is told to a page that connects. */
export function eventOfState({ state }: Interaction): VisitEventName {
  return state === 'Engaged' ? 'invitation' : 'update';
}

/**
 * One server-sent event: the interaction as a browser may see it. An invitation carries its texts,
 * and its token for the page itself; every event says under which keys the registration form is to be filled in.
 */
function renderEvent(
  name: VisitEventName,
  interaction: Interaction,
  { timeline, now, tokenOf }: EventContext,
): string {
  const deadlineAt = deadline(interaction, timeline)?.at ?? null;
  const { userIdentifier, phoneNumber } = inForce(timeline);
  const data = {
    interactionId: interaction.id,
    ...viewOfBrowser(viewInteraction(interaction, deadlineAt, now)),
    ...(name === 'invitation' && {
      ...(tokenOf && { token: tokenOf(interaction) }),
      invitation: interaction.invitation ?? {},
    }),
    formKeys: { userIdentifier, phoneNumber },
  };
  // JSON has no raw line breaks, so that one data line is enough.
  return `event: ${name}\nid: ${interaction.id}:${interaction.sequence}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * A sign of life: a comment for proxies, and an event for pages, which do not see comments. Without an
 * id, so that it takes no event's place as the last one. `intervalSeconds` says when the next is due.
 */
export function renderHeartbeat(now: Moment, intervalSeconds: number): string {
  const data = JSON.stringify({ serverTime: new Date(now).toISOString(), intervalSeconds });
  return `: heartbeat\nevent: heartbeat\ndata: ${data}\n\n`;
}

/** The same event with the token of the interaction and without, each rendered once. */
export function renderOnce(
  name: VisitEventName,
  interaction: Interaction,
  context: EventContext,
): (withToken: boolean) => string {
  const texts = new Map<boolean, string>();
  return (withToken) => {
    const known = texts.get(withToken);
    if (known !== undefined) return known;
    const made = renderEvent(
      name,
      interaction,
      withToken ? context : { ...context, tokenOf: null },
    );
    texts.set(withToken, made);
    return made;
  };
}

/** The interaction that a `Last-Event-ID` names; undefined for a text that is none of ours. */
export function interactionNamedBy(lastEventId: string | undefined): string | undefined {
  return /^([0-9a-f-]{36}):\d{1,15}$/.exec(lastEventId ?? '')?.[1];
}
