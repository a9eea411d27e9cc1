import type { Clock } from '../clock.js';
import type { Settings } from '../decisions/settings.js';
import { labelOf, type StatisticInForce } from '../decisions/statistics.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { ofKind } from '../domain/objects/kinds.js';
import { inForce } from '../domain/options/timeline.js';
import type { Definition, Unsupported } from '../domain/statistics/compile.js';
import { type Filter, type FilterFault, parseFilter } from '../domain/statistics/filter.js';
import { filtersOf } from '../domain/statistics/known.js';
import { midnightBefore } from '../domain/statistics/midnight.js';
import { type Counted, evaluate, shortAbandoned, type Unit } from '../domain/statistics/value.js';
import type { ObjectType, Profile } from '../domain/statistics/words.js';
import type { Store } from '../store/store.js';
import { createFolding, isCurrent } from './statistics-folding.js';

/** What a statistic is asked for. */
export interface StatisticRequest {
  /** Undefined: all of the type. */
  readonly object?: string | undefined;
  readonly objectType?: ObjectType | undefined;
  readonly profile: Profile;
  /** Seconds of a sliding profile. */
  readonly range: number;
  /** Counts only what it lets through, of what is still there. */
  readonly filter?: string | undefined;
}

/** What a statistic comes to, and over which time. */
export interface StatisticValue {
  readonly ok: true;
  readonly value: number;
  readonly unit: Unit;
  readonly object: string | null;
  readonly objectType: ObjectType;
  readonly from: Moment;
  readonly to: Moment;
  /** Everything since then is counted. */
  readonly since: Moment;
  /** How many of the abandoned were short; null where none are counted. */
  readonly shortAbandoned: number | null;
}

export type StatisticOutcome =
  | StatisticValue
  | { readonly ok: false; readonly code: 'unknown'; readonly known: readonly string[] }
  | ({ readonly ok: false; readonly code: 'unsupported' } & Unsupported)
  | ({ readonly ok: false; readonly code: 'filter' } & FilterFault)
  | { readonly ok: false; readonly code: 'object_type'; readonly types: readonly ObjectType[] }
  | { readonly ok: false; readonly code: 'unknown_object'; readonly known: readonly string[] }
  | { readonly ok: false; readonly code: 'too_many_facts' };

/** Evaluates the provisioned statistics. */
export interface Statistics {
  list(settings: Settings): readonly StatisticInForce[];
  /** What a statistic comes to now. Rejects as the reads of the store do. */
  value(settings: Settings, name: string, request: StatisticRequest): Promise<StatisticOutcome>;
}

const MINUTE_MS = 60_000;

/** Names of the objects of a type that there are. */
function namesOf(type: ObjectType, { agents, objects, statistics }: Settings): readonly string[] {
  switch (type) {
    case 'Agent':
      return agents.map(({ name }) => name);
    case 'GroupAgents':
    case 'Queue':
      return ofKind(objects, 'agent-groups').map(({ name }) => name);
    case 'StagingArea':
      return ofKind(objects, 'interaction-queues').map(({ name }) => name);
    case 'Tenant':
      return [statistics.tenant];
  }
}

/** The type of the object that is asked for; of none the widest that the statistic is of. */
function typeOf(
  { objects }: Definition,
  { object, objectType }: StatisticRequest,
  settings: Settings,
): ObjectType | undefined {
  if (objectType !== undefined) return objects.find((type) => type === objectType);
  if (object !== undefined) {
    const found = objects.find((type) => namesOf(type, settings).includes(object));
    if (found) return found;
  }
  return objects.find((type) => type === 'Tenant') ?? objects[0];
}

/** Evaluates statistics; `retentionMs` is how long the rows are kept that filters look at. */
export function createStatistics(store: Store, clock: Clock, retentionMs: number): Statistics {
  const folding = createFolding(store);

  return {
    list: ({ statistics }) => statistics.all,
    async value(settings, name, request) {
      const { all, tenant } = settings.statistics;
      const statistic = all.find((each) => each.name === name);
      if (statistic === undefined)
        return { ok: false, code: 'unknown', known: all.map((each) => each.name) };
      if ('unsupported' in statistic)
        return { ok: false, code: 'unsupported', ...statistic.unsupported };
      const { definition } = statistic;
      const objectType = typeOf(definition, request, settings);
      if (objectType === undefined)
        return { ok: false, code: 'object_type', types: definition.objects };
      let filter: Filter | null = null;
      if (request.filter !== undefined) {
        const parsed = parseFilter(request.filter, filtersOf(settings.objects));
        if ('fault' in parsed) return { ok: false, code: 'filter', ...parsed.fault };
        filter = parsed.filter;
      }
      const options = inForce(settings.timeline);
      const now = clock.now();
      const { object } = request;
      const begin =
        request.profile === 'Growing'
          ? midnightBefore(options.timeZone, now)
          : now - request.range * 1000;
      // Counters are of whole minutes.
      const from = isCurrent(definition) ? now : Math.floor(begin / MINUTE_MS) * MINUTE_MS;
      const label = object === undefined ? undefined : labelOf({ type: objectType, name: object });
      let parts: readonly Counted[];
      let since = isCurrent(definition) ? now : statistic.since;
      if (filter !== null || isCurrent(definition)) {
        const names = { chatGroup: options.chatGroup, tenant };
        const folded = await folding.fold(definition, filter, { from, now, names });
        if (folded === 'too_many_facts') return { ok: false, code: folded };
        parts = folded.filter((row) => isAt(row.label, objectType, label));
        if (!isCurrent(definition)) since = clock.ageTime() - retentionMs;
      } else {
        const first = Math.max(from, Math.floor(since / MINUTE_MS) * MINUTE_MS);
        const rows = await store.read('tallies', {
          series: statistic.series,
          label,
          from: first / MINUTE_MS,
          to: Math.floor(now / MINUTE_MS) + 1,
        });
        parts = rows.filter((row) => isAt(row.label, objectType, label));
      }
      if (parts.length === 0 && object !== undefined) {
        const known = namesOf(objectType, settings);
        if (!known.includes(object)) return { ok: false, code: 'unknown_object', known };
      }
      const measure = { ...options, ms: now - Math.max(from, since) };
      return {
        ok: true,
        ...evaluate(definition, parts, measure),
        object: object ?? null,
        objectType,
        from,
        to: now,
        since,
        shortAbandoned: shortAbandoned(definition, parts, measure),
      };
    },
  };
}

/** Whether something was counted at the object that is asked for, or at one of its type. */
const isAt = (label: string, type: ObjectType, wanted: string | undefined): boolean =>
  wanted === undefined ? label.startsWith(`${type}/`) : label === wanted;
