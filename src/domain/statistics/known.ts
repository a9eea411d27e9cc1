import { type AnyObject, ofKind, optionOf, type Sections } from '../objects/kinds.js';
import { FILTER_SECTION } from '../objects/statistics.js';
import { quote } from '../quote.js';
import { type Compiled, compile } from './compile.js';
import { type FilterTexts, parseFilter } from './filter.js';

/** A statistic that a Stat Server defines. */
export type KnownStatistic = { readonly name: string; readonly description: string } & Compiled;

const optionsOfStatServers = (objects: readonly AnyObject[]): readonly Sections[] =>
  ofKind(objects, 'applications')
    .filter(({ properties }) => properties.type === 'Stat Server')
    .map(({ properties }) => properties.options);

const filtersIn = (sections: Sections): FilterTexts => sections[FILTER_SECTION] ?? {};

/** Whether a section defines a statistic; others are options of the server. */
const isStatistic = ([name, section]: readonly [string, Readonly<Record<string, string>>]) =>
  name !== FILTER_SECTION && ('Category' in section || 'MainMask' in section);

/** The statistics of all Stat Servers, in their order; of one name the first. */
export function statisticsIn(objects: readonly AnyObject[]): readonly KnownStatistic[] {
  const known = new Map<string, KnownStatistic>();
  for (const sections of optionsOfStatServers(objects))
    for (const [name, section] of Object.entries(sections).filter(isStatistic)) {
      if (known.has(name)) continue;
      const description = section.Description ?? '';
      known.set(name, { name, description, ...compile(section, filtersIn(sections)) });
    }
  return [...known.values()];
}

/** The filters of all Stat Servers, by name; of one name the first. */
export function filtersOf(objects: readonly AnyObject[]): FilterTexts {
  return Object.assign({}, ...optionsOfStatServers(objects).map(filtersIn).reverse());
}

/** A filter that does not parse. */
export interface FilterMisfit {
  readonly section: string;
  readonly option: string;
  readonly column: number;
  readonly detail: string;
}

function misfitsIn(sections: Sections): readonly FilterMisfit[] {
  const filters = filtersIn(sections);
  const all = [
    ...Object.entries(filters).map(([name, text]) => [FILTER_SECTION, name, text, name] as const),
    ...Object.entries(sections)
      .filter(isStatistic)
      .flatMap(([name, { Filter }]) =>
        Filter === undefined ? [] : [[name, 'Filter', Filter, undefined] as const],
      ),
  ];
  return all.flatMap(([section, option, text, name]) => {
    const parsed = parseFilter(text, filters, name);
    return 'fault' in parsed ? [{ section, option, ...parsed.fault }] : [];
  });
}

/**
 * Filters of a Stat Server that do not parse, and did before: what stands there already may be sent
 * back as it was read.
 */
export function filterMisfits(
  before: AnyObject | undefined,
  after: AnyObject,
): readonly FilterMisfit[] {
  const sectionsOf = (object: AnyObject | undefined): Sections =>
    object?.kind === 'applications' && object.properties.type === 'Stat Server'
      ? object.properties.options
      : {};
  const old = new Set(misfitsIn(sectionsOf(before)).map((misfit) => JSON.stringify(misfit)));
  return misfitsIn(sectionsOf(after)).filter((misfit) => !old.has(JSON.stringify(misfit)));
}

/** What of the statistics cannot be evaluated here, as sentences. */
export const unsupportedIn = (objects: readonly AnyObject[]): readonly string[] =>
  statisticsIn(objects).flatMap((statistic) =>
    'unsupported' in statistic
      ? [
          `The statistic ${statistic.name} is not evaluated: ${quote(statistic.unsupported.word)}: ${statistic.unsupported.reason}.`,
        ]
      : [],
  );

/** The tenant, as the queue key of the service names it. */
export function tenantOf(objects: readonly AnyObject[]): string {
  const keys = ofKind(objects, 'applications')
    .filter(({ properties }) => properties.type === 'Web Engagement Server')
    .map(({ properties }) => optionOf(properties.options, 'chat', 'queueKey'));
  return keys.find((key) => key !== undefined)?.split(':')[0] ?? '1';
}
