import type { Interaction } from '../domain/interactions/interaction.js';
import type { VisitEventName } from './events.js';

/** Interactions that a stream remembers: a page has to do with the last ones. */
const MOST = 8;

/** What a stream was told last of each interaction: what it does not know yet follows from that. */
export interface Told {
  note(interaction: Interaction): void;
  /** Whether it was told of an interaction as it is after so many facts. */
  knows(id: string, sequence: number): boolean;
  ids(): Iterable<string>;
  /** How the interaction is to be told now; undefined when everything about it is known. */
  eventOf(interaction: Interaction): VisitEventName | undefined;
}

export function createTold(): Told {
  const known = new Map<string, { readonly sequence: number; readonly isEngaged: boolean }>();
  return {
    note({ id, sequence, state }) {
      known.delete(id);
      known.set(id, { sequence, isEngaged: state === 'Engaged' });
      for (const oldest of known.keys()) if (known.size > MOST) known.delete(oldest);
    },
    knows: (id, sequence) => (known.get(id)?.sequence ?? 0) >= sequence,
    ids: () => known.keys(),
    eventOf({ id, sequence, state }) {
      const told = known.get(id);
      if (told && told.sequence >= sequence) return undefined;
      const was = told?.isEngaged ?? false;
      const is = state === 'Engaged';
      // Leaving Engaged takes the invitation away, whoever ended it.
      if (is && !was) return 'invitation';
      return was && !is ? 'revoke' : 'update';
    },
  };
}
