import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Address, hrefOf } from '../address.js';
import { isForPage } from '../keys.js';
import { type Changes, useChanges } from '../live.js';
import { go } from '../navigation.js';
import { ask, type Page } from '../wire.js';
import { ColumnMenu } from './column-menu.js';
import { type Column, useChosen } from './columns.js';
import { numeral } from './numbers.js';
import { usePagedRows } from './paged.js';
import { countOf } from './rows.js';
import { Empty, Failed, Loading } from './states.js';
import { Table } from './table.js';

/** What a list makes of what it is told. */
export interface Told<T, Brief extends { readonly id: string }> {
  /** Those of the changes that are of its kind. */
  of(changes: Changes): readonly Brief[];
  /** Whether it would be in the list, as far as that can be known; `newest` is the id of the first row, empty without one. */
  isIn(brief: Brief, newest: string): boolean;
  /** Whether that is known for sure: else the service is asked before anything is announced. */
  readonly isSure: boolean;
  /** A row as it is now, as far as that is known; the rest is asked for. */
  apply(row: T, brief: Brief): T;
}

export interface ListViewProps<
  T extends { readonly id: string },
  B extends { readonly id: string },
> {
  readonly address: Address;
  readonly title: string;
  /** The list of the service, with its filters. */
  readonly path: string;
  readonly isFiltered: boolean;
  readonly columns: readonly Column<T>[];
  readonly filters: ComponentChildren;
  readonly told: Told<T, B>;
  /** Beside the heading; `again` begins the list anew. */
  actions?(again: () => void): ComponentChildren;
  /** There is nothing at all, not even without filters. */
  readonly empty: ComponentChildren;
  /** What is open, with how often something has happened to it. */
  drawer(
    id: string,
    round: number,
    onClose: () => void,
    onChange: (next: T) => void,
  ): ComponentChildren;
}

/** The least time between two looks at rows that have changed. */
const LOOK_MS = 1_500;
/** The rows at the top among which newer ones are looked for. */
const LOOKED_AT = 50;
/** Later than every id. */
const NEVER = '\uffff';

/**
 * A list of the service beside one of its things: filtered by its address, gone through by keys, as
 * long as there may be. What happens is shown in place; newer rows are announced, and come by
 * themselves only while nobody has a hand on the list.
 */
export function ListView<T extends { readonly id: string }, B extends { readonly id: string }>({
  address: { view, id, query },
  title,
  path,
  isFiltered,
  columns,
  filters,
  told,
  actions,
  empty,
  drawer,
}: ListViewProps<T, B>) {
  const [round, setRound] = useState(0);
  const [openRound, setOpenRound] = useState(0);
  const [newer, setNewer] = useState<ReadonlySet<string>>(new Set());
  const [chosen, choose] = useChosen(view, columns);
  const rows = usePagedRows<T>(path, round);
  const element = useRef<HTMLDivElement>(null);
  const look = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const again = (): void => {
    setNewer(new Set());
    setRound((now) => now + 1);
  };
  const toRow = (next: string | null): void =>
    // Going through rows with one open is one step back, not many.
    go(hrefOf(view, next, query), { replace: id !== null && next !== null });
  // What is filtered otherwise knows of nothing newer.
  useEffect(() => setNewer(new Set()), [path]);
  useEffect(() => () => clearTimeout(look.current), []);

  /** The id of the first row, also while it is not held. */
  const top = useRef(NEVER);
  if (rows.isOpen) top.current = rows.at(0)?.id ?? (rows.count === 0 ? '' : top.current);
  const newest = useRef(0);
  newest.current = newer.size;
  /** What may be in the list by all that is known of it. */
  const perhaps = useRef(new Set<string>());
  const announce = (fresh: readonly { readonly id: string }[]): void => {
    if (fresh.length === 0) return;
    newest.current += fresh.length;
    setNewer((before) => new Set([...before, ...fresh.map((each) => each.id)]));
  };
  /** The first rows as they are now; none when they cannot be had. */
  const newestRows = async (): Promise<readonly T[]> => {
    const [list, query = ''] = path.split('?');
    const asked = `${list}?${query}${query && '&'}pageSize=${LOOKED_AT}`;
    return (await ask<Page<T>>('GET', asked).catch(() => ({ items: [] }))).items;
  };

  const isInHand = (): boolean => {
    const table = element.current?.querySelector('.table');
    if (id !== null) return true;
    // An empty list is in nobody's way.
    if (!table) return false;
    return table.scrollTop > 0 || table.matches(':hover, :focus-within');
  };
  useChanges((changes) => {
    const briefs = new Map(told.of(changes).map((brief) => [brief.id, brief]));
    if (id !== null && (briefs.has(id) || changes.more)) setOpenRound((now) => now + 1);
    rows.update((row) => {
      const brief = briefs.get(row.id);
      return brief ? told.apply(row, brief) : row;
    });
    const fresh = [...briefs.values()].filter(
      (brief) => told.isIn(brief, top.current) && !rows.has((row) => row.id === brief.id),
    );
    if (told.isSure) announce(fresh);
    else for (const { id } of fresh) perhaps.current.add(id);
    if (briefs.size === 0 && !changes.more) return;
    look.current ??= setTimeout(async () => {
      look.current = undefined;
      const asked = perhaps.current;
      perhaps.current = new Set();
      if (asked.size > 0) announce((await newestRows()).filter((row) => asked.has(row.id)));
      if (newest.current > 0 && !isInHand()) again();
      else rows.refresh((row) => row.id);
    }, LOOK_MS);
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '.' || !isForPage(event)) return;
      event.preventDefault();
      again();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const isEmpty = rows.isWhole && rows.count === 0;
  return (
    <div class="list-view" ref={element}>
      <div class="list">
        <header class="view-head">
          <h1>{title}</h1>
          <span class="quiet" role="status">
            {countOf(rows)}
          </span>
          {newer.size > 0 && (
            <button type="button" class="newer small" aria-keyshortcuts="." onClick={again}>
              {numeral(newer.size)} newer
            </button>
          )}
          <div class="buttons">
            {rows.count > 0 && actions?.(again)}
            {rows.count > 0 && <ColumnMenu columns={columns} chosen={chosen} choose={choose} />}
          </div>
        </header>
        {/* What there is nothing of, nobody filters. */}
        {!(isEmpty && !isFiltered) && filters}
        {!rows.isOpen && <Loading label={title} />}
        {rows.error && <Failed error={rows.error} again={rows.again} />}
        {isEmpty && isFiltered && (
          <Empty title="None is like that">
            <p>
              <a href={hrefOf(view, id)}>Clear the filters</a> to see all.
            </p>
          </Empty>
        )}
        {isEmpty && !isFiltered && empty}
        {rows.count > 0 && (
          <Table
            label={title}
            rows={rows}
            columns={columns.filter(({ name }) => chosen.has(name))}
            idOf={(row) => row.id}
            openId={id}
            onOpen={(row) => toRow(row.id)}
            end={rows.isWhole && <p class="quiet end">That is all.</p>}
          />
        )}
      </div>
      {id !== null &&
        drawer(
          id,
          openRound,
          () => toRow(null),
          (next) => rows.update((row) => (row.id === next.id ? next : row)),
        )}
    </div>
  );
}
