import type { Clock } from '../clock.js';
import type { RefusalReason } from '../decisions/change.js';
import type { Outcome } from '../domain/chats/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { PLACEMENTS } from '../domain/interactions/transition.js';
import type { Move, Tally } from '../store/signal.js';
import type { Store } from '../store/store.js';

/** The times that are told apart, in minutes. */
export const FLOW_MINUTES = [1, 5, 15] as const;

/** What is counted together; the times end to so many milliseconds. */
const SLOT_MS = 5_000;
const SLOTS = FLOW_MINUTES.map((minutes) => (minutes * 60_000) / SLOT_MS);
const KEPT = Math.max(...SLOTS);

/** How often in each of the times. */
export interface Counted {
  /** In the order of `FLOW_MINUTES`. */
  readonly counts: number[];
}

/** What happened lately, by what it was. What did not happen at all is left out. */
export interface Flow {
  /** Since when it is counted: the start of the process, or 15 minutes ago. */
  readonly since: Moment;
  /** Interactions that went from a state to another; those that were made came from none. */
  readonly moves: (Move & Counted)[];
  /** What else came about: displayed, forms, chats and agents. */
  readonly facts: ({ readonly type: string } & Counted)[];
  /** Creations that were refused, and decisions against an engagement. */
  readonly refused: ({ readonly reason: RefusalReason } & Counted)[];
  /** Chats that ended. */
  readonly outcomes: ({ readonly outcome: Outcome } & Counted)[];
}

/** Counts commits as they happen, in memory: what is older than a quarter of an hour is forgotten. */
export interface FlowCounts {
  read(): Flow;
  close(): void;
}

type Kind = Exclude<keyof Flow, 'since'>;

/** Facts that are told as moves. */
const MOVING: ReadonlySet<string> = new Set(Object.values(PLACEMENTS).map(({ fact }) => fact));

/** What a commit adds to the counts: the kind, what is counted as one, and how often. */
function* passedIn(tally: Tally): Iterable<readonly [Kind, object, number]> {
  for (const { count, ...move } of tally.moves) yield ['moves', move, count];
  for (const { type, count } of tally.facts)
    if (!MOVING.has(type)) yield ['facts', { type }, count];
  for (const type of tally.chatFacts) yield ['facts', { type }, 1];
  for (const reason of tally.refusals) yield ['refused', { reason }, 1];
  for (const outcome of tally.outcomes) yield ['outcomes', { outcome }, 1];
}

export function createFlow(store: Pick<Store, 'watch'>, clock: Pick<Clock, 'now'>): FlowCounts {
  const slotOf = (moment: Moment): number => Math.floor(moment / SLOT_MS);
  const startedAt = clock.now();
  let slots: { readonly at: number; readonly counts: Map<string, number> }[] = [];

  const close = store.watch(({ tally }) => {
    if (tally === undefined) return;
    const at = slotOf(clock.now());
    let last = slots.at(-1);
    if (last?.at !== at) {
      last = { at, counts: new Map() };
      slots = [...slots.filter((slot) => slot.at > at - KEPT), last];
    }
    for (const [kind, what, count] of passedIn(tally)) {
      const key = JSON.stringify([kind, what]);
      last.counts.set(key, (last.counts.get(key) ?? 0) + count);
    }
  });

  return {
    read() {
      const now = clock.now();
      const at = slotOf(now);
      const sums = new Map<string, number[]>();
      for (const slot of slots)
        for (const [key, count] of slot.counts) {
          const counts = sums.get(key) ?? SLOTS.map(() => 0);
          sums.set(
            key,
            counts.map((sum, n) => (slot.at > at - (SLOTS[n] ?? 0) ? sum + count : sum)),
          );
        }
      const found: Record<Kind, object[]> = { moves: [], facts: [], refused: [], outcomes: [] };
      for (const [key, counts] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const [kind, what] = JSON.parse(key) as [Kind, object];
        if (counts.some((count) => count > 0)) found[kind].push({ ...what, counts });
      }
      const since = Math.max(startedAt, now - (KEPT - 1) * SLOT_MS);
      return { since: Math.floor(since / SLOT_MS) * SLOT_MS, ...found } as unknown as Flow;
    },
    close,
  };
}
