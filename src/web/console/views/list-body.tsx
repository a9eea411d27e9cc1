import type { ComponentChildren } from 'preact';
import type { PagedRows } from '../kit/rows.js';
import { Empty, Failed, Loading } from '../kit/states.js';
import { Table, type TableProps } from '../kit/table.js';

/** What a list of the service looks like: on its way, refused, empty, or its rows. */
export function ListBody<T>({
  rows,
  label,
  isFiltered,
  clear,
  children,
  ...table
}: Omit<TableProps<T>, 'rows' | 'end'> & {
  readonly rows: PagedRows<T>;
  readonly isFiltered: boolean;
  /** The address without filters. */
  readonly clear: string;
  /** What there is to say when there is nothing at all. */
  readonly children: ComponentChildren;
}) {
  const isEmpty = rows.isWhole && rows.count === 0;
  return (
    <>
      {!rows.isOpen && <Loading label={label} />}
      {rows.error && <Failed error={rows.error} again={rows.again} />}
      {isEmpty && isFiltered && (
        <Empty title="None is like that">
          <p>
            <a href={clear}>Clear the filters</a> to see all.
          </p>
        </Empty>
      )}
      {isEmpty && !isFiltered && children}
      {rows.count > 0 && (
        <Table
          {...table}
          label={label}
          rows={rows}
          end={rows.isWhole && <p class="quiet end">That is all.</p>}
        />
      )}
    </>
  );
}

/** The row with an id, among those that are there. */
export function rowWith<T>(
  rows: PagedRows<T>,
  id: string | null,
  idOf: (row: T) => string,
): T | null {
  if (id === null) return null;
  for (let at = 0; at < rows.count; at += 1) {
    const row = rows.at(at);
    if (row && idOf(row) === id) return row;
  }
  return null;
}
