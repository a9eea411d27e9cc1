/** What tabs of a site share and the next page finds again; in memory where that is not possible. */
export interface Storage {
  read<T>(name: string): T | undefined;
  write(name: string, value: unknown): void;
  /** Whether another tab, or the visitor, took away what was kept. */
  isGone(name: string): boolean;
}

const PREFIX = 'webengagement:';

/** What this page wrote: it outlives a stop and a start. */
const memory = new Map<string, { readonly text: string; readonly isKept: boolean }>();

/** Access to the storage throws where it is forbidden or full; so does parsing what others wrote. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const stored = (place: string): string | null | undefined =>
  attempt(() => localStorage.getItem(place));

/** An empty text removes it. Read back, because some browsers take it and keep nothing. */
function put(place: string, text: string): void {
  attempt(() => (text ? localStorage.setItem(place, text) : localStorage.removeItem(place)));
  memory.set(place, { text, isKept: (stored(place) ?? '') === text });
}

/** The storage of one publishable key at one service. */
export function createStorage(name: string): Storage {
  const placeOf = (item: string): string => `${PREFIX}${name}:${item}`;
  return {
    read<T>(item: string) {
      const mine = memory.get(placeOf(item));
      // What could not be kept is newer than what is stored.
      const kept = mine?.isKept === false ? undefined : stored(placeOf(item));
      const text = kept ?? mine?.text;
      return text ? attempt(() => JSON.parse(text) as T) : undefined;
    },
    write: (item, value) => put(placeOf(item), JSON.stringify(value)),
    isGone(item) {
      const mine = memory.get(placeOf(item));
      return mine?.isKept === true && stored(placeOf(item)) === null;
    },
  };
}

/** Removes everything that is kept in this browser for this site, by whichever tab. */
export function forget(): void {
  const places = attempt(() => Object.keys(localStorage)) ?? [];
  for (const place of [...places, ...memory.keys()]) if (place.startsWith(PREFIX)) put(place, '');
}
