/** The longest a timer can be set, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** Something that rings once. */
export interface Alarm {
  /** Rings in `leftMs` instead of when it was set to before; null: not at all. */
  set(leftMs: number | null): void;
}

export function createAlarm(ring: () => void): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    set(leftMs) {
      clearTimeout(timer);
      if (leftMs !== null) timer = setTimeout(ring, Math.min(Math.max(leftMs, 0), LONGEST_MS));
    },
  };
}
