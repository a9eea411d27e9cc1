/** Where all views are. */
export const ROOT = '/console';

/** What of the console is looked at: everything that the address bar says. */
export interface Address {
  /** The name of the view; empty for the overview. */
  readonly view: string;
  /** What of it is open, or null. */
  readonly id: string | null;
  /** Filters, and whatever else a view keeps in its address. */
  readonly query: URLSearchParams;
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Reads the path and the query of an address of the console. */
export function readAddress(pathname: string, search: string): Address {
  const [view = '', ...rest] = pathname.slice(ROOT.length).split('/').filter(Boolean);
  return {
    view: decoded(view),
    id: rest.length > 0 ? rest.map(decoded).join('/') : null,
    query: new URLSearchParams(search),
  };
}

/** A query with some of its members set, or taken out where there is nothing to say. */
export function withQuery(
  query: URLSearchParams,
  members: Readonly<Record<string, string | null | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(members))
    if (value) next.set(name, value);
    else next.delete(name);
  return next;
}

/** The address of a view, of something in it, with what it is filtered by. */
export function hrefOf(
  view: string,
  id: string | null = null,
  query: URLSearchParams | Readonly<Record<string, string>> = {},
): string {
  const path = [ROOT, view, ...(id === null ? [] : [id])]
    .filter((part) => part !== '')
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}
