import type { Change, RefusalReason } from '../../decisions/change.js';
import type { Settings } from '../../decisions/settings.js';
import { clockEnd } from '../../domain/interactions/clocks.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { Signal, Tally } from '../signal.js';

/** What the changes of one transaction are to be told as. */
export interface Telling {
  note(changes: readonly Change[], settings: Settings): void;
  noteRemoved(count: number): void;
  /** What was noted, as a signal; null when there is nothing to tell. */
  signal(): Signal | null;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function createTelling(): Telling {
  const visits = new Set<string>();
  const created: string[] = [];
  const facts: Tally['facts'][number][] = [];
  const displayDelaysMs: number[] = [];
  const categories: string[] = [];
  const refusals: RefusalReason[] = [];
  const leases = { handedOut: 0, expired: 0 };
  const tally: Writable<Tally> = {
    changes: 0,
    facts,
    displayDelaysMs,
    categories,
    refusals,
    removed: 0,
    leases,
  };
  let dueFrom: Moment | null = null;
  let messages = false;
  let settingsChanged = false;
  let leasesChanged = false;

  function noteInteraction(
    { before, after, facts: written, clock }: Extract<Change, { kind: 'interaction' }>,
    { timeline }: Settings,
  ): void {
    tally.changes += 1;
    if (after.visitId !== null) visits.add(after.visitId);
    // Erasing a person takes the visit from the interaction.
    else if (before?.visitId) visits.add(before.visitId);
    if (before === undefined) {
      created.push(after.id);
      if (after.category !== null) categories.push(after.category);
    }
    if (clock)
      dueFrom = Math.min(dueFrom ?? Number.POSITIVE_INFINITY, clockEnd(clock, timeline).at);
    const ended = before?.hold && !after.hold ? before.hold : null;
    if (ended?.lease && ended.until <= (written[0]?.at ?? 0)) leases.expired += 1;
    for (const { type, by, at } of written) {
      facts.push({ type, by });
      if (type === 'interaction.displayed') displayDelaysMs.push(at - after.createdAt);
    }
  }

  function noteLease({ lease, before, after }: Extract<Change, { kind: 'lease' }>): void {
    leasesChanged = true;
    if (after?.lease !== lease.id || before?.lease === lease.id) return;
    leases.handedOut += 1;
    // Whoever had it before neither decided nor gave it back.
    if (before?.lease) leases.expired += 1;
  }

  return {
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
          case 'lease':
            noteLease(change);
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
        tally.changes + refusals.length + tally.removed === 0 &&
        !messages &&
        !settingsChanged &&
        !leasesChanged;
      if (isQuiet) return null;
      const visited = [...visits];
      return {
        visits: visited,
        created,
        dueFrom,
        messages,
        settings: settingsChanged,
        leases: leasesChanged,
        tally,
      };
    },
  };
}
