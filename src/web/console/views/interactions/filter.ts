import { REASONS, STATES } from '../../../../domain/interactions/vocabulary.js';
import type { ChangedInteraction } from '../../live.js';

/** Every filter of `GET /v1/admin/interactions`, by its name there and in the address of the page. */
export const FILTERS = {
  state: STATES,
  status: ['active', 'stopped'],
  queue: null,
  reason: REASONS,
  visitId: null,
  visitorId: null,
  visitorIdClaimed: ['true', 'false'],
  createdAfter: null,
  createdBefore: null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

export type FilterName = keyof typeof FILTERS;
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[];

/** What of an address filters; the rest is nobody's here. */
export function filterOf(query: URLSearchParams): Filter {
  const given = FILTER_NAMES.map((name) => [name, query.get(name) ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** The query of a list that is filtered so. */
export const queryOf = (filter: Filter): string => new URLSearchParams(filter).toString();

const TOLD: ReadonlySet<string> = new Set(['state', 'queue', 'status', 'visitId']);

/** Whether what is told of a change says whether it is in a list that is filtered so. */
export const isSureOf = (filter: Filter): boolean =>
  Object.keys(filter).every((name) => TOLD.has(name));

/**
 * Whether what changed may be in a list that is filtered so: of what nothing is known it may. Only
 * those that came into being count: others are in their place, further down. What has changed since it
 * came is known by its id, which tells the time: it is later than that of the newest row.
 */
export function isPerhapsIn(filter: Filter, brief: ChangedInteraction, newest: string): boolean {
  const isSame = (name: 'state' | 'queue' | 'status' | 'visitId'): boolean =>
    filter[name] === undefined || filter[name] === brief[name];
  const isPast = filter.createdBefore !== undefined && filter.reason === undefined;
  const isNew =
    brief.sequence <= 1 ||
    brief.id > newest ||
    filter.state !== undefined ||
    filter.reason !== undefined;
  return (
    isNew && !isPast && isSame('state') && isSame('queue') && isSame('status') && isSame('visitId')
  );
}
