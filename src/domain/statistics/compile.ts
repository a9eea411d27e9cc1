import type { Action } from './actions.js';
import { type Filter, type FilterTexts, parseFilter } from './filter.js';
import { passes, type Subject } from './subject.js';
import {
  ABSENT_TYPES,
  ACTIONS,
  type ActionName,
  CATEGORIES,
  type Category,
  MEDIA_TYPES,
  type MediaType,
  OBJECT_TYPES,
  type ObjectType,
} from './words.js';

/** What a statistic counts: plain data. */
export interface Definition {
  readonly category: Category;
  readonly actions: readonly ActionName[];
  readonly objects: readonly ObjectType[];
  readonly media: readonly MediaType[];
  readonly filter: Filter | null;
  /** Whole seconds, both included; null for those up to the service level. */
  readonly range: readonly [from: number, to: number] | null;
}

/** The word of a body that cannot be evaluated here, and why. */
export interface Unsupported {
  readonly word: string;
  readonly reason: string;
}

export type Compiled = { readonly definition: Definition } | { readonly unsupported: Unsupported };

/** What a body may say. */
const PROPERTIES = [
  'Category',
  'MainMask',
  'Subject',
  'Objects',
  'MediaType',
  'Description',
  // Ours: to a Stat Server a filter comes with the request.
  'Filter',
  'TimeRange',
] as const;

class Strange extends Error {
  constructor(
    readonly word: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const wordsOf = (list: string): readonly string[] =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function oneOf<T extends string>(words: readonly T[], word: string, what: string): T {
  const found = words.find((each) => each === word);
  if (found === undefined) throw new Strange(word, `${what} is none of ${words.join(', ')}`);
  return found;
}

/** The actions that a mask names: `*` for all; what `~` stands before is out, wherever it stands. */
function actionsIn(mask: string): readonly ActionName[] {
  const meant = (word: string): readonly ActionName[] => {
    const name = word.replace(/^~\s*/, '').replace(/^Interaction(?=.)/, '');
    const found = name === '*' ? ACTIONS : ACTIONS.filter((each) => each === name);
    if (found.length === 0) throw new Strange(word, `the action is none of ${ACTIONS.join(', ')}`);
    return found;
  };
  const words = wordsOf(mask);
  const out = words.filter((word) => word.startsWith('~'));
  const kept = words.filter((word) => !word.startsWith('~'));
  const named = new Set(kept.length > 0 ? kept.flatMap(meant) : out.length > 0 ? ACTIONS : []);
  for (const name of out.flatMap(meant)) named.delete(name);
  if (named.size === 0) throw new Strange('MainMask', 'it names no action');
  return ACTIONS.filter((each) => named.has(each));
}

function rangeOf(text: string | undefined): Definition['range'] {
  if (text === undefined) return null;
  const [, from, to] = /^\s*(\d{1,6})\s*-\s*(\d{1,6})\s*$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(from) > Number(to))
    throw new Strange('TimeRange', 'it is no pair of seconds such as 0-20');
  return [Number(from), Number(to)];
}

function filterOf(text: string | undefined, filters: FilterTexts): Filter | null {
  if (text === undefined) return null;
  const parsed = parseFilter(text, filters);
  if ('filter' in parsed) return parsed.filter;
  const { column, detail } = parsed.fault;
  throw new Strange('Filter', `it is no filter, at column ${column}: ${detail}`);
}

/** What a section of a Stat Server counts, or the word in it that cannot be evaluated here. */
export function compile(section: Readonly<Record<string, string>>, filters: FilterTexts): Compiled {
  try {
    for (const name of Object.keys(section)) oneOf(PROPERTIES, name, 'the property');
    const { Category: category = '', MainMask = '', Subject: subject = 'Action' } = section;
    const known = oneOf(CATEGORIES, category, 'the category');
    oneOf(['Action'], subject, 'the subject');
    const actions = actionsIn(MainMask);
    const named = wordsOf(section.Objects ?? '').filter((word) => !ABSENT_TYPES.has(word));
    const types = named.map((word) => oneOf(OBJECT_TYPES, word, 'the object type'));
    if (types.length === 0) throw new Strange('Objects', 'it names nothing that there is here');
    const media = wordsOf(section.MediaType ?? '').map((word) =>
      oneOf(MEDIA_TYPES, word, 'the media type'),
    );
    return {
      definition: {
        category: known,
        actions,
        objects: OBJECT_TYPES.filter((type) => types.includes(type)),
        media: media.length > 0 ? MEDIA_TYPES.filter((type) => media.includes(type)) : MEDIA_TYPES,
        filter: filterOf(section.Filter, filters),
        range: rangeOf(section.TimeRange),
      },
    };
  } catch (error) {
    if (!(error instanceof Strange)) throw error;
    return { unsupported: { word: error.word, reason: error.reason } };
  }
}

/** Whether a statistic counts an action, wherever. */
export function counts(
  { actions, media, filter }: Definition,
  action: Action,
  subject: Subject,
  tenant: string,
): boolean {
  if (!actions.includes(action.name) || !media.includes(subject.mediaType)) return false;
  return filter === null || passes(filter, subject, action, tenant);
}
