/** The time of the service, as this page knows it from the last message. */
export interface ServerClock {
  /** Learns from a message that was just received. */
  sync(serverTime: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Follows the wall clock between messages: it goes on while a laptop sleeps. */
export function createServerClock(): ServerClock {
  let aheadMs = 0;
  return {
    sync(serverTime) {
      aheadMs = Date.parse(serverTime) - Date.now();
    },
    now: () => Date.now() + aheadMs,
  };
}
