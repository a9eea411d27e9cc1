import { useMemo } from 'preact/hooks';
import type { Column } from '../../kit/columns.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { Ago } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { useRounds } from '../rounds.js';

/** A process that serves, as it is told of. */
interface Node {
  readonly id: string;
  readonly self: boolean;
  readonly host: string;
  readonly version: string;
  readonly startedAt: string;
  readonly seenAt: string;
  readonly leases: readonly string[];
}

/** Background work, as people call it. */
const WORK: Readonly<Record<string, string>> = {
  expiry: 'deadlines',
  views: 'cleaning',
  upkeep: 'housekeeping',
};

const COLUMNS: readonly Column<Node>[] = [
  {
    name: 'host',
    title: 'Machine',
    width: 150,
    cell: ({ host, self }) => (
      <>
        <bdi>{host}</bdi> {self && <span class="word good">answers you</span>}
      </>
    ),
  },
  { name: 'seen', title: 'Last seen', width: 84, cell: ({ seenAt }) => <Ago at={seenAt} /> },
  {
    name: 'since',
    title: 'Serves for',
    width: 108,
    cell: ({ startedAt }) => <Ago at={startedAt} />,
  },
  {
    name: 'leases',
    title: 'In the background',
    width: 220,
    cell: ({ leases }) =>
      leases.length === 0 ? (
        <span class="quiet">–</span>
      ) : (
        leases.map((name) => WORK[name] ?? name).join(', ')
      ),
  },
  { name: 'version', title: 'Version', width: 80, cell: ({ version }) => version },
  { name: 'id', title: 'Process', width: 140, cell: ({ id }) => <code>{id}</code> },
];

/** The processes that serve together, and what each does in the background. */
export function View() {
  const asked = useRounds<{ readonly items: readonly Node[] }>('/v1/admin/nodes');
  const items = asked.data?.items;
  const rows = useMemo(() => rowsOf(items ?? []), [items]);
  const versions = new Set(items?.map(({ version }) => version));
  return (
    <div class="list-view">
      <div class="list">
        <Stale since={asked.staleSince} />
        <ViewHead
          head="Processes"
          told={
            items && `${items.length}${versions.size > 1 ? ` · ${versions.size} versions` : ''}`
          }
          again={asked.again}
        />
        {!items && !asked.error && <Loading label="Processes" />}
        {asked.error && !items && <Failed error={asked.error} again={asked.again} />}
        {items && items.length < 2 && (
          <Empty title="One process serves">
            <p>
              Others can serve beside it once all of them share a PostgreSQL database:{' '}
              <a href="/docs/scaling">when, and how to move there</a>.
            </p>
          </Empty>
        )}
        {rows.count > 0 && (
          <Table label="Processes" rows={rows} columns={COLUMNS} idOf={({ id }) => id} />
        )}
      </div>
    </div>
  );
}
