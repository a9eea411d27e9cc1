import { machineTimerAside } from '../clock.js';
import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import { SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import { failureOf } from './actions.js';
import type { Action, Ended, Host, Opening } from './host.js';
import type { Order, Report } from './messages.js';
import type { Compiled } from './quickjs.js';
import { compileQuickjs } from './quickjs-module.js';
import { startThread, type Thread } from './thread.js';

/** A strategy of which there is one text for all times. */
export interface Version {
  /** Of the bundle; what is compiled is kept by it. */
  readonly sha256: string;
  readonly bundle: Bundle;
}

/** Figures for gauges. */
export interface InterpreterStats {
  /** Sessions that hold a script engine. */
  readonly running: number;
  /** Sessions that wait for one. */
  readonly waiting: number;
  /** Since the start. */
  readonly ended: Readonly<Record<Ended['how'], number>>;
  /** Threads that were replaced, since the start. */
  readonly replaced: number;
}

/** What a check says. */
export interface Findings {
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** Where sessions of strategies run: a thread without input or output. */
export interface Interpreters {
  /** Errors and warnings of a bundle, scripts included, found in the thread: never throws for what is in it. */
  check(bundle: Bundle): Promise<Findings>;
  /**
   * Runs a session to its end. Never rejects; `signal` ends it as `stopped`. A session whose thread is
   * lost runs again from its start, once: its actions have the same ordinals, and are asked again.
   */
  run(version: Version, opening: Opening, host: Host, signal?: AbortSignal): Promise<Ended>;
  stats(): InterpreterStats;
  /** Ends what runs as `stopped`, and the thread. */
  close(): Promise<void>;
}

/** Sessions that hold a script engine at a time: a thread's limits do not count what engines hold. */
const AT_ONCE = 16;
/** How often a session is begun, when its thread is lost. */
const TRIES = 2;

interface Job {
  readonly number: number;
  readonly order: (run: number) => Order;
  readonly settle: (ended: Ended) => void;
  readonly host: Host | null;
  readonly checked: ((findings: Findings) => void) | null;
  /** JSON of what it was told from outside: told again when it runs again. */
  readonly events: string[];
  tries: number;
  isRunning: boolean;
}

const ended = (how: Ended['how'], detail: string, limit: Ended['limit'] = null): Ended => ({
  how,
  limit,
  detail,
  trace: [],
  states: [],
});

/** Starts no thread before something is to be done in it. */
export function createInterpreters(compileEngine = compileQuickjs): Interpreters {
  const jobs = new Map<number, Job>();
  const counts = { final: 0, stopped: 0, killed: 0, failed: 0 };
  let compiled: Promise<Compiled> | null = null;
  let thread: Thread | null = null;
  let isReady = false;
  let isStarting = false;
  let isClosed = false;
  let numbers = 0;
  let replaced = 0;

  const running = (): number => [...jobs.values()].filter((job) => job.isRunning).length;

  /** Begins what may begin, and starts a thread when there is none. */
  function advance(): void {
    thread?.hold(jobs.size > 0);
    if (isClosed || jobs.size === 0) return;
    if (thread === null || !isReady) {
      if (thread === null && !isStarting) void start();
      return;
    }
    for (const job of jobs.values()) {
      if (running() >= AT_ONCE) return;
      if (job.isRunning) continue;
      job.isRunning = true;
      job.tries += 1;
      thread.tell(job.order(job.number));
      for (const event of job.events) thread.tell({ type: 'event', run: job.number, event });
    }
  }

  async function start(): Promise<void> {
    isStarting = true;
    try {
      compiled ??= compileEngine();
      const wasm = await compiled;
      if (isClosed) return;
      thread = startThread(wasm, { heard, lost }, everySoOften);
      thread.hold(true);
    } catch (error) {
      compiled = null;
      for (const job of [...jobs.values()]) finish(job, ended('failed', String(error)));
    } finally {
      isStarting = false;
    }
  }

  function finish(job: Job, how: Ended): void {
    if (!jobs.delete(job.number)) return;
    if (job.host !== null) counts[how.how] += 1;
    job.settle(how);
    advance();
  }

  function lost(culprit: number | null, why: string): void {
    thread = null;
    isReady = false;
    if (isClosed) return;
    replaced += 1;
    for (const job of [...jobs.values()].filter((one) => one.isRunning)) {
      job.isRunning = false;
      if (job.number === culprit) finish(job, ended('killed', why, 'evaluationMs'));
      else if (job.tries >= TRIES) finish(job, ended('failed', `its thread was lost: ${why}`));
    }
    advance();
  }

  function heard(report: Report): void {
    if (report.type === 'ready') {
      isReady = true;
      advance();
    }
    if (report.type === 'ready' || report.type === 'pong') return;
    const job = jobs.get(report.run);
    if (job === undefined) return;
    if (report.type === 'ended') finish(job, JSON.parse(report.ended) as Ended);
    else if (report.type === 'ask') void act(job, job.tries, report);
    else {
      job.checked?.(report);
      finish(job, ended('final', ''));
    }
  }

  async function act(
    job: Job,
    attempt: number,
    { ordinal, action: json }: Extract<Report, { type: 'ask' }>,
  ): Promise<void> {
    const action = JSON.parse(json) as Action;
    const event = await answered(job.host, action);
    // Asked by a thread that is gone: the session asks again.
    if (!jobs.has(job.number) || job.tries !== attempt || !job.isRunning) return;
    thread?.tell({
      type: 'answer',
      run: job.number,
      ordinal,
      event: event === null ? null : JSON.stringify(event),
    });
  }

  function add(job: Omit<Job, 'number' | 'events' | 'tries' | 'isRunning'>): Job {
    numbers += 1;
    const added: Job = { ...job, number: numbers, events: [], tries: 0, isRunning: false };
    jobs.set(added.number, added);
    advance();
    return added;
  }

  return {
    check: (bundle) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the interpreters are closed'));
        let findings: Findings | null = null;
        add({
          host: null,
          order: (run) => ({ type: 'check', run, bundle }),
          checked: (found) => {
            findings = { errors: found.errors, warnings: found.warnings };
          },
          settle: (how) =>
            findings === null ? reject(new Error(how.detail ?? '')) : resolve(findings),
        });
      }),
    run: ({ sha256, bundle }, opening, host, signal) =>
      new Promise((resolve) => {
        if (isClosed || signal?.aborted) return resolve(ended('stopped', 'from outside'));
        const job = add({
          host,
          checked: null,
          order: (run) => ({
            type: 'run',
            run,
            sha256,
            bundle,
            opening,
            isListening: host.listen !== undefined,
          }),
          settle: (how) => {
            signal?.removeEventListener('abort', stop);
            resolve(how);
          },
        });
        const stop = (): void => {
          if (job.isRunning) thread?.tell({ type: 'stop', run: job.number });
          else finish(job, ended('stopped', 'from outside'));
        };
        signal?.addEventListener('abort', stop);
        host.listen?.((said) => {
          if (!jobs.has(job.number) || job.events.length > SESSION_LIMITS.events) return;
          const event = JSON.stringify(said);
          job.events.push(event);
          if (job.isRunning) thread?.tell({ type: 'event', run: job.number, event });
        });
      }),
    stats: () => ({
      running: running(),
      waiting: jobs.size - running(),
      ended: { ...counts },
      replaced,
    }),
    async close() {
      isClosed = true;
      for (const job of [...jobs.values()]) finish(job, ended('stopped', 'from outside'));
      await thread?.end();
      thread = null;
    },
  };
}

/** What the host answers; what it throws is an event, too. */
async function answered(host: Host | null, action: Action) {
  try {
    return (await host?.act(action)) ?? null;
  } catch (error) {
    return failureOf(action, error instanceof Error ? error.message : String(error));
  }
}

/** Again and again, and keeps no process alive. */
function everySoOften(look: () => void, ms: number): () => void {
  let disarm = (): void => {};
  const arm = (): void => {
    disarm = machineTimerAside(ms, () => {
      arm();
      look();
    });
  };
  arm();
  return () => disarm();
}
