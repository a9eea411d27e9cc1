import picocolors from 'picocolors';
import { createTable, renderRecord } from '../text/table.js';

const { stdout, stderr, env } = process;
const colours = picocolors.createColors(
  stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
);

/** A list of the API, or one page of it. */
export interface Items<T extends object> {
  readonly items: readonly T[];
  readonly nextPageToken?: string | null;
}

/** Prints one object: as it came, or as lines of a name and a value. */
export async function printRecord(record: object, { json }: { readonly json?: true }) {
  await write(json ? pretty(record) : renderRecord(record, colours.bold));
}

/** Prints what was done: as the answer that came, or in a sentence. */
export async function printDone(
  answer: object,
  sentence: string,
  { json }: { readonly json?: true },
) {
  await write(json ? pretty(answer) : `${sentence}\n`);
}

/** Prints a list that comes whole. */
export async function printList<T extends object>(
  list: Items<T>,
  columns: readonly string[],
  { json }: { readonly json?: true },
) {
  await write(json ? pretty(list) : createTable(columns, colours.bold).write(list.items));
}

/** Says something beside the answer, so that it gets into no pipe. */
export function note(sentence: string): void {
  stderr.write(`${sentence}\n`);
}

/** How much of a list that comes in pages is printed. */
export interface PageFlags {
  readonly json?: true;
  readonly limit: number;
  readonly all?: true;
}

/** What asks for a page. */
export interface PageQuery {
  readonly pageSize: number;
  readonly pageToken?: string;
}

/** The most that the API gives at once. */
const MAX_PAGE_SIZE = 500;

/** Prints a list page by page as it comes, as far as the flags say and somebody reads. */
export async function printPages<T extends object>(
  columns: readonly string[],
  { json, limit, all }: PageFlags,
  get: (query: PageQuery) => Promise<Items<T>>,
): Promise<void> {
  const form = json ? jsonForm() : tableForm(columns);
  let left = all ? Number.POSITIVE_INFINITY : limit;
  let next: string | null = null;
  do {
    const pageSize = Math.min(left, MAX_PAGE_SIZE);
    const page: Items<T> = await get({ pageSize, ...(next !== null && { pageToken: next }) });
    left -= page.items.length;
    next = page.nextPageToken ?? null;
    if (!(await write(form.page(page.items)))) return;
  } while (next !== null && left > 0);
  await write(form.end(next));
  if (next !== null && !json) note(`The first ${limit}; --limit or --all shows more.`);
}

interface Form {
  page(items: readonly object[]): string;
  end(nextPageToken: string | null): string;
}

function tableForm(columns: readonly string[]): Form {
  return { page: createTable(columns, colours.bold).write, end: () => '' };
}

/** The pages as one page: an item a line, so that any number of them passes through. */
function jsonForm(): Form {
  let before = '{\n  "items": [';
  return {
    page: (items) =>
      items
        .map((item) => {
          const text = `${before}\n    ${JSON.stringify(item)}`;
          before = ',';
          return text;
        })
        .join(''),
    end: (nextPageToken) =>
      `${before === ',' ? '\n  ' : before}],\n  "nextPageToken": ${JSON.stringify(nextPageToken)}\n}\n`,
  };
}

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Resolves, once the text is handed on, with whether anybody reads it. */
function write(text: string): Promise<boolean> {
  return new Promise((resolve) => stdout.write(text, (error) => resolve(!error)));
}
