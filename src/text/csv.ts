import { stringify } from 'csv-stringify/sync';

/** The member at a path such as `losses.rejected`; null for none. */
function memberAt(item: object, path: readonly string[]): unknown {
  let value: unknown = item;
  for (const name of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : null;
  return value;
}

/**
 * Items as CSV (RFC 4180) with a header line. A column is the member of that name, `a.b` the member
 * `b` of `a`. What a spreadsheet would take for a formula is told apart by an apostrophe; numbers stay
 * numbers, nothing is empty.
 */
export function csvOf(items: readonly object[], columns: readonly string[]): string {
  const paths = columns.map((column) => column.split('.'));
  const records = items.map((item) => paths.map((path) => memberAt(item, path)));
  return stringify(records, {
    header: true,
    columns: [...columns],
    record_delimiter: '\r\n',
    escape_formulas: true,
    // Left to itself it quotes line ends of its own kind alone.
    quoted_match: /[\r\n]/,
    cast: { number: String, boolean: String },
  });
}
