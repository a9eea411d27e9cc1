import { useMemo } from 'preact/hooks';
import { hrefOf, withQuery } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { SelectField, TextField } from '../../kit/field.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { Ago } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { Detail } from './detail.js';
import { type Option, Value } from './option.js';

const COLUMNS: readonly Column<Option>[] = [
  {
    name: 'name',
    title: 'Option',
    width: 230,
    cell: ({ name, warning }) => (
      <>
        {/* What tells one from another is at the end of the name: that is what stays in sight. */}
        <code class="tail">
          <bdi dir="ltr">{name}</bdi>
        </code>{' '}
        {warning && <span class="word warn">look at this</span>}
      </>
    ),
  },
  { name: 'value', title: 'Value', width: 120, cell: (option) => <Value of={option} /> },
  { name: 'does', title: 'What it does', width: 300, cell: ({ description }) => description },
  {
    name: 'default',
    title: 'Default',
    width: 90,
    cell: (option) => (option.isDefault ? <span class="quiet">the same</span> : option.default),
  },
  { name: 'valid', title: 'Valid', width: 120, cell: ({ valid }) => valid },
  {
    name: 'changed',
    title: 'Changed',
    width: 150,
    cell: ({ updatedAt, updatedBy }) =>
      updatedAt && (
        <>
          <Ago at={updatedAt} /> ago by <bdi>{updatedBy}</bdi>
        </>
      ),
  },
];

const has = (option: Option, words: string): boolean =>
  [option.name, option.description, option.value ?? '', option.valid].some((text) =>
    text.toLowerCase().includes(words),
  );

/** Every option with its value, and one of them whole: what is valid, what a change would do, its history. */
export function View({ address: { id, query }, session }: ViewProps) {
  const asked = useAsk<{ readonly items: readonly Option[] }>('/v1/admin/options');
  const words = (query.get('q') ?? '').trim().toLowerCase();
  const section = query.get('section') ?? '';
  const only = query.get('only') ?? '';
  const all = asked.data?.items ?? [];
  const shown = useMemo(
    () =>
      (asked.data?.items ?? []).filter(
        (option) =>
          (words === '' || has(option, words)) &&
          (section === '' || option.section === section) &&
          (only !== 'changed' || !option.isDefault) &&
          (only !== 'warned' || option.warning !== null),
      ),
    [asked.data, words, section, only],
  );
  const rows = useMemo(() => rowsOf(shown), [shown]);
  const filter = (name: string, value: string): void =>
    go(hrefOf('options', id, withQuery(query, { [name]: value })), { replace: name === 'q' });
  const toRow = (next: string | null): void =>
    go(hrefOf('options', next, query), { replace: id !== null && next !== null });
  const changed = all.filter(({ isDefault }) => !isDefault).length;
  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <Stale since={asked.staleSince} />
        <ViewHead
          head="Options"
          told={
            asked.data && (
              <>
                {shown.length === all.length ? all.length : `${shown.length} of ${all.length}`} ·{' '}
                {changed === 0 ? 'all as shipped' : `${changed} changed`}
              </>
            )
          }
          again={asked.again}
        />
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <TextField
            label="Find"
            type="search"
            placeholder="a name, a word, a value"
            value={query.get('q') ?? ''}
            onValue={(value) => filter('q', value)}
          />
          <SelectField
            label="Section"
            any="Any"
            value={section}
            choices={[...new Set(all.map((option) => option.section))]}
            onValue={(value) => filter('section', value)}
          />
          <SelectField
            label="Show"
            any="All"
            value={only}
            choices={[
              { value: 'changed', label: 'Changed' },
              { value: 'warned', label: 'With a warning' },
            ]}
            onValue={(value) => filter('only', value)}
          />
          {(words || section || only) && (
            <a class="clear" href={hrefOf('options', id)}>
              Clear the filters
            </a>
          )}
        </form>
        {!asked.data && !asked.error && <Loading label="Options" />}
        {asked.error && !asked.data && <Failed error={asked.error} again={asked.again} />}
        {asked.data && shown.length === 0 && (
          <Empty title="None is like that">
            <p>
              <a href={hrefOf('options', id)}>Clear the filters</a> to see all.
            </p>
          </Empty>
        )}
        {shown.length > 0 && (
          <Table
            label="Options"
            rows={rows}
            columns={COLUMNS}
            idOf={({ name }) => name}
            openId={id}
            onOpen={({ name }) => toRow(name)}
          />
        )}
      </div>
      {id !== null && (
        <Detail
          key={id}
          name={id}
          session={session}
          onClose={() => toRow(null)}
          onChange={asked.again}
        />
      )}
    </div>
  );
}
