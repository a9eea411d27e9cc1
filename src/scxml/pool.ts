import { machineTimerAside } from '../clock.js';
import { SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import { failureOf } from './actions.js';
import type { Action, Ended, Host } from './host.js';
import type { Findings, Interpreters } from './interpreters.js';
import type { Order, Report } from './messages.js';
import type { Compiled } from './quickjs.js';
import { compileQuickjs } from './quickjs-module.js';
import { startThread, type Thread, type ThreadListener } from './thread.js';

/** Sessions that hold a script engine at a time: a thread's limits do not count what engines hold. */
const AT_ONCE = 16;
/** How often a session is begun, when its thread is lost. */
const TRIES = 2;
/** Threads left to sessions that hold the others up, at a time. */
const STALLED = 2;

interface Job {
  readonly number: number;
  readonly order: (run: number) => Order;
  readonly settle: (ended: Ended) => void;
  readonly host: Host | null;
  readonly checked: ((findings: Findings) => void) | null;
  /** JSON of what it was told from outside: told again when it runs again. */
  readonly events: string[];
  /** Where it runs, and what tells this run from those before. */
  thread: Thread | null;
  attempt: number;
  /** How often its thread was lost. */
  losses: number;
  isMoved: boolean;
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
  /** The one in which sessions begin, and those left to what holds the others up. */
  let thread: Thread | null = null;
  const stalled = new Set<Thread>();
  let isReady = false;
  let isStarting = false;
  let isClosed = false;
  let numbers = 0;
  let replaced = 0;

  const running = (): number => [...jobs.values()].filter((job) => job.thread !== null).length;

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
      if (job.thread !== null) continue;
      job.thread = thread;
      job.attempt += 1;
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
      thread = begin(wasm);
      thread.hold(true);
    } catch (error) {
      compiled = null;
      for (const job of [...jobs.values()]) finish(job, ended('failed', String(error)));
    } finally {
      isStarting = false;
    }
  }

  function begin(wasm: Compiled): Thread {
    const listener: ThreadListener = {
      heard: (report) => heard(started, report),
      stalled: (run) => leave(started, run),
      lost: (culprit, why) => lost(started, culprit, why),
    };
    const started = startThread(wasm, listener, everySoOften);
    return started;
  }

  const jobsOf = (place: Thread): Job[] => [...jobs.values()].filter((job) => job.thread === place);

  function finish(job: Job, how: Ended): void {
    if (!jobs.delete(job.number)) return;
    if (job.thread !== null) endIfLeft(job.thread);
    if (job.host !== null) counts[how.how] += 1;
    job.settle(how);
    advance();
  }

  /** Leaves a thread to the session that holds the others up: they go on in another one. */
  function leave(place: Thread, culprit: number): void {
    if (place !== thread || stalled.size >= STALLED) return;
    stalled.add(place);
    replace();
    for (const job of jobsOf(place)) {
      if (job.number === culprit || job.isMoved) continue;
      place.tell({ type: 'stop', run: job.number });
      job.thread = null;
      job.isMoved = true;
    }
    advance();
  }

  function replace(): void {
    thread = null;
    isReady = false;
    replaced += 1;
  }

  function endIfLeft(place: Thread): void {
    if (stalled.has(place) && jobsOf(place).length === 0) {
      stalled.delete(place);
      void place.end();
    }
  }

  function lost(place: Thread, culprit: number | null, why: string): void {
    if (isClosed) return;
    if (!stalled.delete(place)) replace();
    for (const job of jobsOf(place)) {
      job.thread = null;
      job.losses += 1;
      if (job.number === culprit) finish(job, ended('killed', why, 'evaluationMs'));
      else if (job.losses >= TRIES) finish(job, ended('failed', `its thread was lost: ${why}`));
    }
    advance();
  }

  function heard(place: Thread, report: Report): void {
    if (report.type === 'ready' && place === thread) {
      isReady = true;
      advance();
    }
    if (report.type === 'ready' || report.type === 'pong') return;
    const job = jobs.get(report.run);
    // It may have gone on elsewhere.
    if (job?.thread !== place) return;
    if (report.type === 'ended') finish(job, JSON.parse(report.ended) as Ended);
    else if (report.type === 'ask') void act(job, job.attempt, report);
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
    // Asked by a run that is gone: the session asks again.
    if (!jobs.has(job.number) || job.attempt !== attempt) return;
    job.thread?.tell({
      type: 'answer',
      run: job.number,
      ordinal,
      event: event === null ? null : JSON.stringify(event),
    });
  }

  function add(job: Pick<Job, 'order' | 'settle' | 'host' | 'checked'>): Job {
    numbers += 1;
    const added: Job = {
      ...job,
      number: numbers,
      events: [],
      thread: null,
      attempt: 0,
      losses: 0,
      isMoved: false,
    };
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
          if (job.thread) job.thread.tell({ type: 'stop', run: job.number });
          else finish(job, ended('stopped', 'from outside'));
        };
        signal?.addEventListener('abort', stop);
        host.listen?.((said) => {
          if (!jobs.has(job.number) || job.events.length > SESSION_LIMITS.events) return;
          const event = JSON.stringify(said);
          job.events.push(event);
          job.thread?.tell({ type: 'event', run: job.number, event });
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
      await Promise.all([thread, ...stalled].map((one) => one?.end()));
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
