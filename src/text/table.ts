import { cellOf, cut, widthOf } from './cell.js';

/** A cell may take this many columns; option names and ids fit. */
const MAX_CELL_WIDTH = 60;
const GAP = '  ';

/** A table that may arrive in pages: written page by page, aligned as far as it is known. */
export interface Table {
  /** These rows as lines, each ended; the heading goes before the first ones. */
  write(rows: readonly object[]): string;
}

/**
 * An aligned table of plain text. A column shows the member of that name; numbers are aligned to
 * the right. `paint` may colour the finished heading.
 */
export function createTable(
  columns: readonly string[],
  paint: (heading: string) => string = (heading) => heading,
): Table {
  const widths = columns.map(widthOf);
  let right: readonly boolean[] | undefined;

  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat(Math.max((widths[i] ?? 0) - widthOf(cell), 0));
        return right?.[i] ? padding + cell : cell + padding;
      })
      .join(GAP)
      .trimEnd();

  return {
    write(rows) {
      const isFirst = right === undefined;
      right ??= columns.map((column) => isNumeric(rows.map((row) => memberOf(row, column))));
      const lines = rows.map((row) =>
        columns.map((column) => cut(cellOf(memberOf(row, column)), MAX_CELL_WIDTH)),
      );
      for (const cells of lines)
        cells.forEach((cell, i) => {
          widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
        });
      const heading = isFirst ? [paint(line(columns))] : [];
      const none = isFirst && rows.length === 0 ? ['(none)'] : [];
      return [...heading, ...lines.map(line), ...none].map((text) => `${text}\n`).join('');
    },
  };
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
