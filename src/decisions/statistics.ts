import type { Moment } from '../domain/interactions/interaction.js';
import { type AnyObject, applyChanges } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import {
  type Action,
  actionsOf,
  type CountedObject,
  type Names,
} from '../domain/statistics/actions.js';
import { counts, type Definition } from '../domain/statistics/compile.js';
import { type KnownStatistic, statisticsIn, tenantOf } from '../domain/statistics/known.js';
import {
  happeningOf,
  happeningOfChat,
  standingOf,
  standingOfChat,
} from '../domain/statistics/standing.js';
import { type Subject, subjectOf, subjectOfChat } from '../domain/statistics/subject.js';
import { partOf } from '../domain/statistics/value.js';
import type { ActionName } from '../domain/statistics/words.js';
import type { Change, CountedSeries, TallyRow } from './change.js';
import { type Counter, once } from './counter.js';
import type { StoredSettings } from './settings.js';

/** A statistic with the series in which it is counted. */
export type StatisticInForce = KnownStatistic & CountedSeries;

/** One that can be counted. */
export type Countable = Pick<CountedSeries, 'series' | 'since'> & {
  readonly definition: Definition;
};

/** The statistics, looked at once for each change of the objects. */
export interface Statistics {
  readonly all: readonly StatisticInForce[];
  readonly byAction: ReadonlyMap<ActionName, readonly Countable[]>;
  readonly tenant: string;
}

/** What was counted before any series had begun. */
const ALWAYS: Pick<CountedSeries, 'since'> = { since: 0 };

/** The statistics that follow from the objects. */
export function statisticsOf({
  objects,
  countedSeries,
}: Pick<StoredSettings, 'objects' | 'countedSeries'>): Statistics {
  const { since } = countedSeries.get('') ?? ALWAYS;
  const all = statisticsIn(objects).map(
    (known): StatisticInForce => ({
      ...known,
      ...(countedSeries.get(known.name) ?? { statistic: known.name, series: known.name, since }),
    }),
  );
  const byAction = new Map<ActionName, Countable[]>();
  for (const statistic of all)
    if ('definition' in statistic)
      for (const action of statistic.definition.actions)
        byAction.set(action, [...(byAction.get(action) ?? []), statistic]);
  return { all, byAction, tenant: tenantOf(objects) };
}

/** Under which label something is counted at an object. */
export const labelOf = ({ type, name }: Pick<CountedObject, 'type' | 'name'>): string =>
  `${type}/${name}`;

/** What an action adds to a statistic that counts it, at each of its objects. */
export function rowsOf(
  { series, definition }: Pick<Countable, 'series' | 'definition'>,
  action: Action,
): readonly TallyRow[] {
  const { at, ms } = action;
  const rows: TallyRow[] = [];
  for (const object of action.objects)
    if (definition.objects.includes(object.type)) {
      const count = object.isAgain ? 0 : 1;
      rows.push(once(series, labelOf(object), at, ms, partOf(definition, action), count));
    }
  return rows;
}

/** What happened by a change, with what filters look at; who was erased is judged as before. */
function happenedBy(
  change: Change,
  names: Names,
): { readonly actions: readonly Action[]; readonly subject: Subject } | null {
  if (change.kind !== 'interaction' && change.kind !== 'chat') return null;
  if (change.facts.length === 0) return null;
  if (change.kind === 'interaction') {
    const { before, after, facts } = change;
    const { actions } = actionsOf(standingOf(before), facts.map(happeningOf), names);
    const seen = before && after.erasedAt !== before.erasedAt ? before : after;
    return { actions, subject: subjectOf(seen) };
  }
  const { before, after, facts } = change;
  const happenings = facts.map(happeningOfChat(after.queue));
  const { actions } = actionsOf(standingOfChat(before), happenings, names);
  const seen = before && after.erasedAt !== before.erasedAt ? before : after;
  return { actions, subject: subjectOfChat(seen) };
}

/** Counts the provisioned statistics. */
export const countStatistics: Counter = (changes, { settings }) => {
  const { byAction, tenant } = settings.statistics;
  if (byAction.size === 0) return [];
  const names = { chatGroup: inForce(settings.timeline).chatGroup, tenant };
  const rows: TallyRow[] = [];
  for (const change of changes) {
    const happened = happenedBy(change, names);
    if (happened === null) continue;
    const { actions, subject } = happened;
    for (const action of actions)
      for (const statistic of byAction.get(action.name) ?? [])
        if (action.at >= statistic.since && counts(statistic.definition, action, subject, tenant))
          rows.push(...rowsOf(statistic, action));
  }
  return rows;
};

const bodyOf = (statistic: KnownStatistic | undefined): string | undefined =>
  statistic && JSON.stringify('definition' in statistic ? statistic.definition : null);

/** A series that no statistic of that name had before. */
export function nextSeries(
  { statistic, series }: Pick<CountedSeries, 'statistic' | 'series'>,
  since: Moment,
): CountedSeries {
  const number = series === statistic ? 1 : Number(series.slice(statistic.length + 1));
  return { statistic, series: `${statistic}#${number + 1}`, since };
}

/** New and edited statistics are counted anew from now on. */
export function begunSeries(
  changes: readonly Change[],
  settings: Pick<StoredSettings, 'objects' | 'countedSeries'> & { readonly statistics: Statistics },
  now: Moment,
): readonly Change[] {
  if (!changes.some(({ kind }) => kind === 'object')) return [];
  const changed = changes.filter((change) => change.kind === 'object');
  const isOfApplication = (object: AnyObject | undefined) => object?.kind === 'applications';
  if (!changed.some(({ before, after }) => isOfApplication(after ?? before))) return [];
  const before = new Map(settings.statistics.all.map((each) => [each.name, each]));
  return statisticsIn(applyChanges(settings.objects, changed)).flatMap((statistic): Change[] => {
    const { name } = statistic;
    if (bodyOf(statistic) === bodyOf(before.get(name))) return [];
    const last = settings.countedSeries.get(name) ?? { statistic: name, series: name };
    return [{ kind: 'counted_series', counted: nextSeries(last, now) }];
  });
}
