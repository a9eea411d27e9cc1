import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isForPage } from '../keys.js';
import { type Column, fitting, roomOf, sharesOf } from './columns.js';
import { tellCut } from './cut.js';
import type { Rows } from './rows.js';
import { scrollTo, windowOf } from './window.js';

/** The height of a row, as the style has it. */
const ROW_PX = 36;
const HEAD_PX = 32;

export interface TableProps<T> {
  readonly label: string;
  readonly rows: Rows<T>;
  /** Those that are shown. */
  readonly columns: readonly Column<T>[];
  idOf(row: T): string;
  /** The one that is open beside the table. */
  readonly openId?: string | null;
  onOpen?(row: T): void;
  /** Below the last row. */
  readonly end?: ComponentChildren;
}

const MOVES: Readonly<Record<string, (at: number, page: number, count: number) => number>> = {
  j: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  k: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, count) => count - 1,
};

/**
 * Rows as many as there may be: only those in sight are drawn. `j` and `k` go through them, Enter
 * opens; while one is open the next opens as it is gone to.
 */
export function Table<T>({
  label,
  rows,
  columns,
  idOf,
  openId = null,
  onOpen,
  end,
}: TableProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ scrollTop: 0, height: 600, width: 1000 });
  const [at, setAt] = useState(-1);
  const wantsFocus = useRef(false);

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const { scrollTop, clientHeight, clientWidth } = current;
      setSize({ scrollTop, height: Math.max(clientHeight - HEAD_PX, ROW_PX), width: clientWidth });
    };
    const later = (): void => {
      frame ||= requestAnimationFrame(measure);
    };
    const observer = new ResizeObserver(later);
    observer.observe(current);
    current.addEventListener('scroll', later, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      current.removeEventListener('scroll', later);
      cancelAnimationFrame(frame);
    };
  }, []);

  const looked = { ...size, rowHeight: ROW_PX, count: rows.count };
  const { first, end: after, above, below } = windowOf(looked);
  useEffect(() => rows.need(first, Math.max(after - 1, 0)), [rows, first, after]);
  // What is another list begins at its top.
  useEffect(() => {
    setAt(-1);
    box.current?.scrollTo(0, 0);
  }, [rows]);

  function moveTo(next: number): void {
    const index = Math.max(Math.min(next, rows.count - 1), 0);
    if (rows.count === 0) return;
    box.current?.scrollTo({ top: scrollTo(looked, index) });
    wantsFocus.current = true;
    setAt(index);
    const row = rows.at(index);
    if (openId !== null && row) onOpen?.(row);
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const move = MOVES[event.key];
      // Arrows scroll what has the focus, unless that is a row.
      const target = event.target as Element;
      const isHere =
        box.current?.contains(target) || target === document.body || target.id === 'view';
      if (!move || !isForPage(event) || !(isHere || event.key === 'j' || event.key === 'k')) return;
      event.preventDefault();
      const page = Math.max(Math.floor(size.height / ROW_PX) - 1, 1);
      moveTo(move(at, page, rows.count));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = box.current?.querySelector<HTMLElement>(`tr[data-at="${at}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const shown = fitting(columns, size.width);
  const wide = shown.reduce((sum, column) => sum + roomOf(column), 0);
  const shares = sharesOf(shown, size.width);
  const drawn = Array.from({ length: after - first }, (_, index) => first + index);
  /** The one that Tab leads to. */
  const tabbed = at >= first && at < after ? at : first;
  return (
    <div class="table" ref={box}>
      {/* While rows give way to others the browser may look: it must not find less to scroll through. */}
      <div style={{ minHeight: `${HEAD_PX + above + drawn.length * ROW_PX + below}px` }}>
        <table
          aria-label={label}
          aria-rowcount={rows.isWhole ? rows.count + 1 : -1}
          style={{ minWidth: `${Math.min(wide, Math.max(size.width, wide))}px` }}
        >
          <colgroup>
            {shown.map(({ name }, index) => (
              <col key={name} style={{ width: `${(shares[index] ?? 0) * 100}%` }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {shown.map(({ name, title, isNumber }) => (
                <th key={name} scope="col" class={isNumber ? 'number' : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody
            style={{ '--above': `${above}px`, '--below': `${below}px` }}
            onPointerOver={tellCut}
          >
            {drawn.map((index) => {
              const row = rows.at(index);
              if (!row)
                return (
                  <tr key={index} class="row empty">
                    <td colSpan={shown.length}>{row === null ? '' : '…'}</td>
                  </tr>
                );
              const id = idOf(row);
              return (
                <tr
                  key={id}
                  class="row"
                  data-at={index}
                  aria-rowindex={index + 2}
                  aria-current={id === openId}
                  tabIndex={index === tabbed ? 0 : -1}
                  onClick={() => {
                    setAt(index);
                    onOpen?.(row);
                  }}
                  onFocus={() => setAt(index)}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
                    event.preventDefault();
                    onOpen?.(row);
                  }}
                >
                  {shown.map((column) => (
                    <td key={column.name} class={column.isNumber ? 'number' : undefined}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {end}
    </div>
  );
}
