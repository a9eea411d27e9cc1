import { useEffect, useState } from 'preact/hooks';

/** A value of the whole page, and who wants to know when it is another. */
export interface Cell<T> {
  get(): T;
  set(next: T): void;
  /** Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** The same for whoever shows a value: told at once when that is not the value any more. */
  follow(shown: T, listener: () => void): () => void;
}

export function createCell<T>(first: T): Cell<T> {
  let value = first;
  const listeners = new Set<() => void>();
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const each of [...listeners]) each();
    },
    subscribe,
    follow(shown, listener) {
      if (!Object.is(shown, value)) listener();
      return subscribe(listener);
    },
  };
}

/** The value of a cell; the component is shown anew when it is another. */
export function useCell<T>(cell: Cell<T>): T {
  const [, setTick] = useState(0);
  const shown = cell.get();
  // What is shown is older than the moment at which this runs.
  useEffect(() => cell.follow(shown, () => setTick((tick) => tick + 1)), [cell]);
  return shown;
}
