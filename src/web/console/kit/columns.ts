import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** A column of a table. */
export interface Column<T> {
  readonly name: string;
  readonly title: string;
  /** In pixels, at least; of what is left over, a narrow column takes little: its values are short. */
  readonly width: number;
  readonly isNumber?: boolean;
  /** Only there when somebody has chosen it. */
  readonly isExtra?: boolean;
  cell(row: T): ComponentChildren;
}

const keyOf = (table: string): string => `webengagement:console:columns:${table}`;

function kept(table: string): readonly string[] | null {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(keyOf(table)) ?? 'null');
    return Array.isArray(names) ? names.map(String) : null;
  } catch {
    return null;
  }
}

/** The names of the columns that are shown, kept in the browser; null goes back to the usual ones. */
export function useChosen<T>(
  table: string,
  columns: readonly Column<T>[],
): readonly [ReadonlySet<string>, (names: readonly string[] | null) => void] {
  const [names, setNames] = useState(() => kept(table));
  const usual = columns.filter(({ isExtra }) => !isExtra).map(({ name }) => name);
  const known = names?.filter((name) => columns.some((column) => column.name === name));
  return [
    new Set(known && known.length > 0 ? known : usual),
    (next) => {
      setNames(next);
      try {
        if (next === null) localStorage.removeItem(keyOf(table));
        else localStorage.setItem(keyOf(table), JSON.stringify(next));
      } catch {
        // Chosen for this page alone, then.
      }
    },
  ];
}

/** Narrower than this, not even columns that somebody has added are shown beyond the edge of a table. */
const NARROW_PX = 860;

/** What keeps a number apart from the text that begins beside it, in pixels. */
const BESIDE_NUMBER_PX = 16;

/** The room that a column takes at least, in pixels. */
export const roomOf = ({ width, isNumber }: Column<never>): number =>
  isNumber ? width + BESIDE_NUMBER_PX : width;

/** Up to this width a column is of short values, which more room only tears apart. */
const SHORT_PX = 112;
const SHORT_SHARE = 0.2;

/** How wide each column is, as shares of the whole; `width` is the room there is, in pixels. */
export function sharesOf(columns: readonly Column<never>[], width: number): readonly number[] {
  const needed = columns.reduce((sum, column) => sum + roomOf(column), 0);
  const whole = Math.max(width, needed);
  const weightOf = (column: Column<never>): number =>
    column.width <= SHORT_PX || column.isNumber ? column.width * SHORT_SHARE : column.width;
  const weights = columns.reduce((sum, column) => sum + weightOf(column), 0);
  return columns.map(
    (column) => (roomOf(column) + ((whole - needed) * weightOf(column)) / weights) / whole,
  );
}

/** Of the columns that are chosen, those that there is room for; after one that is too wide, narrower ones. */
export function fitting<T>(columns: readonly Column<T>[], width: number): readonly Column<T>[] {
  if (width >= NARROW_PX && columns.some(({ isExtra }) => isExtra)) return columns;
  let left = width;
  return columns.filter((column, index) => {
    const isIn = index === 0 || roomOf(column) <= left;
    if (isIn) left -= roomOf(column);
    return isIn;
  });
}
