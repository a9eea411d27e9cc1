import { uptime } from 'node:os';
import {
  agePauseAt,
  ageTimeAt,
  type ClockMemory,
  createClockMemory,
  isDoubted,
  MACHINE_TIME,
  type MachineTime,
  type Reckoning,
  type ServiceTime,
} from './service-time.js';

/** Service time and the one kind of timer: everything that waits or asks for the time goes here. */
export interface Clock extends ServiceTime {
  /** Calls `run` once after `delayMs` (0–2³¹−1); the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
  /**
   * Calls `look` about every second, late when the machine is, until the returned function is called.
   * All who look share one timer.
   */
  everySecond(look: () => void): () => void;
  /** How far service time is ahead of the wall clock, in milliseconds; negative when it is behind. */
  aheadMs(): number;
}

/** A clock of which other threads can know the time. */
export interface SharedClock extends Clock {
  readonly memory: ClockMemory;
}

const SECOND_MS = 1000;

/**
 * So far apart may the clocks of two processes be, in milliseconds: what one of them has just dated is
 * good at the other. Each is wrong by half the way to the database and back.
 */
export const CLOCKS_APART_MS = 5_000;

/** What the wall clock shows: the time that signatures tell others, who hold it against their own. */
export function wallTime(clock: Pick<Clock, 'now' | 'aheadMs'>): number {
  return clock.now() - clock.aheadMs();
}

/** The machine's clocks, in milliseconds. */
export interface TimeSource extends MachineTime {
  /** Since the machine started, suspends included. */
  sinceBoot(): number;
  /**
   * By which part of the time that passes service time goes slower while it is ahead of the wall clock,
   * until they meet: 0.001 gives up a millisecond in a second. Without it, it stays ahead.
   */
  readonly slew?: number;
}

/** Calls `run` once after `delayMs` of the machine's time; the returned function calls it off. */
export function machineTimer(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

/** Resolves after so much of the machine's time. */
export const machinePause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    machineTimer(ms, resolve);
  });

/** The same for what keeps no process alive. */
export function machineTimerAside(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
}

/** `everySecond` on a timer; that is armed only while somebody looks. */
export function createSeconds(after: Clock['after']): Clock['everySecond'] {
  const looks = new Set<{ readonly look: () => void }>();
  let disarm = (): void => {};
  const beat = (): void => {
    disarm = after(SECOND_MS, beat);
    for (const { look } of looks) look();
  };
  return (look) => {
    const entry = { look };
    if (looks.size === 0) disarm = after(SECOND_MS, beat);
    looks.add(entry);
    return () => {
      if (looks.delete(entry) && looks.size === 0) disarm();
    };
  };
}

/** The clocks of this machine. */
export const MACHINE: TimeSource = { ...MACHINE_TIME, sinceBoot: () => uptime() * 1000 };

const MINUTE_MS = 60 * SECOND_MS;

/** A wall clock that is ahead by more than this has jumped: that is believed only when it lasts. */
const JUMP_MS = 5 * MINUTE_MS;
const LASTING_MS = 10 * MINUTE_MS;

/** A wall clock that is ahead, and what nobody has explained of it. */
interface Jump {
  /** On the monotonic clock. */
  readonly seenAt: number;
  /** By how much it has been ahead at least, ever since. */
  readonly leadMs: number;
}

/**
 * Service time: anchored to the wall clock, or to `floor` (the newest stored moment; 0 when nothing
 * is stored) when that is later, and advancing with the monotonic clock. A wall clock that is ahead
 * is adopted: at once by 5 minutes or as far as the machine was suspended, else when it has been
 * ahead for 10 minutes. One that steps back is not; where the source has a `slew`, it is met slowly.
 *
 * How much of service time only the wall clock vouches for, nobody having seen it pass, is the
 * *doubt*: the time from `floor` to the start, and every jump that lasted. Ages leave it out for an
 * hour, or for a day when it is more than a day.
 */
export function createClock(
  floor = 0,
  source: TimeSource = MACHINE,
  memory: ClockMemory = createClockMemory(),
): SharedClock {
  const wallAtStart = source.wall();
  const start = Math.max(wallAtStart, floor);
  const startedAt = source.monotonic();
  /** What was suspended of the time since boot, as far as it is in service time already. */
  let suspendedMs = source.sinceBoot() - startedAt;
  let jump: Jump | undefined;
  let reckoning: Reckoning = {
    offset: start - startedAt,
    doubtMs: floor === 0 ? 0 : Math.max(wallAtStart - floor, 0),
    doubtedAt: start,
  };
  // A source of somebody else's is held by them, whenever it moves.
  memory.write({ reckoning, ...(source === MACHINE && { held: null }) });

  /** Until when what may be given up of being ahead was, by the monotonic clock. */
  let slewedAt = startedAt;

  /** Gives up a little of being ahead: whole milliseconds, as `now` stands still for them. */
  function slew(aheadMs: number, monotonic: number): void {
    const { slew: part = 0 } = source;
    const most = Math.floor((monotonic - slewedAt) * part);
    if (most < 1) return;
    slewedAt = monotonic;
    reckoning = { ...reckoning, offset: reckoning.offset - Math.min(aheadMs, most) };
    memory.write({ reckoning });
  }

  /** How long the machine was suspended since this was last asked; reading it takes a file. */
  function takeSuspended(monotonic: number): number {
    const before = suspendedMs;
    suspendedMs = source.sinceBoot() - monotonic;
    const passed = suspendedMs - before;
    return passed < SECOND_MS ? 0 : passed;
  }

  /** How much of a wall clock that jumped ahead of `elapsed` is adopted now. */
  function believed(leadMs: number, elapsed: number, monotonic: number): number {
    if (jump === undefined || leadMs > jump.leadMs + JUMP_MS) {
      const suspended = Math.min(takeSuspended(monotonic), leadMs);
      const unexplained = leadMs - suspended;
      if (unexplained <= JUMP_MS) return leadMs;
      // Further ahead than ever is a jump of its own: none is adopted on one reading.
      if (jump === undefined || unexplained > jump.leadMs + JUMP_MS)
        jump = { seenAt: monotonic, leadMs: unexplained };
      return suspended;
    }
    if (leadMs < jump.leadMs) jump = { ...jump, leadMs };
    if (monotonic - jump.seenAt < LASTING_MS) return 0;
    const { leadMs: lasting } = jump;
    const before = isDoubted(reckoning, elapsed) ? reckoning.doubtMs : 0;
    reckoning = { ...reckoning, doubtMs: before + lasting, doubtedAt: elapsed + lasting };
    return lasting;
  }

  function now(): number {
    const monotonic = source.monotonic();
    const elapsed = Math.floor(monotonic + reckoning.offset);
    const leadMs = source.wall() - elapsed;
    if (leadMs < 0) slew(-leadMs, monotonic);
    else slewedAt = monotonic;
    if (leadMs <= 0) {
      jump = undefined;
      return memory.notBefore(elapsed);
    }
    const isStep = leadMs <= JUMP_MS;
    if (isStep && leadMs >= SECOND_MS) takeSuspended(monotonic);
    const adopted = isStep ? leadMs : believed(leadMs, elapsed, monotonic);
    if (leadMs - adopted <= JUMP_MS) jump = undefined;
    if (adopted === 0) return memory.notBefore(elapsed);
    const moment = Math.floor(elapsed + adopted);
    reckoning = { ...reckoning, offset: moment - monotonic };
    memory.write({ reckoning });
    return memory.notBefore(moment);
  }

  return {
    now,
    aheadMs: () => now() - source.wall(),
    after: machineTimer,
    everySecond: createSeconds(machineTimer),
    ageTime: () => ageTimeAt(now(), source.wall(), reckoning),
    agePause: () => agePauseAt(now(), source.wall(), reckoning),
    memory,
  };
}
