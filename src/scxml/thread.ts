import { Worker } from 'node:worker_threads';
import { SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import type { Begin, Order, Report } from './messages.js';
import type { Compiled } from './quickjs.js';

/** Megabytes of the thread's own heap: what its engines hold is counted apart. */
const HEAP_MB = 192;
/** How often somebody looks whether it still lives, in milliseconds. */
const LOOK_MS = 50;
/** One that takes this long holds up others, in milliseconds; few do, also on a busy machine. */
const STALL_MS = 300;
/** An evaluation bounds itself at `evaluationMs`: one that is still there so much later never will. */
const GRACE_MS = 250;

/** One thread, from its start to its end. */
export interface Thread {
  tell(order: Order): void;
  /** Keeps the process alive, or not. */
  hold(isHeld: boolean): void;
  end(): Promise<void>;
}

export interface ThreadListener {
  heard(report: Report): void;
  /** The evaluation of a run takes long: the other sessions of the thread wait for it. */
  stalled(run: number): void;
  /** Once: the thread is gone. `culprit` is the run whose evaluation nothing could stop. */
  lost(culprit: number | null, why: string): void;
}

/** Starts the thread; a thread that hangs is ended from here. */
export function startThread(
  wasm: Compiled,
  listener: ThreadListener,
  every: (look: () => void, ms: number) => () => void,
): Thread {
  const pulse = new SharedArrayBuffer(8);
  const beats = new Int32Array(pulse);
  const begin: Begin = { wasm, pulse };
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: begin,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let isOver = false;
  let heardAt = performance.now();
  let seen = { beat: -1, at: 0, isTold: false };
  let isAsked = false;

  function lose(culprit: number | null, why: string): void {
    if (isOver) return;
    isOver = true;
    stopLooking();
    void worker.terminate();
    listener.lost(culprit, why);
  }

  /** Times are those at which this was seen: a busy machine makes nobody a culprit. */
  function look(): void {
    const now = performance.now();
    const run = Atomics.load(beats, 0);
    const beat = Atomics.load(beats, 1);
    if (run === 0 || beat !== seen.beat)
      seen = { beat: run === 0 ? -1 : beat, at: now, isTold: false };
    else if (now - seen.at > SESSION_LIMITS.evaluationMs + GRACE_MS)
      lose(run, 'an evaluation that nothing could stop');
    else if (now - seen.at > STALL_MS && !seen.isTold) {
      seen.isTold = true;
      listener.stalled(run);
    }
    if (now - heardAt > SESSION_LIMITS.watchdogMs) lose(null, 'it did not answer');
    else if (!isAsked && now - heardAt > SESSION_LIMITS.watchdogMs / 5) {
      isAsked = true;
      worker.postMessage({ type: 'ping' } satisfies Order);
    }
  }

  const stopLooking = every(look, LOOK_MS);
  worker.on('message', (report: Report) => {
    heardAt = performance.now();
    isAsked = false;
    if (!isOver) listener.heard(report);
  });
  worker.on('error', (error) => lose(null, String(error)));
  worker.on('exit', () => lose(null, 'it ended'));
  worker.unref();

  return {
    tell: (order) => {
      if (!isOver) worker.postMessage(order);
    },
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    async end() {
      isOver = true;
      stopLooking();
      await worker.terminate();
    },
  };
}
