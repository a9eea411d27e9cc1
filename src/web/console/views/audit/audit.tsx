import { useState } from 'preact/hooks';
import { hrefOf, withQuery } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { SelectField, TextField } from '../../kit/field.js';
import { MomentField } from '../../kit/moment-field.js';
import { usePagedRows } from '../../kit/paged.js';
import { countOf } from '../../kit/rows.js';
import { Empty, Loading } from '../../kit/states.js';
import { Ago, Moment } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { DiffOfValues } from '../../text/diff-view.js';
import type { ViewProps } from '../../views.js';
import { ListBody, rowWith } from '../list-body.js';
import { ACTIONS, changeOf, type Entry, hrefOfTarget, idOf } from './words.js';

const FILTERS = ['action', 'target', 'key', 'after', 'before'] as const;
type Filter = (typeof FILTERS)[number];

const COLUMNS: readonly Column<Entry>[] = [
  { name: 'at', title: 'Ago', width: 104, cell: ({ at }) => <Ago at={at} /> },
  { name: 'action', title: 'What', width: 184, cell: ({ action }) => <code>{action}</code> },
  { name: 'key', title: 'Who', width: 96, cell: ({ keyName }) => <bdi>{keyName}</bdi> },
  { name: 'target', title: 'To what', width: 180, cell: ({ target }) => <bdi>{target}</bdi> },
  {
    name: 'change',
    title: 'What changed',
    width: 200,
    cell: (entry) => <bdi>{changeOf(entry)}</bdi>,
  },
];

function Filters({ address: { query } }: Pick<ViewProps, 'address'>) {
  const set = (name: Filter, value: string): void =>
    go(hrefOf('audit', null, withQuery(query, { [name]: value.trim() })));
  const givenOf = (name: Filter): string => query.get(name) ?? '';
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="What"
        any="Anything"
        value={givenOf('action')}
        choices={ACTIONS}
        onValue={(value) => set('action', value)}
      />
      <TextField
        label="To what"
        placeholder="a name, an id"
        value={givenOf('target')}
        onDone={(value) => set('target', value)}
      />
      <TextField
        label="Who"
        placeholder="the id of a key"
        value={givenOf('key')}
        onDone={(value) => set('key', value)}
      />
      <details class="more" open={givenOf('after') !== '' || givenOf('before') !== ''}>
        <summary>Times</summary>
        <div>
          <MomentField
            label="After"
            value={givenOf('after')}
            onDone={(value) => set('after', value)}
          />
          <MomentField
            label="Before"
            value={givenOf('before')}
            onDone={(value) => set('before', value)}
          />
        </div>
      </details>
      {FILTERS.some((name) => givenOf(name) !== '') && (
        <a class="clear" href={hrefOf('audit')}>
          Clear the filters
        </a>
      )}
    </form>
  );
}

function Detail({ entry }: { readonly entry: Entry }) {
  const href = hrefOfTarget(entry);
  return (
    <>
      <div class="rows">
        <p class="line">
          <code>{entry.action}</code>
        </p>
        <Pairs
          of={[
            [
              'To what',
              href ? (
                <a key="target" href={href}>
                  <bdi>{entry.target}</bdi>
                </a>
              ) : (
                entry.target
              ),
            ],
            [
              'Who',
              <a key="who" href={hrefOf('audit', null, { key: entry.keyId })}>
                <bdi>{entry.keyName}</bdi>
              </a>,
            ],
            ['When', <Moment key="when" at={entry.at} />],
            ['Key', <code key="key">{entry.keyId}</code>],
          ]}
        />
      </div>
      <Section title="What changed">
        {entry.before == null && entry.after == null ? (
          <p class="quiet">Nothing is noted of what it was before and after.</p>
        ) : (
          <DiffOfValues before={entry.before} after={entry.after} label="Before and after" />
        )}
      </Section>
    </>
  );
}

/** Every change that operators made: who, when, to what, from what to what. */
export function View({ address }: ViewProps) {
  const { id, query } = address;
  const [round, setRound] = useState(0);
  const filter = new URLSearchParams(
    FILTERS.flatMap((name): [string, string][] => {
      const value = query.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const rows = usePagedRows<Entry>(`/v1/admin/audit?${filter}`, round);
  const open = rowWith(rows, id, idOf);
  const toRow = (next: string | null): void =>
    go(hrefOf('audit', next, query), { replace: id !== null && next !== null });
  return (
    <div class="list-view">
      <div class="list">
        <ViewHead head="Audit" told={countOf(rows)} again={() => setRound(round + 1)} />
        <Filters address={address} />
        <ListBody
          label="Audit"
          rows={rows}
          columns={COLUMNS}
          idOf={idOf}
          openId={id}
          onOpen={(row) => toRow(idOf(row))}
          isFiltered={filter.size > 0}
          clear={hrefOf('audit')}
        >
          <Empty title="Nothing was changed yet">
            <p>Whatever operators do stands here: who, when, from what to what.</p>
          </Empty>
        </ListBody>
      </div>
      {id !== null && (
        <Drawer label={`Change ${id}`} title="Change" onClose={() => toRow(null)}>
          {!rows.isOpen && <Loading label="Change" />}
          {rows.isOpen && !open && (
            <Empty title="It is not among those in the list">
              <p>Scroll down to older ones, or change the filters: then it opens here.</p>
            </Empty>
          )}
          {open && <Detail entry={open} />}
        </Drawer>
      )}
    </div>
  );
}
