import { Worker } from 'node:worker_threads';
import { machineTimerAside } from '../../clock.js';
import { type Settings, withChanges } from '../../decisions/settings.js';
import { LIMITS } from '../../domain/limits.js';
import { StoreFailed, StoreOverloaded } from '../failures.js';
import type { Command } from './command.js';
import type { Reading } from './reading.js';
import type { Tellers, Writer } from './sqlite.js';
import { retell } from './told-failures.js';
import type { FromWriter, Outcomes, ToWriter, WriterData } from './writer-messages.js';

/** A thread that says nothing from one look to the next, so often, does not come back. */
const SILENT_LOOKS = 10;
/** The same of one that has not said anything yet: on a busy machine a thread takes long to begin. */
const STARTING_LOOKS = 60;
const LOOK_EVERY_MS = 1000;
/** So many commands go over at once, so that the thread begins while the turn goes on. */
const AT_ONCE = 16;

export interface ThreadedWriterDependencies extends Tellers {
  readonly data: WriterData;
  /** The module that runs in the thread. */
  readonly entry: URL;
  /** Everything that operators set, as it is stored. */
  readonly settings: Settings;
  /** Bytes of the write-ahead log as it begins. */
  readonly logBytes: number;
  readonly holdReader: Reading['holdReader'];
  readonly onLogFailure: (error: unknown) => void;
  /** What happened to the files; null when they are back. */
  readonly onLost: (words: string | null) => void;
  /** The thread ended, or does not answer: nothing will be stored any more. */
  readonly onDeath: (error: Error) => void;
  readonly lookEveryMs?: number | undefined;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * A writer in a thread of its own: while it commits, requests are served. The commands of one turn share
 * a transaction, and what came of it comes back together.
 */
export function createThreadedWriter(dependencies: ThreadedWriterDependencies): Writer {
  const { data, entry, committed, taken, lookEveryMs = LOOK_EVERY_MS } = dependencies;
  const most = data.limits?.maxPending ?? LIMITS.changes.most;
  const worker = new Worker(entry, { workerData: data, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let { settings, logBytes } = dependencies;
  let commands: (readonly [number, Command])[] = [];
  /** Whether the thread is still to be told that the turn is over. */
  let isTurn = false;
  let last = 0;
  let death: Error | undefined;
  let silentLooks = SILENT_LOOKS - STARTING_LOOKS;
  let stopping: Promise<void> | undefined;
  let closed = (): void => {};
  let release = (): void => {};
  let stopLooking = machineTimerAside(lookEveryMs, look);

  const tell = (message: ToWriter): void => worker.postMessage(message);

  function send(more: boolean): void {
    if (death) return;
    tell({ type: 'run', commands, more });
    commands = [];
  }

  function endTurn(): void {
    if (isTurn) send(false);
    isTurn = false;
  }

  function take({ answers, failures, taken: times, committed: news, ...rest }: Outcomes): void {
    logBytes = rest.logBytes;
    for (const { changes, earliest } of news?.alterations ?? [])
      settings = withChanges(settings, changes, () => earliest);
    for (const time of times) taken(time);
    for (const [id, value] of answers) withdraw(id)?.resolve(value);
    for (const [id, failure] of failures) withdraw(id)?.reject(retell(failure));
    if (news) committed(news);
  }

  function withdraw(id: number): Waiting | undefined {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  }

  /** Long reads rest until the thread says that they may go on. */
  async function hold(): Promise<void> {
    const goOn = await dependencies.holdReader().catch(() => () => {});
    if (death) goOn();
    release = goOn;
    tell({ type: 'held' });
  }

  function hear(message: FromWriter): void {
    silentLooks = 0;
    switch (message.type) {
      case 'outcomes':
        take(message);
        break;
      case 'hold':
        void hold();
        break;
      case 'release':
        release();
        break;
      case 'lost':
        dependencies.onLost(message.words);
        break;
      case 'log_failure':
        dependencies.onLogFailure(new Error(message.message));
        break;
      case 'closed':
        worker.unref();
        closed();
        break;
      case 'pong':
        break;
    }
  }

  /** Looks whether the thread is there while somebody waits for it, by the machine's time. */
  function look(): void {
    if (silentLooks === SILENT_LOOKS) {
      die(new Error('the writer does not answer'));
      return;
    }
    if (waiting.size > 0) {
      silentLooks += 1;
      tell({ type: 'ping' });
    }
    stopLooking = machineTimerAside(lookEveryMs, look);
  }

  function die(cause: Error): void {
    if (death) return;
    death = cause;
    stopLooking();
    release();
    const unanswered = [...waiting.values()];
    waiting.clear();
    // It may have committed before it ended, and not have said so any more.
    for (const { reject } of unanswered)
      reject(new StoreFailed('the writer ended before it answered', 'unknown', cause));
    closed();
    // One that hangs would keep the process from ending.
    void worker.terminate();
    worker.unref();
    if (stopping === undefined) dependencies.onDeath(cause);
  }

  /** What was asked for is stored before the thread says that it has closed. */
  async function end(): Promise<void> {
    endTurn();
    await new Promise<void>((resolve) => {
      closed = resolve;
      tell({ type: 'close' });
    });
    stopLooking();
  }

  worker.on('message', hear);
  worker.on('error', die);
  worker.on('exit', () => die(new Error('the thread of the writer ended')));

  return {
    run(command, resolve, reject) {
      if (death || stopping) {
        reject(new StoreFailed('the writer has ended', 'nothing', death));
        return;
      }
      if (waiting.size >= most) {
        reject(new StoreOverloaded(`${waiting.size} changes are waiting`));
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      commands.push([last, command]);
      if (commands.length === AT_ONCE) send(true);
      if (isTurn) return;
      isTurn = true;
      setImmediate(endTurn);
    },
    settings: () => settings,
    pending: () => waiting.size,
    logBytes: () => logBytes,
    stop() {
      stopping ??= death ? Promise.resolve() : end();
      return stopping;
    },
  };
}
