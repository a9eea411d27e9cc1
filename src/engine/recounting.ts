import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import { createTally } from '../decisions/counter.js';
import type { Settings } from '../decisions/settings.js';
import { rowsOf } from '../decisions/statistics.js';
import { settleChat } from '../domain/chats/transition.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { settle } from '../domain/interactions/transition.js';
import { inForce } from '../domain/options/timeline.js';
import { counts, type Unsupported } from '../domain/statistics/compile.js';
import type { KeptHistory } from '../store/lists.js';
import type { Store } from '../store/store.js';
import { actionsIn, historiesSince } from './statistics-folding.js';

/** Counters that are written in one change. */
const BATCH = 200;

export type Recounted =
  | { readonly ok: true; readonly since: Moment; readonly histories: number }
  | { readonly ok: false; readonly code: 'unknown'; readonly known: readonly string[] }
  | ({ readonly ok: false; readonly code: 'unsupported' } & Unsupported)
  /** It was edited, or somebody else began to count it anew. */
  | { readonly ok: false; readonly code: 'superseded' };

/** Counts statistics anew from the facts that are kept. */
export interface Recounting {
  /**
   * Resolves once it is done. What happens meanwhile is counted as it happens, what was before by
   * reading it: nothing twice, and nothing not at all. Rejects as the store does; then the statistic
   * is counted since this began.
   */
  recount(settings: Settings, name: string, operator: Operator): Promise<Recounted>;
}

/** A history with what clocks have ended and nobody has noticed: when it is, it is not counted. */
function settled(
  kept: KeptHistory,
  { timeline, servingSince }: Settings,
  now: Moment,
): KeptHistory {
  const { facts } =
    'chat' in kept
      ? settleChat(kept.chat, timeline, servingSince, now)
      : settle(kept.interaction, timeline, now);
  return { ...kept, facts: [...kept.facts, ...facts] } as KeptHistory;
}

/** Makes what counts anew; `retentionMs` is how long facts are kept. */
export function createRecounting(store: Store, clock: Clock, retentionMs: number): Recounting {
  return {
    async recount(settings, name, operator) {
      const { all, tenant } = settings.statistics;
      const statistic = all.find((each) => each.name === name);
      if (statistic === undefined)
        return { ok: false, code: 'unknown', known: all.map((each) => each.name) };
      if ('unsupported' in statistic)
        return { ok: false, code: 'unsupported', ...statistic.unsupported };
      const { definition } = statistic;
      const counted = await store.apply('beginRecount', { statistic: name, operator });
      if (counted === null) return { ok: false, code: 'superseded' };
      // Everything that is dated before has been decided then, and with the next change is on disk.
      await new Promise<void>((resolve) => {
        clock.after(Math.max(1, counted.since - clock.now()), resolve);
      });
      const { chatGroup } = inForce(settings.timeline);
      const { series, since } = counted;
      const tally = createTally();
      const write = () => store.apply('addRecounted', { counted, rows: tally.take() });
      if (!(await write())) return { ok: false, code: 'superseded' };
      let histories = 0;
      for await (const kept of historiesSince(store, 0)) {
        histories += 1;
        const whole = settled(kept, store.lastSettings(), clock.now());
        const { ended, subject } = actionsIn(whole, { chatGroup, tenant });
        for (const action of ended)
          if (action.at < since && counts(definition, action, subject, tenant))
            for (const row of rowsOf({ series, definition }, action)) tally.add(row);
        if (tally.size >= BATCH && !(await write())) return { ok: false, code: 'superseded' };
      }
      if (!(await write())) return { ok: false, code: 'superseded' };
      const keptSince = clock.ageTime() - retentionMs;
      if (!(await store.apply('endRecount', { counted, since: keptSince })))
        return { ok: false, code: 'superseded' };
      return { ok: true, since: keptSince, histories };
    },
  };
}
