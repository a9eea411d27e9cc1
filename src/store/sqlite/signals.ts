import type { Change, RefusalReason } from '../../decisions/change.js';
import type { Settings } from '../../decisions/settings.js';
import { clockEnd } from '../../domain/interactions/clocks.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { ChangedInteraction, Signal, Tally } from '../signal.js';

/** What the changes of one transaction are to be told as. */
export interface Telling {
  note(changes: readonly Change[], settings: Settings): void;
  noteRemoved(count: number): void;
  /** What was noted, as a signal; null when there is nothing to tell. */
  signal(): Signal | null;
  /** The changes of interactions that were noted. */
  readonly changed: readonly ChangedInteraction[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function createTelling(): Telling {
  const visits = new Set<string>();
  const changed: ChangedInteraction[] = [];
  const created: string[] = [];
  const facts: Tally['facts'][number][] = [];
  const displayDelaysMs: number[] = [];
  const categories: string[] = [];
  const refusals: RefusalReason[] = [];
  const tally: Writable<Tally> = {
    changes: 0,
    facts,
    displayDelaysMs,
    categories,
    refusals,
    removed: 0,
  };
  let dueFrom: Moment | null = null;
  let messages = false;
  let settingsChanged = false;

  function noteInteraction(
    { before, after, facts: written, clock }: Extract<Change, { kind: 'interaction' }>,
    { timeline }: Settings,
  ): void {
    tally.changes += 1;
    // Erasing a person takes the visit from the interaction.
    const visitId = after.visitId ?? before?.visitId;
    if (visitId) {
      visits.add(visitId);
      changed.push({ id: after.id, visitId, sequence: after.sequence });
    }
    if (before === undefined) {
      created.push(after.id);
      if (after.category !== null) categories.push(after.category);
    }
    if (clock)
      dueFrom = Math.min(dueFrom ?? Number.POSITIVE_INFINITY, clockEnd(clock, timeline).at);
    for (const { type, by, at } of written) {
      facts.push({ type, by });
      if (type === 'interaction.displayed') displayDelaysMs.push(at - after.createdAt);
    }
  }

  return {
    changed,
    note(changes, settings) {
      for (const change of changes)
        switch (change.kind) {
          case 'interaction':
            noteInteraction(change, settings);
            break;
          case 'message':
          case 'delivery':
          case 'redelivery':
            messages = true;
            break;
          case 'refusal':
            refusals.push(change.refusal.reason);
            break;
          case 'option':
          case 'object':
          case 'engagement_logic':
          case 'api_key':
          case 'publishable_key':
          case 'signing_key':
          case 'signing_key_removal':
          case 'strategy_secret':
          case 'webhook_endpoint':
            settingsChanged = true;
            break;
          case 'erased_visitor':
          case 'kept_answer':
          case 'audit':
            break;
        }
    },
    noteRemoved(count) {
      tally.removed += count;
    },
    signal() {
      const isQuiet =
        tally.changes + refusals.length + tally.removed === 0 && !messages && !settingsChanged;
      if (isQuiet) return null;
      const visited = [...visits];
      return { visits: visited, created, dueFrom, messages, settings: settingsChanged, tally };
    },
  };
}
