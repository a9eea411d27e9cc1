/** What tabs of a site share and the next page finds again; in memory where that is forbidden. */
export interface Storage {
  read<T>(name: string): T | undefined;
  write(name: string, value: unknown): void;
}

/** The storage of one publishable key: nothing of it is personal. */
export function createStorage(key: string): Storage {
  const memory = new Map<string, string>();
  const place = (name: string): string => `webengagement:${key}:${name}`;
  return {
    read<T>(name: string) {
      let text: string | null | undefined;
      try {
        text = localStorage.getItem(place(name));
      } catch {
        // Forbidden by the visitor, or in a sandbox.
      }
      text ??= memory.get(name);
      try {
        return text ? (JSON.parse(text) as T) : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      const text = JSON.stringify(value);
      memory.set(name, text);
      try {
        localStorage.setItem(place(name), text);
      } catch {
        // Then this page alone remembers.
      }
    },
  };
}
