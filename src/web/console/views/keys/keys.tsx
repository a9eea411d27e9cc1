import { useMemo, useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { SecretDialog } from '../../kit/dialog.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { Tabs } from '../tabs.js';
import { COLUMNS } from './columns.js';
import { KeyDetail } from './key-detail.js';
import { type Made, MakeKey } from './make-key.js';
import { type Credential, KINDS, type Kind } from './words.js';

const TABS = KINDS.map(({ tab, title }) => ({
  name: tab as string,
  title,
  href: hrefOf('keys', null, tab === '' ? {} : { tab }),
}));

function List({ kind, address: { id, query }, session }: ViewProps & { readonly kind: Kind }) {
  const asked = useAsk<{ readonly items: readonly Credential[] }>(kind.path);
  const items = asked.data?.items;
  const rows = useMemo(() => rowsOf(items ?? []), [items]);
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const toRow = (next: string | null): void =>
    go(hrefOf('keys', next, query), { replace: id !== null && next !== null });
  const canMake =
    kind.make !== undefined &&
    may(session, 'admin:write') &&
    (kind.needs === undefined || may(session, kind.needs));
  const make = canMake && (
    <button type="button" class="main" onClick={() => setMaking(true)}>
      {kind.make}
    </button>
  );
  const made = ({ id: next, key, secret: text }: Made): void => {
    asked.again();
    // What pages carry is no secret: it stays in the list.
    setSecret(kind.tab === 'publishable' ? null : (text ?? key ?? null));
    toRow(next);
  };
  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <Stale since={asked.staleSince} />
        <ViewHead
          head={
            <>
              <h1>Keys</h1>
              <Tabs label="Keys" current={kind.tab} tabs={TABS} />
            </>
          }
          again={asked.again}
        >
          {rows.count > 0 && make}
        </ViewHead>
        {!items && !asked.error && <Loading label={kind.title} />}
        {asked.error && !items && <Failed error={asked.error} again={asked.again} />}
        {items?.length === 0 && (
          <Empty title={`No ${kind.one} yet`}>
            <p>{kind.what}</p>
            {make}
          </Empty>
        )}
        {rows.count > 0 && (
          <Table
            label={kind.title}
            rows={rows}
            columns={COLUMNS[kind.tab] ?? []}
            idOf={(row) => row.id}
            openId={id}
            onOpen={(row) => toRow(row.id)}
          />
        )}
      </div>
      {id !== null && items && (
        <KeyDetail
          key={id}
          kind={kind}
          credential={items.find((each) => each.id === id)}
          session={session}
          done={asked.again}
          onClose={() => toRow(null)}
        />
      )}
      {isMaking && (
        <MakeKey kind={kind} session={session} done={made} onClose={() => setMaking(false)} />
      )}
      {secret !== null && (
        <SecretDialog
          title={`The new ${kind.one}`}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </div>
  );
}

/** What opens the service to whom: made, looked at and ended. */
export function View({ address, session }: ViewProps) {
  const tab = address.query.get('tab') ?? '';
  const kind = KINDS.find((each) => each.tab === tab) ?? KINDS[0];
  return <List key={kind.tab} kind={kind} address={address} session={session} />;
}
