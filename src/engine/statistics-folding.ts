import type { TallyRow } from '../decisions/change.js';
import { createTally } from '../decisions/counter.js';
import { rowsOf } from '../decisions/statistics.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import { type Action, actionsOf, goingOn, type Names } from '../domain/statistics/actions.js';
import { counts, type Definition } from '../domain/statistics/compile.js';
import type { Filter } from '../domain/statistics/filter.js';
import {
  happeningOf,
  happeningOfChat,
  standingOf,
  standingOfChat,
} from '../domain/statistics/standing.js';
import { passes, type Subject, subjectOf, subjectOfChat } from '../domain/statistics/subject.js';
import type { KeptHistory } from '../store/lists.js';
import type { Store } from '../store/store.js';

/** Histories that are read at a time. */
const PAGE = 200;

/** Whether a statistic is of what goes on, and not of what has ended. */
export const isCurrent = ({ category }: Definition): boolean => category.startsWith('Current');

/** From when, until when, and with which names rows are folded. */
export interface FoldRange {
  readonly from: Moment;
  readonly now: Moment;
  readonly names: Names;
}

/** Counts from the rows that are there. */
export interface Folding {
  /** What a statistic counts of what a filter lets through, as rows of no series. */
  fold(
    definition: Definition,
    filter: Filter | null,
    range: FoldRange,
  ): Promise<readonly TallyRow[] | 'too_many_facts'>;
}

/** What a history says of itself, the whole of it or what goes on. */
export function actionsIn(
  kept: KeptHistory,
  names: Names,
): {
  readonly ended: readonly Action[];
  readonly goesOn: (at: Moment) => readonly Action[];
  readonly subject: Subject;
} {
  const told =
    'chat' in kept
      ? actionsOf(
          standingOfChat(undefined),
          kept.facts.map(happeningOfChat(kept.chat.queue)),
          names,
        )
      : actionsOf(standingOf(undefined), kept.facts.map(happeningOf), names);
  return {
    ended: told.actions,
    goesOn: (at) => goingOn(told.standing, names, at),
    subject: 'chat' in kept ? subjectOfChat(kept.chat) : subjectOf(kept.interaction),
  };
}

/** Reads every history that ended since a moment or goes on, a few at a time. */
export async function* historiesSince(
  store: Pick<Store, 'read'>,
  endedSince: number,
): AsyncGenerator<KeptHistory> {
  for (const of of ['interactions', 'chats'] as const) {
    let after: string | undefined;
    do {
      const page = await store.read('histories', { of, endedSince }, { size: PAGE, after });
      yield* page.items;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}

export function createFolding(store: Pick<Store, 'read'>): Folding {
  return {
    async fold(definition, filter, { from, now, names }) {
      const tally = createTally();
      let facts = 0;
      const isOpen = isCurrent(definition);
      for await (const kept of historiesSince(store, isOpen ? Number.POSITIVE_INFINITY : from)) {
        facts += kept.facts.length;
        if (facts > LIMITS.statisticFacts.most) return 'too_many_facts';
        const { ended, goesOn, subject } = actionsIn(kept, names);
        const actions = isOpen ? goesOn(now) : ended.filter(({ at }) => at >= from && at <= now);
        for (const action of actions)
          if (
            counts(definition, action, subject, names.tenant) &&
            (filter === null || passes(filter, subject, action, names.tenant))
          )
            for (const row of rowsOf({ series: '', definition }, action))
              tally.add({ ...row, minute: 0 });
      }
      return tally.take();
    },
  };
}
