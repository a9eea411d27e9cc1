import { cellOf, labelText, OTHERS } from '../domain/funnel/cells.js';
import { passagesOf, passagesOfChat } from '../domain/funnel/passages.js';
import type { FunnelLabel, Passage } from '../domain/funnel/words.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Change, InteractionChange, TallyBound, TallyRow } from './change.js';
import type { Counter } from './counter.js';
import type { StoredSettings } from './settings.js';

/** The minutes of a quarter of an hour, of an hour, and of a day: time zones differ by quarters. */
export const QUARTER = 15;
export const HOUR = 60;
export const DAY = 24 * 60;

/**
 * The counters of the funnel by quarters of an hour, and the same once more by hours and by days (UTC), so
 * that a month is not added up from three thousand quarters. No statistic has a name that begins like these.
 */
export const FUNNEL = {
  quarters: '\tfunnel',
  hours: '\tfunnel/hour',
  days: '\tfunnel/day',
} as const;

/** What a passage adds to the counters. Made-up categories have a bound; those that are known do not. */
function rowsOf(passage: Passage, label: FunnelLabel, isKnown: boolean): readonly TallyRow[] {
  const minute = passage.at / 60_000;
  const text = labelText(label);
  const bucket = cellOf(passage);
  const ms = 'lost' in passage ? 0 : (passage.ms ?? 0);
  const { channel, rule } = label;
  const others = isKnown ? null : labelText({ category: OTHERS, channel, rule });
  const bound = { series: FUNNEL.days, others };
  return [
    rowOf(FUNNEL.days, Math.floor(minute / DAY) * DAY, text, bucket, ms, bound),
    rowOf(FUNNEL.hours, Math.floor(minute / HOUR) * HOUR, text, bucket, ms, bound),
    rowOf(FUNNEL.quarters, Math.floor(minute / QUARTER) * QUARTER, text, bucket, ms, bound),
  ];
}

/** Written out: spread, it would take ten times as long, in every write. */
const rowOf = (
  series: string,
  minute: number,
  label: string,
  bucket: number,
  ms: number,
  bound: TallyBound,
): TallyRow => ({
  series,
  label,
  minute,
  bucket,
  count: 1,
  totalMs: ms,
  minMs: ms,
  maxMs: ms,
  bound,
});

/** Whether it was decided against because nobody would have had room. */
const hadNoRoom = (changes: readonly Change[], id: string): boolean =>
  changes.some(
    (change) =>
      change.kind === 'refusal' &&
      change.refusal.reason === 'no_capacity' &&
      change.refusal.interactionId === id,
  );

function ofInteraction(
  { before, after, facts }: InteractionChange,
  changes: readonly Change[],
): { readonly label: FunnelLabel; readonly passages: readonly Passage[] } {
  const { id, category, channel, engagementRule } = after;
  const decided = facts.find(({ type }) => type === 'interaction.failed')?.detail;
  const label = { category, channel, rule: engagementRule ?? decided ?? null };
  const passages = passagesOf(before, after, facts).map(
    (passage): Passage =>
      'lost' in passage && passage.lost === 'not_engaged' && hadNoRoom(changes, id)
        ? { ...passage, lost: 'no_capacity' }
        : passage,
  );
  return { label, passages };
}

/** When the form was completed that a chat follows from, which begins in the same write. */
const wantedAt = (changes: readonly Change[], chatId: string): Moment | null =>
  changes
    .filter((change) => change.kind === 'interaction')
    .find(({ after }) => after.chatId === chatId)?.after.form?.completedAt ?? null;

/** What happened by a change in the funnel, and under which label. */
function happenedBy(change: Change, changes: readonly Change[]) {
  if (change.kind === 'interaction' && change.facts.length > 0)
    return ofInteraction(change, changes);
  if (change.kind === 'chat' && change.facts.length > 0 && change.after.interactionId !== null) {
    const { before, after, facts } = change;
    const { id, category, engagementRule: rule } = after;
    const isNew = before === undefined;
    return {
      label: { category, channel: 'proactiveChat', rule },
      passages: passagesOfChat(before, after, facts, isNew ? wantedAt(changes, id) : null),
    };
  }
  if (change.kind !== 'refusal') return null;
  const { reason, at } = change.refusal;
  // The others are facts of their interaction.
  if (reason === 'not_engaged' || reason === 'no_capacity') return null;
  return {
    label: { category: change.category ?? null, channel: null, rule: null },
    passages: [{ step: 'qualified', at, lost: reason } as const],
  };
}

/** Counts what comes to each step of the funnel, and what does not. */
export const countFunnel: Counter = (changes, { settings }) => {
  const { categories } = settings.known;
  const rows: TallyRow[] = [];
  for (const change of changes) {
    const happened = happenedBy(change, changes);
    if (happened === null) continue;
    const { label, passages } = happened;
    const isKnown = label.category === null || categories.has(label.category);
    for (const passage of passages) rows.push(...rowsOf(passage, label, isKnown));
  }
  return rows;
};

/** Since when the funnel is counted: a new service makes its objects first. */
export function begunFunnel(
  changes: readonly Change[],
  { countedSeries }: Pick<StoredSettings, 'countedSeries'>,
  since: Moment,
): readonly Change[] {
  const series = FUNNEL.quarters;
  if (countedSeries.has(series) || !changes.some(({ kind }) => kind === 'object')) return [];
  return [{ kind: 'counted_series', counted: { statistic: series, series, since } }];
}
