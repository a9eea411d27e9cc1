import { setImmediate as nextTurn } from 'node:timers/promises';

/** Visits whose pages are told in one turn of the event loop. */
const TOLD_AT_ONCE = 50;

/** Visits that are looked at one after the other, so that requests get their turns in between. */
export interface Rounds {
  /** Has a visit looked at; with `anyway` its pages are told what is so even if nothing changed. */
  look(visitId: string, anyway: boolean): void;
  /** Whether a visit is to be looked at once more. */
  isWaiting(visitId: string): boolean;
  /** Resolves when everything that was to be looked at was. */
  idle(): Promise<void>;
}

/** `tell` looks at one visit; when it cannot, the next change is told instead. */
export function createRounds(tell: (visitId: string, anyway: boolean) => Promise<void>): Rounds {
  const waiting = new Map<string, boolean>();
  let underWay: Promise<void> | null = null;

  async function go(): Promise<void> {
    let done = 0;
    for (const [visitId, anyway] of waiting) {
      waiting.delete(visitId);
      await tell(visitId, anyway).catch(() => undefined);
      done += 1;
      if (anyway || done % TOLD_AT_ONCE === 0) await nextTurn();
    }
    underWay = null;
  }

  return {
    look(visitId, anyway) {
      waiting.set(visitId, anyway || (waiting.get(visitId) ?? false));
      underWay ??= go();
    },
    isWaiting: (visitId) => waiting.has(visitId),
    async idle() {
      await underWay;
    },
  };
}
