import { hrefOf } from './address.js';

/** Something that the palette leads to. */
export interface Find {
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly href: string;
}

/** What `GET /v1/admin/find` knows of something. */
export interface Found {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

/** Where each kind of thing is shown. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  interaction: (id) => hrefOf('interactions', id),
  chat: (id) => hrefOf('chats', id),
  visit: (visitId) => hrefOf('interactions', null, { visitId }),
  visitor: (visitorId) => hrefOf('interactions', null, { visitorId }),
  queue: (queue) => hrefOf('interactions', null, { queue }),
  option: (id) => hrefOf('options', id),
  agent: (id) => hrefOf('agents', id),
  endpoint: (id) => hrefOf('webhooks', id),
  object: (id) => hrefOf('objects', id),
  delivery: (id) => hrefOf('webhooks', null, { tab: 'deliveries', delivery: id }),
};

/** What was found, with where it is shown; what nothing shows is left out. */
export function findsOf(found: readonly Found[]): readonly Find[] {
  return found.flatMap(({ kind, id, title, detail }) => {
    const href = PLACES[kind]?.(id);
    return href === undefined ? [] : [{ kind, title, detail, href }];
  });
}

/** The views there are, with the keys that lead to them. */
export const viewFinds = (
  views: readonly { readonly name: string; readonly title: string; readonly key: string }[],
): readonly Find[] =>
  views.map(({ name, title, key }) => ({
    kind: 'view',
    title,
    detail: `g ${key}`,
    href: hrefOf(name),
  }));

/** Those that have every word of what is asked, the ones that begin with it first. */
export function matching(finds: readonly Find[], asked: string): readonly Find[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ title, detail }: Find): string => `${title} ${detail}`.toLowerCase();
  const begins = (find: Find): number =>
    words[0] !== undefined && find.title.toLowerCase().startsWith(words[0]) ? 0 : 1;
  return finds
    .filter((find) => words.every((word) => textOf(find).includes(word)))
    .sort((a, b) => begins(a) - begins(b));
}
