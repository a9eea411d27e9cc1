import type { Interaction } from '../domain/interactions/interaction.js';
import type { VisitEventName } from './events.js';
import type { Listener } from './listener.js';
import type { Outlet } from './outlet.js';
import type { Listed } from './roll.js';
import type { Told } from './told.js';
import type { ChatListener } from './visit-chats.js';

/** An open stream, or one whose answer is about to begin. */
export interface Stream extends Listed, Omit<Listener, 'lastEventId'>, ChatListener {
  outlet: Outlet | null;
  /** Whether something of the visit was committed since it was read for this stream. */
  isStale: boolean;
  /** What it was told last of each interaction. */
  readonly told: Told;
}

/** The streams that are to be told of an interaction, by what it is to each of them. */
export function groupsOf(
  streams: readonly Stream[],
  interaction: Interaction,
  anyway: boolean,
): ReadonlyMap<VisitEventName, readonly Stream[]> {
  const groups = new Map<VisitEventName, Stream[]>();
  for (const stream of streams) {
    const name = stream.told.eventOf(interaction) ?? (anyway ? 'update' : undefined);
    if (name) groups.set(name, [...(groups.get(name) ?? []), stream]);
  }
  return groups;
}
