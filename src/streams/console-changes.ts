import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chat } from '../domain/chats/chat.js';
import type { Interaction } from '../domain/interactions/interaction.js';
import type { Changes } from '../store/signal.js';
import type { Store } from '../store/store.js';

/** Of each kind, that one event names. */
export const MOST_CHANGES = 200;
/** Looked up in one turn of the event loop. */
const AT_ONCE = 50;

/** What an operator is told of an interaction that changed: nothing of its visitor's data. */
export const briefInteraction = (interaction: Interaction) => ({
  id: interaction.id,
  visitId: interaction.visitId,
  state: interaction.state,
  queue: interaction.queue,
  status: interaction.stoppedAt === null ? ('active' as const) : ('stopped' as const),
  sequence: interaction.sequence,
});

/** The same of a chat. */
export const briefChat = (chat: Chat) => ({
  id: chat.id,
  visitId: chat.visitId,
  interactionId: chat.interactionId,
  state: chat.state,
  outcome: chat.outcome,
  queue: chat.queue,
  agent: chat.agent,
  version: chat.version,
});

/** What changed, as it goes over the wire. */
export interface ToldChanges {
  readonly interactions: readonly ReturnType<typeof briefInteraction>[];
  readonly chats: readonly ReturnType<typeof briefChat>[];
  /** Whether anything changed that operators set. */
  readonly settings: boolean;
  /** Whether more changed than is named: whoever must know looks again. */
  readonly more: boolean;
}

/**
 * Looks up what changed: each once, as it is now, the newest of too many. `chats` are those that are
 * known to have changed beside. What was removed meanwhile is left out.
 */
export async function readChanges(
  store: Pick<Store, 'read'>,
  { interactions: changed }: Pick<Changes, 'interactions'>,
  { chats: more, settings }: { readonly chats: Iterable<string>; readonly settings: boolean },
): Promise<ToldChanges> {
  const ids = [...new Set([...more, ...(changed ?? []).map(({ id }) => id)])];
  const recent = ids.slice(-2 * MOST_CHANGES);
  const interactions: ReturnType<typeof briefInteraction>[] = [];
  const chats: ReturnType<typeof briefChat>[] = [];
  let isCut = changed === null || recent.length < ids.length;
  for (const [at, id] of recent.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const interaction = await store.read('interaction', id);
    const chat = interaction === null ? await store.read('chat', id) : null;
    if (interaction) interactions.push(briefInteraction(interaction));
    else if (chat) chats.push(briefChat(chat));
  }
  isCut ||= Math.max(interactions.length, chats.length) > MOST_CHANGES;
  return {
    interactions: interactions.slice(-MOST_CHANGES),
    chats: chats.slice(-MOST_CHANGES),
    settings: settings || changed === null,
    more: isCut,
  };
}

/** Whether there is anything to tell. */
export const isNews = ({ interactions, chats, settings, more }: ToldChanges): boolean =>
  interactions.length + chats.length > 0 || settings || more;
