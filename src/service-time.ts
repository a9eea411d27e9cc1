/** What decisions know of the time, in whichever thread they are made. */
export interface ServiceTime {
  /** Milliseconds since the epoch; never earlier than any answer before, in any thread. */
  now(): number;
  /**
   * The moment by which ages are judged, in milliseconds since the epoch: never later than service
   * time or the wall clock, nor than what is known while there is an `agePause`. May step back.
   */
  ageTime(): number;
  /** Why nothing may be deleted for its age just now; null when it may. */
  agePause(): AgePause | null;
}

/** Why deletion by age pauses. */
export const AGE_PAUSES = ['just_started', 'clocks_differ', 'wall_beyond_stored'] as const;
export type AgePause = (typeof AGE_PAUSES)[number];

/** What service time is reckoned from, in milliseconds. */
export interface MachineTime {
  /** Since the epoch, as somebody set it. */
  wall(): number;
  /** Since some moment, the same in every thread; stands still while the machine is suspended. */
  monotonic(): number;
}

/** The machine's own. */
export const MACHINE_TIME: MachineTime = {
  wall: () => Date.now(),
  // Not `performance.now()`: that begins anew in each thread.
  monotonic() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
};

/** How service time follows from the machine's, and how much of it only the wall clock vouches for. */
export interface Reckoning {
  /** What is added to the monotonic time, in milliseconds; less than before only where service time is slewed. */
  readonly offset: number;
  readonly doubtMs: number;
  /** Since when it is doubted. */
  readonly doubtedAt: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Clocks further apart than this leave it open how old anything is. */
const APART_MS = HOUR_MS;

/** Whether ages leave the doubt out: for an hour, or for a day when it is more than a day. */
export function isDoubted({ doubtMs, doubtedAt }: Reckoning, moment: number): boolean {
  return moment - doubtedAt < (doubtMs > DAY_MS ? DAY_MS : HOUR_MS);
}

/** `ageTime` of a moment. */
export function ageTimeAt(moment: number, wall: number, reckoning: Reckoning): number {
  return Math.min(isDoubted(reckoning, moment) ? moment - reckoning.doubtMs : moment, wall);
}

/** `agePause` at a moment. */
export function agePauseAt(moment: number, wall: number, reckoning: Reckoning): AgePause | null {
  if (Math.abs(moment - wall) > APART_MS) return 'clocks_differ';
  if (!isDoubted(reckoning, moment)) return null;
  return reckoning.doubtMs > DAY_MS ? 'wall_beyond_stored' : 'just_started';
}

/** A moment of the machine's time that is set by whoever tests or replays, in milliseconds. */
export interface HeldTime {
  readonly wall: number;
  readonly monotonic: number;
}

/** How service time is reckoned, in memory that threads share: one writes, all know the same time. */
export interface ClockMemory {
  readonly buffer: SharedArrayBuffer;
  /** From now on; `held` in the place of the machine's time, null for that again. */
  write(change: { readonly reckoning?: Reckoning; readonly held?: HeldTime | null }): void;
  /** As it was written last, whole. */
  read(): { readonly reckoning: Reckoning; readonly held: HeldTime | null };
  /** A moment, or the latest that any thread was given when that is later. */
  notBefore(moment: number): number;
}

/** Of the numbers in shared memory, which is which. */
const AT = { offset: 0, doubtMs: 1, doubtedAt: 2, isHeld: 3, wall: 4, monotonic: 5 } as const;
const NUMBERS = Object.keys(AT).length;
/** Before them: how often anything was written (odd while it is), and the latest moment given. */
const WRITES_BYTES = 8;
const LATEST_BYTES = 8;

/** The memory of a clock, new or that of another thread. */
export function createClockMemory(
  buffer = new SharedArrayBuffer(
    WRITES_BYTES + LATEST_BYTES + NUMBERS * Float64Array.BYTES_PER_ELEMENT,
  ),
): ClockMemory {
  const writes = new Int32Array(buffer, 0, 1);
  const latest = new BigInt64Array(buffer, WRITES_BYTES, 1);
  const numbers = new Float64Array(buffer, WRITES_BYTES + LATEST_BYTES, NUMBERS);
  const at = (name: keyof typeof AT): number => numbers[AT[name]] ?? 0;
  const set = (values: Partial<Record<keyof typeof AT, number>>): void => {
    for (const [name, value] of Object.entries(values))
      numbers[AT[name as keyof typeof AT]] = value;
  };

  return {
    buffer,
    write({ reckoning, held }) {
      Atomics.add(writes, 0, 1);
      set({ ...reckoning, ...held, ...(held !== undefined && { isHeld: held === null ? 0 : 1 }) });
      Atomics.add(writes, 0, 1);
    },
    read() {
      // Until nobody wrote meanwhile: writing takes nanoseconds, and is rare.
      for (;;) {
        const before = Atomics.load(writes, 0);
        const reckoning = {
          offset: at('offset'),
          doubtMs: at('doubtMs'),
          doubtedAt: at('doubtedAt'),
        };
        const held = at('isHeld') === 1 ? { wall: at('wall'), monotonic: at('monotonic') } : null;
        if (before % 2 === 0 && Atomics.load(writes, 0) === before) return { reckoning, held };
      }
    },
    notBefore(moment) {
      const mine = BigInt(moment);
      for (;;) {
        const seen = Atomics.load(latest, 0);
        if (seen >= mine) return Number(seen);
        if (Atomics.compareExchange(latest, 0, seen, mine) === seen) return moment;
      }
    },
  };
}

/** Service time in another thread than the clock's, which alone adopts what the machine says. */
export function followClock({ read, notBefore }: ClockMemory): ServiceTime {
  function look() {
    const { reckoning, held } = read();
    const monotonic = held?.monotonic ?? MACHINE_TIME.monotonic();
    const moment = notBefore(Math.floor(monotonic + reckoning.offset));
    return { moment, wall: held?.wall ?? MACHINE_TIME.wall(), reckoning };
  }
  return {
    now: () => look().moment,
    ageTime() {
      const { moment, wall, reckoning } = look();
      return ageTimeAt(moment, wall, reckoning);
    },
    agePause() {
      const { moment, wall, reckoning } = look();
      return agePauseAt(moment, wall, reckoning);
    },
  };
}
