import type { Context, Decision, Target } from '#src/decisions/context.js';
import { DECISIONS, type DecisionTable } from '#src/decisions/decisions.js';
import type { Store } from '#src/store/store.js';

/** What a test has decided: from what is read for it, changes and a result. */
export type Free<R> = (context: Context) => Decision<R>;

interface Named {
  readonly name: string;
  readonly target: Target;
}

const waiting = new Map<string, Free<unknown>>();
let count = 0;

/** The decisions of the service, and one that does what a test says. */
export const TEST_DECISIONS = {
  ...DECISIONS,
  free: {
    target: ({ target }: Named) => target,
    decide: ({ name }: Named, context: Context) => waiting.get(name)?.(context),
  },
} as unknown as DecisionTable;

/** Has a store that knows `TEST_DECISIONS` make a decision that the service does not know. */
export async function deciding<R>(store: Store, target: Target, decide: Free<R>): Promise<R> {
  const name = String(count++);
  waiting.set(name, decide);
  try {
    return (await store.apply('free' as never, { name, target } as never)) as R;
  } finally {
    waiting.delete(name);
  }
}
