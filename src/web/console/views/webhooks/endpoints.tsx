import { useEffect, useMemo, useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { SecretDialog } from '../../kit/dialog.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { Ago } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { may } from '../../session.js';
import { ask, Refused, Unreachable } from '../../wire.js';
import { EndpointDetail } from './endpoint.js';
import { EndpointForm } from './endpoint-form.js';
import type { PartProps } from './part.js';
import { type Endpoint, healthOf, PATH, rateWords, type Statistics } from './words.js';

type Days = ReadonlyMap<string, Statistics>;

/** The last 24 hours of each endpoint, each as soon as it is known. */
function useDays(endpoints: readonly Endpoint[] | undefined): Days {
  const [days, setDays] = useState<Days>(new Map());
  useEffect(() => {
    let isWanted = true;
    const look = async ({ id }: Endpoint): Promise<void> => {
      try {
        const day = await ask<Statistics>('GET', `${PATH}/${id}/statistics`);
        if (isWanted) setDays((known) => new Map(known).set(id, day));
      } catch (error) {
        // Then nobody knows how it does; the list says the rest.
        if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      }
    };
    for (const endpoint of endpoints ?? []) void look(endpoint);
    return () => {
      isWanted = false;
    };
  }, [endpoints]);
  return days;
}

const columnsFor = (days: Days): readonly Column<Endpoint>[] => [
  {
    name: 'health',
    title: 'Health',
    width: 88,
    cell: (endpoint) => {
      const health = healthOf(endpoint, days.get(endpoint.id));
      return health && <span class={`word ${health.tone}`}>{health.word}</span>;
    },
  },
  {
    name: 'url',
    title: 'Endpoint',
    width: 240,
    cell: ({ url, description }) => (
      <>
        <bdi>{description || url}</bdi>{' '}
        {description && (
          <bdi class="quiet" dir="ltr">
            {url}
          </bdi>
        )}
      </>
    ),
  },
  {
    name: 'rate',
    title: 'Answered 2xx, 24 h',
    width: 140,
    cell: ({ id }) => {
      const day = days.get(id);
      return day && rateWords(day);
    },
  },
  {
    name: 'latency',
    title: 'Average',
    width: 80,
    isNumber: true,
    cell: ({ id }) => {
      const ms = days.get(id)?.averageDurationMs;
      return ms === null || ms === undefined ? '' : `${Math.round(ms)} ms`;
    },
  },
  {
    name: 'pending',
    title: 'Waiting',
    width: 72,
    isNumber: true,
    cell: ({ id }) => days.get(id)?.pending.toLocaleString('en'),
  },
  {
    name: 'failing',
    title: 'Failing for',
    width: 104,
    cell: ({ id }) => {
      const since = days.get(id)?.failingSince;
      return since && <Ago at={since} />;
    },
  },
  {
    name: 'events',
    title: 'Events',
    width: 200,
    cell: ({ eventTypes }) => <code>{eventTypes.join(', ')}</code>,
  },
];

/** Who is told, and how that goes. */
export function Endpoints({ address: { id, query }, session, endpoints, head }: PartProps) {
  const items = endpoints.data?.items;
  const days = useDays(items);
  const rows = useMemo(() => rowsOf(items ?? []), [items]);
  const columns = useMemo(() => columnsFor(days), [days]);
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const canChange = may(session, 'admin:write');
  const toRow = (next: string | null): void =>
    go(hrefOf('webhooks', next, query), { replace: id !== null && next !== null });
  const open = items?.find((each) => each.id === id);
  const make = canChange && (
    <button type="button" class="main" onClick={() => setMaking(true)}>
      New endpoint
    </button>
  );
  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <Stale since={endpoints.staleSince} />
        <ViewHead head={head} again={endpoints.again}>
          {rows.count > 0 && make}
        </ViewHead>
        {!items && !endpoints.error && <Loading label="Endpoints" />}
        {endpoints.error && !items && <Failed error={endpoints.error} again={endpoints.again} />}
        {items?.length === 0 && (
          <Empty title="Nobody is told yet">
            <p>
              An endpoint is an address of yours that is told what happens: signed, tried again for
              days, and never twice without saying so.
            </p>
            {make}
          </Empty>
        )}
        {rows.count > 0 && (
          <Table
            label="Endpoints"
            rows={rows}
            columns={columns}
            idOf={(row) => row.id}
            openId={id}
            onOpen={(row) => toRow(row.id)}
          />
        )}
      </div>
      {id !== null && items && (
        <EndpointDetail
          key={id}
          endpoint={open}
          session={session}
          onClose={() => toRow(null)}
          onChange={endpoints.again}
          onSecret={setSecret}
        />
      )}
      {isMaking && (
        <EndpointForm
          done={(made) => {
            endpoints.again();
            setSecret(made.secret ?? null);
            toRow(made.id);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {secret !== null && (
        <SecretDialog
          title="The secret of this endpoint"
          secret={secret}
          onClose={() => setSecret(null)}
        >
          <p class="quiet">Receivers check with it that a message is from here.</p>
        </SecretDialog>
      )}
    </div>
  );
}
