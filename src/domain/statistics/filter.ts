import { quote } from '../quote.js';

const FIELDS = ['MediaType', 'ThisQueue', 'TenantID', 'Category', 'Channel', 'Reason'] as const;
export type Field = (typeof FIELDS)[number];

/** A filter as it is judged: plain data, the names of other filters replaced by what they say. */
export type Filter =
  | { readonly any: readonly Filter[] }
  | { readonly all: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly pair: readonly [key: string, value: string] }
  | { readonly field: Field; readonly value: string };

/** What keeps a text from being a filter, and where: columns count from 1. */
export interface FilterFault {
  readonly column: number;
  readonly detail: string;
}

/** A filter, or what is wrong with it. */
export type ParsedFilter = { readonly filter: Filter } | { readonly fault: FilterFault };

/** Filters by their names, as texts. */
export type FilterTexts = Readonly<Record<string, string>>;

/** Deeper than anybody writes, and nothing that fills the stack. */
const DEPTH = 50;
/** Conditions of a filter, those of the filters it names included: each is looked at in each write. */
const CONDITIONS = 500;

interface Token {
  readonly text: string;
  readonly column: number;
}

class Fault extends Error {
  constructor(
    readonly column: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

const TOKEN = /\s*("[^"]*"|[|&~()=,]|[^\s|&~()=,"]+|")/y;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [whole, token = ''] = found;
    const column = found.index + whole.length - token.length + 1;
    if (token === '"') throw new Fault(column, 'the quotation does not end');
    tokens.push({ text: token, column });
  }
  return tokens;
}

const isWord = ({ text }: Token): boolean => !/^[|&~()=,"]/.test(text);
const isText = (token: Token): boolean => isWord(token) || token.text.startsWith('"');
const unquoted = ({ text }: Token): string => (text.startsWith('"') ? text.slice(1, -1) : text);

const joined = (kind: 'any' | 'all', [first, ...more]: readonly [Filter, ...Filter[]]): Filter => {
  if (more.length === 0) return first;
  return kind === 'any' ? { any: [first, ...more] } : { all: [first, ...more] };
};

/** Reads a filter by the grammar of `docs/statistics.md`; `named` reads another by its name. */
function parseTokens(
  tokens: readonly Token[],
  end: number,
  named: (token: Token) => Filter,
): Filter {
  let at = 0;
  const expected = (what: string): Fault => {
    const token = tokens[at];
    return token
      ? new Fault(token.column, `expected ${what} instead of ${quote(token.text)}`)
      : new Fault(end, `expected ${what} at the end`);
  };
  const take = (text: string): boolean => {
    const isThere = tokens[at]?.text === text;
    if (isThere) at += 1;
    return isThere;
  };
  const need = (text: string): void => {
    if (!take(text)) throw expected(text);
  };
  const next = (what: string, fits: (token: Token) => boolean): Token => {
    const token = tokens[at];
    if (token === undefined || !fits(token)) throw expected(what);
    at += 1;
    return token;
  };

  function or(depth: number): Filter {
    const parts: [Filter, ...Filter[]] = [and(depth)];
    while (take('|')) parts.push(and(depth));
    return joined('any', parts);
  }
  function and(depth: number): Filter {
    const parts: [Filter, ...Filter[]] = [not(depth)];
    while (take('&')) parts.push(not(depth));
    return joined('all', parts);
  }
  function not(depth: number): Filter {
    if (depth > DEPTH) throw new Fault(tokens[at]?.column ?? end, 'it is nested too deep');
    if (take('~')) return { not: not(depth + 1) };
    if (!take('(')) return condition();
    const inside = or(depth + 1);
    need(')');
    return inside;
  }
  function condition(): Filter {
    const token = next('a condition', isWord);
    if (token.text === 'PairExists') {
      need('(');
      const key = unquoted(next('a key', isText));
      need(',');
      const pair = [key, unquoted(next('a value', isText))] as const;
      need(')');
      return { pair };
    }
    if (!take('=')) return named(token);
    const field = FIELDS.find((each) => each === token.text);
    if (field === undefined)
      throw new Fault(
        token.column,
        `there is no property ${quote(token.text)}; there are ${FIELDS.join(', ')}`,
      );
    return { field, value: unquoted(next('a value', isText)) };
  }

  const filter = or(0);
  if (at < tokens.length) throw expected('| or &');
  return filter;
}

/** How many conditions a filter has. */
function sizeOf(filter: Filter): number {
  if ('not' in filter) return sizeOf(filter.not);
  if ('any' in filter) return filter.any.reduce((sum, each) => sum + sizeOf(each), 0);
  if ('all' in filter) return filter.all.reduce((sum, each) => sum + sizeOf(each), 0);
  return 1;
}

function read(text: string, filters: FilterTexts, within: readonly string[]): Filter {
  const named = ({ text: name, column }: Token): Filter => {
    if (!Object.hasOwn(filters, name)) {
      const names = Object.keys(filters).slice(0, 20).join(', ') || 'none';
      throw new Fault(column, `there is no filter ${quote(name)}; there are: ${names}`);
    }
    const road = [...within, name];
    if (within.includes(name))
      throw new Fault(column, `${name} leads back to itself: ${road.join(' → ')}`);
    if (within.length >= DEPTH) throw new Fault(column, 'it is nested too deep');
    try {
      return read(filters[name] ?? '', filters, road);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Fault(column, `in ${name}: ${error.detail}`);
    }
  };
  const filter = parseTokens(tokensOf(text), text.length + 1, named);
  if (sizeOf(filter) > CONDITIONS)
    throw new Fault(1, `it has more than ${CONDITIONS} conditions, those it names included`);
  return filter;
}

/**
 * Reads a filter. `filters` are the texts of those that it may name; `name` is its own, which it may
 * not lead back to.
 */
export function parseFilter(text: string, filters: FilterTexts, name?: string): ParsedFilter {
  try {
    return { filter: read(text, filters, name === undefined ? [] : [name]) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { column: error.column, detail: error.detail } };
  }
}
