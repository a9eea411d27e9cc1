/** The time of the service, as this page knows it from the last message. */
export interface ServerClock {
  /**
   * Learns from a message that was just received. One that another tab passed on may have waited for
   * this one to wake up: it sets the clock forward only.
   */
  sync(serverTime: string, isPassedOn?: boolean): void;
  /** Milliseconds since the epoch; NaN before the first message. */
  now(): number;
}

/**
 * Counts on from the last message without looking at the clock of the browser, which may be wrong by
 * years and be set while the page is open.
 */
export function createServerClock(): ServerClock {
  let aheadMs = Number.NaN;
  return {
    sync(serverTime, isPassedOn = false) {
      const nextMs = Date.parse(serverTime) - performance.now();
      if (!(isPassedOn && nextMs < aheadMs)) aheadMs = nextMs;
    },
    now: () => performance.now() + aheadMs,
  };
}
