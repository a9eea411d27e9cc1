import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Guide, ROOT, readChapters } from './catalogue.js';
import { escapeHtml } from './html.js';
import { lifecycleDrawing } from './lifecycle-drawing.js';
import { type RenderedPage, renderMarkdown } from './markdown.js';
import { addressOf, type NamedChapter, renderShell } from './shell.js';

/** One entry of the search: a section of a page. */
interface Entry {
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

/**
 * Every file of the documentation as it is served below `/docs`, by its path there: pages as HTML,
 * the index of the search, pictures. Made when the program is built, so that serving them is work
 * for nobody.
 */
export function buildGuides(): Readonly<Record<string, string | Buffer>> {
  const chapters = readChapters();
  const addresses = new Map(
    chapters.flatMap(({ guides }) => guides.map(({ slug, file }) => [file, addressOf(slug)])),
  );
  const pages = new Map<Guide, RenderedPage>();
  for (const { guides } of chapters)
    for (const guide of guides)
      pages.set(
        guide,
        renderMarkdown(readFileSync(new URL(guide.file, ROOT), 'utf8'), {
          resolve: (href) => resolve(href, guide.file, addresses),
          draw: (language) => (language === 'mermaid' ? lifecycleDrawing() : undefined),
        }),
      );
  const named: readonly NamedChapter[] = chapters.map(({ name, guides }) => ({
    name,
    guides: guides.map((guide) => ({
      ...guide,
      name: guide.name ?? (pages.get(guide)?.title || guide.slug),
    })),
  }));
  const files: Record<string, string | Buffer> = {
    'index.html': renderShell({ slug: '', title: 'Guides', html: overview(named) }, named),
    'reference.html': renderShell(REFERENCE, named),
    'search.json': JSON.stringify(searchEntries(named, pages)),
  };
  for (const [{ slug }, { title, html, sections }] of pages)
    files[`${slug}.html`] = renderShell({ slug, title, html, sections }, named);
  const pictures = new URL('docs/images/', ROOT);
  for (const picture of readdirSync(fileURLToPath(pictures)))
    files[`images/${picture}`] = readFileSync(new URL(picture, pictures));
  return files;
}

const REFERENCE = {
  slug: 'reference',
  title: 'Reference',
  html: `<h1>Reference</h1>
<p>Every operation, to read and to try. For programs: <a href="/openapi.json">OpenAPI 3.1 as JSON</a>, <a href="/openapi.yaml">as YAML</a>.</p>
<div id="reference"><p>Reading the description …</p></div>
<noscript><p>The reference needs JavaScript; <a href="/openapi.yaml">the description itself</a> can be read without.</p></noscript>
`,
  head: `<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<script src="/docs/assets/swagger-ui-bundle.js" defer></script>
<script src="/docs/assets/reference.js" type="module"></script>
`,
};

/**
 * Where a link of a file of the repository leads: another page, a picture, out into the world; what
 * is not served leads nowhere.
 */
function resolve(
  href: string,
  file: string,
  addresses: ReadonlyMap<string, string>,
): string | null {
  if (/^(https?:|#)/.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const target = posix.join(posix.dirname(file), path).replace(/\/$/, '');
  if (target.startsWith('docs/images/')) return `/${target}`;
  if (target === 'openapi/openapi.yaml') return '/openapi.yaml';
  // A folder shows its README, as it does where the repository is.
  const address = addresses.get(target) ?? addresses.get(`${target}/README.md`);
  if (address === undefined) return null;
  return anchor === undefined ? address : `${address}#${anchor}`;
}

function overview(chapters: readonly NamedChapter[]): string {
  const lists = chapters.map(({ name, guides }) => {
    const items = guides.map(
      ({ slug, name: title, says }) =>
        `<li><a href="${addressOf(slug)}">${escapeHtml(title)}</a>${says ? `<p>${escapeHtml(says)}</p>` : ''}</li>`,
    );
    const short = guides.some(({ says }) => says) ? 'cards' : 'plain';
    return `<h2 id="${name.toLowerCase().replaceAll(' ', '-')}">${name}</h2><ul class="${short}">${items.join('')}</ul>`;
  });
  return `<h1>webengagement</h1>
<p class="lead">The web engagement server: it carries each offer to a visitor through its queues, exact, durable, and with a reason for everything that happened to it.</p>
${lifecycleDrawing()}
<p class="calls"><a class="call" href="/docs/start">Start here</a> <a class="call quiet" href="/docs/reference">Every operation</a></p>
${lists.join('\n')}
`;
}

function searchEntries(
  chapters: readonly NamedChapter[],
  pages: ReadonlyMap<Guide, RenderedPage>,
): readonly Entry[] {
  const names = new Map(
    chapters.flatMap(({ guides }) => guides.map(({ slug, name }) => [slug, name])),
  );
  return [...pages].flatMap(([{ slug }, { sections }]) =>
    sections.map(({ id, depth, title, text }) => ({
      address: depth === 1 ? addressOf(slug) : `${addressOf(slug)}#${id}`,
      page: names.get(slug) ?? slug,
      title,
      text,
    })),
  );
}
