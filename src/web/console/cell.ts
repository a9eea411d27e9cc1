import { useEffect, useState } from 'preact/hooks';

/** A value of the whole page, and who wants to know when it is another. */
export interface Cell<T> {
  get(): T;
  set(next: T): void;
  /** Returns what ends it. */
  subscribe(listener: () => void): () => void;
}

export function createCell<T>(first: T): Cell<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const each of [...listeners]) each();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The value of a cell; the component is shown anew when it is another. */
export function useCell<T>(cell: Cell<T>): T {
  const [, setTick] = useState(0);
  useEffect(() => {
    const seen = cell.get();
    const stop = cell.subscribe(() => setTick((tick) => tick + 1));
    // It may have changed between the showing and now.
    if (!Object.is(seen, cell.get())) setTick((tick) => tick + 1);
    return stop;
  }, [cell]);
  return cell.get();
}
