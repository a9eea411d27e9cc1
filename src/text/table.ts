import { cellOf, cut, widthOf } from './cell.js';

/** A cell may take this many columns; option names and ids fit. */
const MAX_CELL_WIDTH = 60;
const GAP = '  ';

/** A table that may arrive in pages: written page by page, aligned as far as it is known. */
export interface Table {
  /** These rows as lines, each ended; the heading goes before the first ones. */
  write(rows: readonly object[]): string;
  /** The columns that had no place, known once something was written. */
  readonly leftOut: readonly string[];
}

export interface TableStyle {
  /** May colour the finished heading. */
  readonly paint?: (heading: string) => string;
  /** Columns of the terminal: what does not fit is left out, the last columns first. */
  readonly width?: number;
}

/** Of the last column that fits only in part, this much must be there to be of use. */
const LEAST_WIDTH = 8;

/**
 * An aligned table of plain text. A column shows the member of that name; numbers are aligned to
 * the right. The columns come in the order of their weight.
 */
export function createTable(columns: readonly string[], look: TableStyle = {}): Table {
  const { paint = (heading) => heading, width: limit = Number.POSITIVE_INFINITY } = look;
  let shown = columns;
  let widths: number[] = [];
  let right: readonly boolean[] | undefined;
  let lastWidth = MAX_CELL_WIDTH;

  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat(Math.max((widths[i] ?? 0) - widthOf(cell), 0));
        return right?.[i] ? padding + cell : cell + padding;
      })
      .join(GAP)
      .trimEnd();

  /** Keeps the columns that have a place; the last of them may be cut. */
  function fit(): void {
    let used = 0;
    for (const [i, width] of widths.entries()) {
      const before = used + (i > 0 ? GAP.length : 0);
      used = before + width;
      if (used <= limit) continue;
      const place = limit - before;
      const isOfUse = place >= Math.min(LEAST_WIDTH, width) && !isExact(columns[i]);
      shown = columns.slice(0, Math.max(isOfUse ? i + 1 : i, 1));
      widths = widths.slice(0, shown.length);
      if (isOfUse) lastWidth = place;
      return;
    }
  }

  return {
    write(rows) {
      const isFirst = right === undefined;
      const cellsOf = (row: object): string[] =>
        shown.map((column) => cut(cellOf(memberOf(row, column)), MAX_CELL_WIDTH));
      let lines = rows.map(cellsOf);
      const measure = (): void => {
        for (const cells of lines)
          cells.forEach((cell, i) => {
            widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
          });
      };
      if (isFirst) {
        right = columns.map((column) => isNumeric(rows.map((row) => memberOf(row, column))));
        widths = columns.map(widthOf);
        measure();
        fit();
      }
      const last = shown.length - 1;
      lines = lines.map((cells) =>
        cells.slice(0, shown.length).map((cell, i) => (i === last ? cut(cell, lastWidth) : cell)),
      );
      if (isFirst) widths[last] = Math.min(widths[last] ?? 0, lastWidth);
      else measure();
      const heading = isFirst ? [paint(line(shown))] : [];
      const none = isFirst && rows.length === 0 ? ['(none)'] : [];
      return [...heading, ...lines.map(line), ...none].map((text) => `${text}\n`).join('');
    },
    get leftOut() {
      return columns.slice(shown.length);
    },
  };
}

/** Whether a part of the column is of no use: ids are copied, moments compared. */
function isExact(column: string | undefined): boolean {
  return column !== undefined && /^(at|id|.*Id|.*At|timestamp)$/.test(column);
}

/** One object as lines of a name and a value, nothing cut. */
export function renderRecord(record: object, paint = (name: string): string => name): string {
  const width = Math.max(...Object.keys(record).map(widthOf));
  return Object.entries(record)
    .map(([name, value]) => `${paint(name.padEnd(width))}${GAP}${cellOf(value)}\n`)
    .join('');
}

function memberOf(row: object, column: string): unknown {
  return Object.hasOwn(row, column) ? (row as Record<string, unknown>)[column] : null;
}

function isNumeric(values: readonly unknown[]): boolean {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.every((value) => typeof value === 'number');
}
