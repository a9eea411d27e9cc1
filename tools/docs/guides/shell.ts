import type { Chapter, Guide } from './catalogue.js';
import { escapeHtml } from './html.js';
import type { Section } from './markdown.js';

/** What a page of the documentation is made of. */
export interface Page {
  /** Its address is `/docs` and this behind a slash; the first page has none. */
  readonly slug: string;
  readonly title: string;
  /** Of the main column. */
  readonly html: string;
  /** What is listed as being on this page. */
  readonly sections?: readonly Section[];
  /** Adds what only this page needs to the head. */
  readonly head?: string;
}

/** A guide, with the name that it goes by everywhere. */
export type NamedGuide = Guide & { readonly name: string };
export type NamedChapter = Omit<Chapter, 'guides'> & { readonly guides: readonly NamedGuide[] };

export const addressOf = (slug: string): string => (slug ? `/docs/${slug}` : '/docs');

/** The whole document: the same bar and navigation around every page. */
export function renderShell(page: Page, chapters: readonly NamedChapter[]): string {
  const onPage = (page.sections ?? []).filter(({ depth }) => depth === 2);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.slug ? `${escapeHtml(page.title)} · ` : ''}webengagement</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/assets/docs.css">
${page.head ?? ''}<script src="/docs/assets/docs.js" type="module"></script>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header class="bar">
<a class="brand" href="/docs"><img src="/favicon.svg" alt="" width="24" height="24"> webengagement</a>
<search class="search"><input type="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list"><kbd aria-hidden="true">/</kbd><ul id="found" class="found" role="listbox" aria-label="Found" hidden></ul></search>
<nav aria-label="Documentation">${[
    { slug: '', name: 'Guides' },
    { slug: 'reference', name: 'Reference' },
  ]
    .map(({ slug, name }) => linkTo(slug, name, isCurrent(slug, page.slug)))
    .join('')}</nav>
</header>
<div class="columns">
<details class="contents" open><summary>All pages</summary><nav aria-label="Pages">
${chapters.map((chapter) => renderChapter(chapter, page.slug)).join('\n')}
</nav></details>
<main id="main" class="text" tabindex="-1">
${page.html}${renderNeighbours(page.slug, chapters)}</main>
${onPage.length > 1 ? `<nav class="on-page" aria-label="On this page"><h2>On this page</h2><ul>${onPage.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`).join('')}</ul></nav>` : ''}
</div>
</body>
</html>
`;
}

const isCurrent = (link: string, page: string): boolean =>
  link === 'reference' ? page === 'reference' : page !== 'reference';

const linkTo = (slug: string, name: string, current: boolean): string =>
  `<a href="${addressOf(slug)}"${current ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a>`;

function renderChapter({ name, guides }: NamedChapter, current: string): string {
  const links = guides.map(
    (guide) => `<li>${linkTo(guide.slug, guide.name, guide.slug === current)}</li>`,
  );
  // Decisions are many, and for few: folded away until one is read.
  if (guides.length > 12) {
    const open = guides.some(({ slug }) => slug === current) ? ' open' : '';
    return `<details${open}><summary>${name}</summary><ul>${links.join('')}</ul></details>`;
  }
  return `<h2>${name}</h2><ul>${links.join('')}</ul>`;
}

/** The pages before and after this one, for those who read in order. */
function renderNeighbours(slug: string, chapters: readonly NamedChapter[]): string {
  const all = chapters.flatMap(({ guides }) => guides);
  const here = all.findIndex((guide) => guide.slug === slug);
  if (here < 0) return '';
  const [before, after] = [all[here - 1], all[here + 1]];
  return `<nav class="neighbours" aria-label="Before and after">${before ? `<a href="${addressOf(before.slug)}" rel="prev"><small>Before</small>${escapeHtml(before.name)}</a>` : '<span></span>'}${after ? `<a href="${addressOf(after.slug)}" rel="next"><small>Next</small>${escapeHtml(after.name)}</a>` : ''}</nav>\n`;
}
