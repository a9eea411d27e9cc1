import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { ColumnMenu } from '../../kit/column-menu.js';
import { useChosen } from '../../kit/columns.js';
import { usePagedRows } from '../../kit/paged.js';
import { Empty, Failed, Loading } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { go } from '../../navigation.js';
import type { ViewProps } from '../../views.js';
import { COLUMNS } from './columns.js';
import { Detail } from './detail.js';
import { filterOf, queryOf } from './filter.js';
import { Filters } from './filters.js';
import { FirstInteraction } from './first.js';
import type { Shown } from './words.js';

/** The interactions there are, newest first, and one of them whole. */
export function View({ address, session }: ViewProps) {
  const { id, query } = address;
  const filter = filterOf(query);
  const isFiltered = Object.keys(filter).length > 0;
  const [round, setRound] = useState(0);
  const [chosen, choose] = useChosen('interactions', COLUMNS);
  const rows = usePagedRows<Shown>(`/v1/admin/interactions?${queryOf(filter)}`, round);
  const again = (): void => setRound(round + 1);
  const toRow = (next: string | null): void => {
    // Going through rows with the drawer open is one step back, not many.
    go(hrefOf('interactions', next, query), { replace: id !== null && next !== null });
  };
  const isEmpty = rows.isWhole && rows.count === 0;

  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <header class="view-head">
          <h1>Interactions</h1>
          <span class="quiet" role="status">
            {rows.isOpen && `${rows.count}${rows.isWhole ? '' : '+'}`}
          </span>
          <div class="buttons">
            <ColumnMenu columns={COLUMNS} chosen={chosen} choose={choose} />
            <button type="button" onClick={again}>
              Refresh
            </button>
          </div>
        </header>
        <Filters address={address} />
        {!rows.isOpen && <Loading label="Interactions" />}
        {rows.error && <Failed error={rows.error} again={rows.again} />}
        {isEmpty && isFiltered && (
          <Empty title="None is like that">
            <p>
              <a href={hrefOf('interactions', id)}>Clear the filters</a> to see all.
            </p>
          </Empty>
        )}
        {isEmpty && !isFiltered && <FirstInteraction />}
        {rows.count > 0 && (
          <Table
            label="Interactions"
            rows={rows}
            columns={COLUMNS.filter(({ name }) => chosen.has(name))}
            idOf={(row) => row.id}
            openId={id}
            onOpen={(row) => toRow(row.id)}
            end={rows.isWhole && <p class="quiet end">That is all.</p>}
          />
        )}
      </div>
      {id !== null && (
        <Detail
          id={id}
          session={session}
          onClose={() => toRow(null)}
          onChange={(next) => rows.update((row) => (row.id === next.id ? next : row))}
        />
      )}
    </div>
  );
}
