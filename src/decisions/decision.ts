import type { Context, Decided, Decision, Target } from './context.js';
import { countedWith } from './counting.js';
import { answerAmong, type Question, type QuestionKind, type Questions } from './question.js';

/** What a decision works with: its context, and what it may ask and make. */
export interface Deciding extends Context {
  /** The next id that follows from the seed of the request: a second run makes the same ones. */
  newId(): string;
  /**
   * The answer to a question. Undefined in the run that asks first: whatever that comes to is thrown
   * away, and the decision runs again with the answer.
   */
  ask<K extends QuestionKind>(kind: K, of: Questions[K]['of']): Questions[K]['answer'] | undefined;
}

/** A decision by itself: what it wants to have read, and what it comes to. Pure. */
export interface NamedDecision<A, R> {
  target(args: A): Target;
  decide(args: A, context: Context): Decision<R>;
}

/** A request that makes things brings a seed: an id that nobody else has. */
interface Seeded {
  readonly seed?: string;
}

/** The k-th id that follows from a seed, the seed itself first. Ids of one seed sort as they were made. */
export function idAt(seed: string, k: number): string {
  if (k === 0) return seed;
  const tail = (Number.parseInt(seed.slice(-8), 16) + k) >>> 0;
  return seed.slice(0, -8) + tail.toString(16).padStart(8, '0');
}

/** Makes a decision of its two halves. */
export function decision<A extends object, R>(
  target: (args: A) => Target,
  decide: (args: A, context: Deciding) => Decided<R>,
): NamedDecision<A, R> {
  return {
    target,
    decide(args, context) {
      const { seed }: Seeded = args;
      const needs: Question[] = [];
      let made = 0;
      const decided = decide(args, {
        ...context,
        newId() {
          if (seed === undefined) throw new Error('a decision that makes ids needs a seed');
          return idAt(seed, made++);
        },
        ask(kind, of) {
          const known = answerAmong(context.answers, kind, of);
          if (known === undefined) needs.push({ kind, of } as Question);
          return known;
        },
      });
      return needs.length > 0 ? { needs } : counted(decided, context);
    },
  };
}

/** What was decided, with what that adds to the counters: last, after everything that may fail. */
function counted<R>(decided: Decided<R>, context: Context): Decided<R> {
  const { changes = [] } = decided;
  const more = countedWith(changes, context);
  return more.length === 0 ? decided : { ...decided, changes: [...changes, ...more] };
}

/** For decisions that look at the settings alone. */
export const NOTHING_READ = (): Target => ({});
