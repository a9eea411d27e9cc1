import GithubSlugger from 'github-slugger';
import { Marked, type Tokens } from 'marked';
import { escapeHtml } from './html.js';

/** A part of a page, from one heading to the next. */
export interface Section {
  /** The anchor of its heading; that of the first one is the page itself. */
  readonly id: string;
  readonly depth: number;
  readonly title: string;
  /** What it says, without any markup: for the search. */
  readonly text: string;
}

export interface RenderedPage {
  readonly title: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

export interface Surroundings {
  /** Where a link or a picture of the file leads on the pages; null: nowhere. */
  resolve(href: string): string | null;
  /** What is shown for a fenced block of this language, when that is not its text. */
  draw(language: string): string | undefined;
}

/** A Markdown file of ours as HTML, with anchors as they are on GitHub. */
export function renderMarkdown(markdown: string, { resolve, draw }: Surroundings): RenderedPage {
  const slugger = new GithubSlugger();
  const sections: { id: string; depth: number; title: string; text: string }[] = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = slugger.slug(plain(text));
        sections.push({ id, depth, title: plain(text), text: '' });
        const title = this.parser.parseInline(tokens);
        if (depth === 1) return `<h1 id="${id}">${title}</h1>\n`;
        return `<h${depth} id="${id}">${title} <a class="anchor" href="#${id}" aria-label="Address of this section">#</a></h${depth}>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = resolve(href);
        return target === null ? text : `<a href="${escapeHtml(target)}">${text}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escapeHtml(resolve(href) ?? href)}" alt="${escapeHtml(text)}" loading="lazy">`;
      },
      html({ text }) {
        return text.replace(/(src|href)="([^"]+)"/g, (all, name, href) => {
          const target = resolve(href);
          return target === null ? all : `${name}="${escapeHtml(target)}"`;
        });
      },
      codespan({ text }) {
        // Long names may break, at their joints.
        return `<code>${escapeHtml(text).replace(/[._/](?=\w)/g, '$&<wbr>')}</code>`;
      },
      table(token: Tokens.Table) {
        const row = (cells: readonly Tokens.TableCell[], cell: string) =>
          `<tr>${cells.map(({ tokens }) => `<${cell}>${this.parser.parseInline(tokens)}</${cell.split(' ')[0]}>`).join('')}</tr>`;
        return `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead>${row(token.header, 'th scope="col"')}</thead><tbody>${token.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table></div>\n`;
      },
      code({ text, lang = '' }) {
        const drawing = draw(lang);
        if (drawing !== undefined) return drawing;
        return `<div class="code"><pre tabindex="0"><code${lang && ` data-language="${escapeHtml(lang)}"`}>${escapeHtml(text)}</code></pre></div>\n`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { title: sections[0]?.title ?? '', html, sections: withTexts(html, sections) };
}

/** Gives each section the text between its heading and the next one. */
function withTexts(html: string, sections: readonly Section[]): readonly Section[] {
  const parts = html.split(/<h[1-6] id="[^"]*">.*?<\/h[1-6]>\n/s).slice(1);
  return sections.map((section, index) => ({
    ...section,
    text: textOf((parts[index] ?? '').replace(/<svg.*?<\/svg>/gs, ' ')),
  }));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function textOf(html: string): string {
  return html
    .replace(/<\/?(a|code|em|strong|wbr)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

/** A heading without its markup. */
function plain(text: string): string {
  return text.replace(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1');
}
