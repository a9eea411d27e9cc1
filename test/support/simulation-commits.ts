import type { InteractionChange } from '#src/decisions/change.js';
import type { Context, Decision } from '#src/decisions/context.js';
import type { DecisionTable } from '#src/decisions/decisions.js';
import type { EventOutcome } from '#src/decisions/interactions.js';
import type { Fact, Interaction } from '#src/domain/interactions/interaction.js';
import { TERMINAL_STATES } from '#src/domain/interactions/table.js';
import type { Signal } from '#src/store/signal.js';
import { TEST_DECISIONS } from './deciding.js';

/** What is stored, as it is read after a commit. */
export interface Stored {
  /** Of every interaction, how many facts it has. */
  sequences(): readonly { readonly id: string; readonly sequence: number }[];
  interaction(id: string): Interaction | null;
  history(id: string): readonly Fact[];
}

/** Looks at what is stored after every commit, and at what every decision changes. */
export interface CommitWatch {
  /** The decisions of the service, each looked at as it is made. */
  readonly decisions: DecisionTable;
  see(signal: Signal): void;
  /** A refused event, and a no-op, may have settled what was due, and nothing else. */
  checkOutcome(outcome: EventOutcome): void;
  readonly violations: string[];
}

export function createCommitWatch(stored: Stored): CommitWatch {
  const newest = new Map<string, Interaction>();
  const decided = new Map<Interaction, InteractionChange>();
  const violations: string[] = [];

  function check(id: string): number {
    const after = stored.interaction(id);
    if (after === null) throw new Error('an interaction went between two statements');
    const facts = stored.history(id);
    const known = newest.get(after.id);
    const must = (holds: boolean, rule: string): void => {
      if (!holds) violations.push(`${rule}: interaction ${after.id}, version ${after.version}`);
    };
    const { version = 0, sequence = 0 } = known ?? {};
    must(after.version > version, 'a change raises the version');
    must(after.sequence > sequence, 'a change writes facts');
    must(
      facts.length === after.sequence && facts.every((fact, index) => fact.sequence === index + 1),
      'the sequence rises by one a fact',
    );
    if (known && TERMINAL_STATES.has(known.state))
      must(
        after.state === known.state &&
          after.queue === known.queue &&
          after.disposedAt === known.disposedAt &&
          after.reason === known.reason,
        'a terminal state never changes',
      );
    newest.set(after.id, after);
    return after.version - version;
  }

  function note(decision: Decision<unknown>): void {
    if ('needs' in decision) return;
    for (const change of decision.changes ?? [])
      if (change.kind === 'interaction') decided.set(change.after, change);
  }

  const spied = Object.entries(TEST_DECISIONS).map(([name, { target, decide }]) => [
    name,
    {
      target,
      decide(args: never, context: Context) {
        const decision = decide(args, context) as Decision<unknown>;
        note(decision);
        return decision;
      },
    },
  ]);

  return {
    decisions: Object.fromEntries(spied) as DecisionTable,
    see({ tally }) {
      const changed = stored
        .sequences()
        .filter(({ id, sequence }) => newest.get(id)?.sequence !== sequence);
      const steps = changed.reduce((sum, { id }) => sum + check(id), 0);
      if (steps !== tally?.changes)
        violations.push(`a version rises by one a change: by ${steps} in ${tally?.changes}`);
    },
    checkOutcome({ interaction, applied }) {
      const facts = decided.get(interaction)?.facts ?? [];
      const own = facts.filter(({ by }) => by !== 'clock' && by !== 'system');
      if (own.length > 0 !== applied)
        violations.push(`applied is ${applied}, written was ${own.map(({ type }) => type)}`);
    },
    violations,
  };
}
