import picocolors from 'picocolors';
import { createTable, renderRecord, type Table, type TableStyle } from '../text/table.js';
import { type Items, type PageFlags, type PageQuery, pagesOf } from './pages.js';

const { stdout, stderr, env } = process;
const colours = picocolors.createColors(
  stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
);

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

/** Prints what is shown together on one screen. */
export async function printScreen(
  answer: object,
  screen: string,
  { json }: { readonly json?: true },
) {
  await write(json ? pretty(answer) : screen);
}

/** Prints a list that comes whole. */
export async function printList<T extends object>(
  list: Items<T>,
  columns: readonly string[],
  flags: FormFlags,
) {
  if (flags.json) await write(pretty(list));
  else {
    const table = createTable(columns, lookOf(flags));
    await write(table.write(list.items));
    noteLeftOut(table);
  }
}

/** How a table is wanted. */
export interface FormFlags {
  readonly json?: true;
  readonly wide?: true;
}

/** A table is as wide as the terminal; where there is none, as a terminal is at the least. */
export function lookOf({ wide }: FormFlags): TableStyle {
  const columns = stdout.columns ?? (Number(env.COLUMNS) || 80);
  return { paint: colours.bold, ...(!wide && { width: columns }) };
}

function noteLeftOut({ leftOut }: Table): void {
  if (leftOut.length > 0) note(`Left out: ${leftOut.join(', ')}; --wide shows all.`);
}

/** Says something beside the answer, so that it gets into no pipe. */
export function note(sentence: string): void {
  stderr.write(`${sentence}\n`);
}

/** Prints a list page by page as it comes, as far as the flags say and somebody reads. */
export async function printPages<T extends object>(
  columns: readonly string[],
  flags: PageFlags & FormFlags,
  get: (query: PageQuery) => Promise<Items<T>>,
): Promise<void> {
  const form = flags.json ? jsonForm() : tableForm(columns, flags);
  let next: string | null = null;
  for await (const { items, nextPageToken = null } of pagesOf(flags, get)) {
    next = nextPageToken;
    if (!(await write(form.page(items)))) return;
  }
  await write(form.end(next));
  if (next !== null && !flags.json) note(`The first ${flags.limit}; --limit or --all shows more.`);
}

interface Form {
  page(items: readonly object[]): string;
  end(nextPageToken: string | null): string;
}

function tableForm(columns: readonly string[], flags: FormFlags): Form {
  const table = createTable(columns, lookOf(flags));
  return {
    page: table.write,
    end: () => {
      noteLeftOut(table);
      return '';
    },
  };
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
