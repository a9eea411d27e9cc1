import type { InteractionChange, OptionChange } from '#src/decisions/change.js';
import type { Outcome } from '#src/decisions/interactions.js';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import { TERMINAL_STATES } from '#src/domain/interactions/table.js';
import type { Commit } from '#src/store/store.js';

/** Looks at every commit as it happens. */
export interface CommitWatch {
  see(commit: Commit): void;
  /** A refused event, and a no-op, may have settled what was due, and nothing else. */
  checkOutcome(outcome: Outcome): void;
  readonly optionChanges: OptionChange[];
  readonly violations: string[];
}

export function createCommitWatch(): CommitWatch {
  const newest = new Map<string, Interaction>();
  const changes = new Map<Interaction, InteractionChange>();
  const optionChanges: OptionChange[] = [];
  const violations: string[] = [];
  const must = (holds: boolean, rule: string, { after }: InteractionChange): void => {
    if (!holds) violations.push(`${rule}: interaction ${after.id}, version ${after.version}`);
  };

  function check(change: InteractionChange): void {
    const { before, after, facts } = change;
    const known = newest.get(after.id);
    must(before?.version === known?.version, 'a change starts from the newest version', change);
    must(after.version === (known?.version ?? 0) + 1, 'a version rises by one a commit', change);
    must(facts.length > 0, 'a change writes facts', change);
    must(
      after.sequence === (known?.sequence ?? 0) + facts.length,
      'the sequence rises by one a fact',
      change,
    );
    if (known && TERMINAL_STATES.has(known.state))
      must(
        after.state === known.state &&
          after.queue === known.queue &&
          after.disposedAt === known.disposedAt &&
          after.reason === known.reason,
        'a terminal state never changes',
        change,
      );
    newest.set(after.id, after);
    changes.set(after, change);
  }

  return {
    see({ interactions, options }) {
      interactions.forEach(check);
      optionChanges.push(...options);
    },
    checkOutcome({ interaction, applied }) {
      const facts = changes.get(interaction)?.facts ?? [];
      const own = facts.filter(({ by }) => by !== 'clock' && by !== 'system');
      if (own.length > 0 !== applied)
        violations.push(`applied is ${applied}, written was ${own.map(({ type }) => type)}`);
    },
    optionChanges,
    violations,
  };
}
