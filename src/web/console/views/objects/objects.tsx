import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Kind } from '../../../../domain/objects/kinds.js';
import { hrefOf } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { type Page, useAsk } from '../../wire.js';
import { Tabs } from '../tabs.js';
import { ObjectDetail } from './detail.js';
import { NewObject } from './new-object.js';
import { Provisioning } from './provisioning.js';
import { inShort, KIND_TITLES, KINDS, type Provisioned, pathOf } from './words.js';

const COLUMNS: readonly Column<Provisioned>[] = [
  { name: 'name', title: 'Name', width: 240, cell: ({ name }) => <bdi>{name}</bdi> },
  {
    name: 'by',
    title: 'Made by',
    width: 128,
    cell: ({ provisioned }) => <span class="word">{provisioned ? 'provisioning' : 'hand'}</span>,
  },
  { name: 'short', title: 'In short', width: 280, cell: (object) => <bdi>{inShort(object)}</bdi> },
  {
    name: 'description',
    title: 'What it is for',
    width: 360,
    cell: ({ properties }) => <bdi>{String(properties.description ?? '')}</bdi>,
  },
  { name: 'version', title: 'Version', width: 72, isNumber: true, cell: ({ version }) => version },
];

const PLAN = 'provisioning';

/** The kind and the name that an address is of; a name may have slashes. */
function placeOf(id: string | null): { readonly kind: string; readonly name: string | null } {
  const [kind = 'agent-groups', ...rest] = (id ?? '').split('/').filter((part) => part !== '');
  return { kind, name: rest.length > 0 ? rest.join('/') : null };
}

function Kinds({
  kind,
  name,
  session,
  head,
}: Pick<ViewProps, 'session'> & {
  readonly kind: Kind;
  readonly name: string | null;
  readonly head: ComponentChildren;
}) {
  const asked = useAsk<Page<Provisioned>>(`${pathOf(kind)}`);
  const items = asked.data?.items;
  const rows = useMemo(() => rowsOf(items ?? []), [items]);
  const [isMaking, setMaking] = useState(false);
  const canChange = may(session, 'admin:write');
  const toRow = (next: string | null): void =>
    go(hrefOf('objects', next === null ? kind : `${kind}/${next}`), {
      replace: name !== null && next !== null,
    });
  return (
    <div class="list-view">
      <div class="list">
        <Stale since={asked.staleSince} />
        <ViewHead head={head} again={asked.again}>
          {canChange && (
            <button type="button" onClick={() => setMaking(true)}>
              New {KIND_TITLES[kind].one}
            </button>
          )}
        </ViewHead>
        {!items && !asked.error && <Loading label={KIND_TITLES[kind].many} />}
        {asked.error && !items && <Failed error={asked.error} again={asked.again} />}
        {items?.length === 0 && (
          <Empty title={`There are no ${KIND_TITLES[kind].many}`}>
            <p>
              <a href={hrefOf('objects', PLAN)}>Provisioning</a> makes those that the service needs.
            </p>
          </Empty>
        )}
        {rows.count > 0 && (
          <Table
            label={KIND_TITLES[kind].many}
            rows={rows}
            columns={COLUMNS.filter(
              ({ name }) => name !== 'short' || items?.some((object) => inShort(object) !== ''),
            )}
            idOf={(row) => row.name}
            openId={name}
            onOpen={(row) => toRow(row.name)}
          />
        )}
      </div>
      {name !== null && (
        <ObjectDetail
          key={`${kind}/${name}`}
          kind={kind}
          name={name}
          session={session}
          onClose={() => toRow(null)}
          onChange={asked.again}
        />
      )}
      {isMaking && (
        <NewObject
          kind={kind}
          names={(items ?? []).map((each) => each.name)}
          done={(made) => {
            asked.again();
            toRow(made);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

/** The provisioned objects by kind, and the plan of provisioning before it is applied. */
export function View({ address: { id }, session }: ViewProps) {
  const { kind, name } = placeOf(id);
  const tabs = [
    ...KINDS.map((each) => ({
      name: each as string,
      title: KIND_TITLES[each].many,
      href: hrefOf('objects', each),
    })),
    ...(may(session, 'admin:write')
      ? [{ name: PLAN, title: 'Provisioning', href: hrefOf('objects', PLAN) }]
      : []),
  ];
  const head = (
    <>
      <h1>Objects</h1>
      <Tabs label="Kinds" current={kind} tabs={tabs} />
    </>
  );
  if (kind === PLAN) return <Provisioning session={session} head={head} />;
  const known = KINDS.find((each) => each === kind);
  return known ? (
    <Kinds key={known} kind={known} name={name} session={session} head={head} />
  ) : (
    <div class="list">
      <header class="view-head">{head}</header>
      <Empty title="There is no such kind">
        <p>Those that there are stand above.</p>
      </Empty>
    </div>
  );
}
