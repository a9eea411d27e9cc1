import { type LimitName, SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import { ScriptFault, type Vm } from './engine.js';

/** Ends a session: it wanted more than it may. */
export class Killed extends Error {
  constructor(
    readonly limit: LimitName,
    detail: string,
  ) {
    super(detail);
  }
}

/** Told of the beginning and the end of each evaluation, so that somebody outside can see one that hangs. */
export interface Watched {
  begin(): void;
  end(): void;
}

type Counted = Exclude<
  {
    [K in LimitName]: K;
  }[LimitName],
  'interrupts' | 'evaluationMs' | 'watchdogMs' | 'memoryBytes' | 'stackBytes' | 'actionChars'
>;

/** What a session and those it invoked have used. Each method throws `Killed`, but `interrupt`. */
export interface Budget {
  /** Counts up, or down when something is over. */
  count(what: Counted, by?: number): void;
  /** Begins a macrostep. */
  macrostep(): void;
  /** An interrupt of the engine: the limit that ends the evaluation, or null. Never throws. */
  interrupt(): LimitName | null;
  /** Wraps a machine, so that each evaluation is counted and bounded. */
  guard(vm: Vm): Vm;
  /** Takes note of an error within an evaluation, whose script may catch it: a limit ends the session. */
  endAfterError(error: unknown): void;
}

export function createBudget(
  watched: Watched,
  clock: () => number = performance.now.bind(performance),
): Budget {
  const used = new Map<Counted, number>();
  let interrupts = 0;
  let begunAt = 0;
  let over: LimitName | null = null;

  function count(what: Counted, by = 1): void {
    const next = (used.get(what) ?? 0) + by;
    used.set(what, next);
    if (next > SESSION_LIMITS[what])
      throw new Killed(what, `more than ${SESSION_LIMITS[what]}: ${what}`);
  }

  return {
    count,
    macrostep: () => used.set('macrostepMicrosteps', 0),
    interrupt() {
      if (over !== null) return over;
      interrupts += 1;
      const total = (used.get('sessionInterrupts') ?? 0) + 1;
      used.set('sessionInterrupts', total);
      if (interrupts > SESSION_LIMITS.interrupts) over = 'interrupts';
      else if (total > SESSION_LIMITS.sessionInterrupts) over = 'sessionInterrupts';
      else if (clock() - begunAt > SESSION_LIMITS.evaluationMs) over = 'evaluationMs';
      return over;
    },
    endAfterError(error) {
      if (error instanceof Killed) over ??= error.limit;
    },
    guard: (vm) => ({
      evaluate(source) {
        count('evaluations');
        interrupts = 0;
        begunAt = clock();
        watched.begin();
        try {
          const value = vm.evaluate(source);
          // A script may have caught what it was stopped with.
          if (over !== null) throw new Killed(over, `an evaluation went beyond ${over}`);
          return value;
        } catch (error) {
          const limit = over ?? (error instanceof ScriptFault ? error.limit : null);
          if (limit === null || error instanceof Killed) throw error;
          throw new Killed(limit, messageOf(error));
        } finally {
          watched.end();
        }
      },
      dispose: () => vm.dispose(),
    }),
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
