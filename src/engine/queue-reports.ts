import { waitOf } from '../decisions/chat-service.js';
import type { Settings } from '../decisions/settings.js';
import { OUTCOMES, type Outcome } from '../domain/chats/vocabulary.js';
import type { FunnelFigures } from '../domain/funnel/report.js';
import type { FunnelLoss, FunnelStep } from '../domain/funnel/words.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { PLACEMENTS } from '../domain/interactions/transition.js';
import { STATES, type State } from '../domain/interactions/vocabulary.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import type { QueueCounts } from '../store/lists.js';
import type { Store } from '../store/store.js';
import { numberOf, type Rows } from './served.js';

/** How many became what: a state of an interaction, or an outcome of a chat. */
export type Outcomes = { readonly [Name in State | Outcome]?: number };

/** How a queue does today. */
export interface QueueReport {
  readonly name: string;
  /** Interactions that are not stopped, and chats that nobody has accepted. */
  readonly waiting: number;
  /** The one that waits longest. */
  readonly longest: { readonly id: string; readonly since: Moment } | null;
  readonly entered: number;
  readonly outcomes: Outcomes;
  /** Percent of chats taken in time; null where there were none. */
  readonly serviceLevel: number | null;
}

/** Percent of chats that were taken in time, of all but those who went at once. */
export function serviceLevelOf(rows: Rows, options: OptionValues): number | null {
  let [inTime, all] = [0, 0];
  for (const row of rows) {
    const seconds = waitOf(row);
    const isShort = row.what === 'abandoned' && (seconds ?? 0) < options.shortAbandonTime;
    if (seconds === null || isShort) continue;
    all += row.count;
    if (row.what === 'accepted' && seconds <= options.serviceLevelTime) inTime += row.count;
  }
  return all === 0 ? null : Math.round((1000 * inTime) / all) / 10;
}

/** States to which an interaction was lost; `Failed` where none is named. */
const LOST_TO: { readonly [Loss in FunnelLoss]?: State } = {
  rejected: 'Rejected',
  timeout: 'Timeout',
  missed: 'Missed',
};

/** Steps on the way to which interactions were lost from a state. */
const LEFT_FROM = {
  Qualified: ['engaged'],
  Engaged: ['displayed', 'accepted'],
} as const satisfies { readonly [S in State]?: readonly FunnelStep[] };

/** Placements of interactions, by what they came from and went to. */
function placementsOf(figures: readonly FunnelFigures[]) {
  const of = (step: FunnelStep): number => figures.find((each) => each.step === step)?.number ?? 0;
  const left: { [S in State]?: Map<State, number> } = {
    Qualified: new Map([['Engaged', of('engaged')]]),
    Engaged: new Map([['Accepted', of('accepted')]]),
  };
  const entered = new Map<State, number>([
    ['Qualified', of('qualified')],
    ['Engaged', of('engaged')],
    ['Accepted', of('accepted')],
  ]);
  for (const [from, steps] of Object.entries(LEFT_FROM) as [
    keyof typeof LEFT_FROM,
    readonly FunnelStep[],
  ][])
    for (const { step, losses } of figures)
      for (const [loss, count] of Object.entries(losses) as [FunnelLoss, number][]) {
        if (!steps.includes(step)) continue;
        const to = LOST_TO[loss] ?? 'Failed';
        left[from]?.set(to, (left[from]?.get(to) ?? 0) + count);
        entered.set(to, (entered.get(to) ?? 0) + count);
      }
  return { entered, left };
}

/** Adds numbers up by name; those of nothing are left out. */
function outcomesOf(pairs: readonly (readonly [keyof Outcomes, number])[]): Outcomes {
  const sums = new Map<keyof Outcomes, number>();
  for (const [name, count] of pairs) if (count > 0) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** The interaction that waits longest in a queue. */
async function longestIn(
  store: Pick<Store, 'read'>,
  { queue, oldestActiveAt }: QueueCounts,
  now: Moment,
) {
  if (oldestActiveAt === null) return null;
  const [id] = await store.read('activeInQueue', queue, now, 1);
  const interaction = id === undefined ? null : await store.read('interaction', id);
  return interaction && { id: interaction.id, since: oldestActiveAt };
}

/** How each queue does, of what was counted and of how the interactions of today went. */
export async function queueReports(
  store: Pick<Store, 'read'>,
  settings: Settings,
  now: Moment,
  { rows: allRows, figures }: { readonly rows: Rows; readonly figures: readonly FunnelFigures[] },
): Promise<readonly QueueReport[]> {
  const options = inForce(settings.timeline);
  const [counts, waiting] = await Promise.all([
    store.read('queueCounts'),
    store.read('chatsWaiting'),
  ]);
  const { entered, left } = placementsOf(figures);
  const chatQueues = new Set([
    ...settings.known.chatQueues.values(),
    ...allRows.map(({ queue }) => queue),
    ...waiting.map(({ queue }) => queue),
  ]);
  const names = [
    ...new Set([...settings.known.queues, ...counts.map(({ queue }) => queue), ...chatQueues]),
  ];
  const queues = names.map(async (name): Promise<QueueReport> => {
    const chats = waiting.find(({ queue }) => queue === name);
    const rows = allRows.filter(({ queue }) => queue === name);
    const states = STATES.filter((state) => options[PLACEMENTS[state].queue] === name);
    const counted = counts.find(({ queue }) => queue === name);
    const isOfChats = chatQueues.has(name);
    const outcomes = [
      ...states.flatMap((state) => [...(left[state] ?? [])]),
      ...OUTCOMES.map((outcome) => [outcome, numberOf(rows, outcome)] as const),
    ];
    return {
      name,
      waiting: isOfChats ? (chats?.waiting ?? 0) : (counted?.active ?? 0),
      longest: isOfChats
        ? (chats?.longest ?? null)
        : counted
          ? await longestIn(store, counted, now)
          : null,
      entered:
        numberOf(rows, 'entered') +
        states.reduce((sum, state) => sum + (entered.get(state) ?? 0), 0),
      outcomes: outcomesOf(outcomes),
      serviceLevel: isOfChats ? serviceLevelOf(rows, options) : null,
    };
  });
  return Promise.all(queues);
}
