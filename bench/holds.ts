import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const TICK_MS = 1;

/** The longest hold of the event loop, in milliseconds. */
export interface Hold {
  /** As long as nothing else could run, without the time that other processes had the processor. */
  readonly held: number;
  /** The part of it that was computing, not waiting for the disk. */
  readonly computed: number;
}

/** Watches the event loop by a timer that should come every millisecond. */
export interface Holds {
  /** The longest since the last call. */
  longest(): Hold;
  stop(): void;
}

/**
 * Milliseconds that the main thread computed, and that it was ready to but others had the processor:
 * known on Linux, so that a busy machine does not look like a busy loop; elsewhere 0.
 */
function createThreadTimes(): () => { readonly computed: number; readonly queued: number } {
  if (process.platform !== 'linux') return () => ({ computed: 0, queued: 0 });
  const file = openSync('/proc/self/schedstat', 'r');
  const buffer = Buffer.alloc(64);
  return () => {
    const text = buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0));
    const [computed, queued] = text.split(' ');
    return { computed: Number(computed) / 1e6, queued: Number(queued) / 1e6 };
  };
}

export function watchHolds(): Holds {
  const threadTimes = createThreadTimes();
  let longest: Hold = { held: 0, computed: 0 };
  let last = { at: performance.now(), ...threadTimes() };
  const timer = setInterval(() => {
    const now = { at: performance.now(), ...threadTimes() };
    const held = now.at - last.at - (now.queued - last.queued) - TICK_MS;
    const computed = now.computed - last.computed;
    longest = {
      held: Math.max(longest.held, held),
      computed: Math.max(longest.computed, computed),
    };
    last = now;
  }, TICK_MS);
  return {
    longest() {
      const value = longest;
      longest = { held: 0, computed: 0 };
      return value;
    },
    stop: () => clearInterval(timer),
  };
}
