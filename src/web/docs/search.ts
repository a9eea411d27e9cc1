import MiniSearch from 'minisearch';

interface Entry {
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

const MOST = 8;
/** This many characters of a section are shown around the first word that was found. */
const EXCERPT = 120;

/** The search in the bar: what it needs is loaded when it is first entered. */
export function startSearch(): void {
  const field = document.querySelector<HTMLInputElement>('.search input');
  const list = document.querySelector<HTMLElement>('#found');
  if (!field || !list) return;
  let loading: Promise<MiniSearch> | undefined;
  let at = -1;

  const load = (): Promise<MiniSearch> => {
    loading ??= loadIndex();
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
  const close = (): void => {
    list.hidden = true;
    at = -1;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };
  const choose = (next: number): void => {
    const options = [...list.querySelectorAll('[role=option]')];
    if (options.length === 0) return;
    at = (next + options.length) % options.length;
    options.forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at));
    });
    field.setAttribute('aria-activedescendant', `found-${at}`);
    options[at]?.scrollIntoView({ block: 'nearest' });
  };
  const show = async (): Promise<void> => {
    const words = field.value.trim();
    if (!words) return close();
    const index = await load().catch(() => undefined);
    if (field.value.trim() !== words) return;
    const entries = index?.search(words).slice(0, MOST) as unknown as (Entry & {
      terms: string[];
    })[];
    list.replaceChildren(...(entries ?? []).map(renderEntry));
    if (!entries?.length) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = index ? `Nothing about “${words}”.` : 'The search cannot be loaded.';
      list.append(none);
    }
    list.hidden = false;
    field.setAttribute('aria-expanded', 'true');
    choose(0);
  };

  field.addEventListener('focus', () => void load().catch(() => undefined));
  field.addEventListener('input', () => void show());
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(at + 1);
    else if (event.key === 'ArrowUp') choose(at - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter') list.querySelectorAll<HTMLAnchorElement>('a')[at]?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', close);
  document.addEventListener('click', ({ target }) => {
    if (!(target as Element).closest('.search')) close();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = (event.target as Element).matches(
      'input, textarea, select, [contenteditable]',
    );
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
}

async function loadIndex(): Promise<MiniSearch> {
  const response = await fetch('/docs/search.json');
  if (!response.ok) throw new Error(String(response.status));
  const entries = (await response.json()) as Entry[];
  const index = new MiniSearch({
    idField: 'address',
    fields: ['title', 'page', 'text'],
    storeFields: ['address', 'page', 'title', 'text'],
    // Names of options, codes and fields are found whole, and by each of their words.
    tokenize: (text) => text.split(/[\s/(),:;"'`=]+/).flatMap(wordsOf),
    searchOptions: {
      prefix: true,
      fuzzy: 0.2,
      // The beginning of a long name is meant more often than another word that is like it.
      weights: { prefix: 0.8, fuzzy: 0.1 },
      combineWith: 'AND',
      boost: { title: 4, page: 2 },
    },
  });
  index.addAll(entries.map((entry) => ({ ...entry })));
  return index;
}

/** A name, what stands between its dots, and its words; the dot that ends a sentence is none of it. */
function wordsOf(text: string): string[] {
  const name = text.replace(/^[._-]+|[._-]+$/g, '');
  const words = [name, ...name.split('.'), ...name.split(/[._-]|(?<=[a-z])(?=[A-Z])/)];
  return [...new Set(words)].filter((word) => word.length > 1);
}

function renderEntry(
  { address, page, title, text, terms }: Entry & { readonly terms: readonly string[] },
  index: number,
): HTMLElement {
  const item = document.createElement('li');
  item.id = `found-${index}`;
  item.setAttribute('role', 'option');
  const link = document.createElement('a');
  link.href = address;
  link.tabIndex = -1;
  const heading = document.createElement('strong');
  heading.textContent = title === page ? title : `${title} · ${page}`;
  const excerpt = document.createElement('span');
  excerpt.textContent = excerptOf(text, terms);
  link.append(heading, excerpt);
  item.append(link);
  return item;
}

function excerptOf(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
  const from = places.length > 0 ? Math.min(...places) - EXCERPT / 3 : 0;
  // Whole words, as far as that many characters go.
  const start = from > 0 ? text.indexOf(' ', from) + 1 : 0;
  const rest = text.slice(start);
  const shown = rest.length > EXCERPT ? `${rest.slice(0, rest.lastIndexOf(' ', EXCERPT))} …` : rest;
  return `${start > 0 ? '… ' : ''}${shown}`;
}
