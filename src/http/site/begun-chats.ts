/** A place among the chats of one address that nobody has taken. */
export interface Place {
  /** The chat that has it; null when none came of it. */
  leave(chatId: string | null): void;
}

/** Chats that visitors began, by the address they came from, until somebody takes them. */
export interface BegunChats {
  /** Takes a place, before anything is begun: of many who ask at once no more get one than may. */
  take(address: string): Promise<Place | null>;
}

export interface BegunChatsDependencies {
  /** Whether a chat is open, and nobody has taken it. */
  isWaiting(chatId: string): Promise<boolean>;
  /** Places of one address. */
  readonly most: number;
}

export function createBegunChats({ isWaiting, most }: BegunChatsDependencies): BegunChats {
  /** Of each address its chats, and the places that are held while one is begun. */
  const begun = new Map<string, Set<string | Place>>();

  function placesOf(address: string): Set<string | Place> {
    const places = begun.get(address) ?? new Set();
    // The last one now: the first is looked at next.
    begun.delete(address);
    begun.set(address, places);
    return places;
  }

  async function prune(address: string): Promise<void> {
    const places = placesOf(address);
    for (const each of [...places])
      if (typeof each === 'string' && !(await isWaiting(each))) places.delete(each);
    // Somebody else may hold a place of it by now, or have begun it anew.
    if (places.size === 0 && begun.get(address) === places) begun.delete(address);
  }

  return {
    async take(address) {
      await prune(address);
      // Nobody may ever ask again from another one: each who asks looks after one of those.
      const [oldest] = begun.keys();
      if (oldest !== undefined && oldest !== address) await prune(oldest);
      const places = placesOf(address);
      if (places.size >= most) return null;
      const place: Place = {
        leave(chatId) {
          places.delete(place);
          if (chatId !== null) places.add(chatId);
          if (places.size === 0 && begun.get(address) === places) begun.delete(address);
        },
      };
      places.add(place);
      return place;
    },
  };
}
