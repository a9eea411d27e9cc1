import { useState } from 'preact/hooks';
import { hrefOf, withQuery } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { Copy } from '../../kit/copy.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { SelectField, TextField } from '../../kit/field.js';
import { usePagedRows } from '../../kit/paged.js';
import { countOf } from '../../kit/rows.js';
import { Empty } from '../../kit/states.js';
import { Ago, Moment } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { written } from '../../text/places.js';
import { ListBody, rowWith } from '../list-body.js';
import { nameOf, type PartProps } from './part.js';

interface OutboxEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly interactionId: string | null;
  readonly data: unknown;
  readonly deliveries: readonly {
    readonly endpointId: string;
    readonly status: 'pending' | 'succeeded' | 'failed';
  }[];
}

const TONES = { pending: 'retrying', succeeded: 'succeeded', failed: 'given_up' } as const;

const counted = ({ deliveries }: OutboxEvent): string => {
  const arrived = deliveries.filter(({ status }) => status === 'succeeded').length;
  return `${arrived} of ${deliveries.length} ${deliveries.length === 1 ? 'endpoint has' : 'endpoints have'} it`;
};

const COLUMNS: readonly Column<OutboxEvent>[] = [
  { name: 'age', title: 'Age', width: 80, cell: ({ timestamp }) => <Ago at={timestamp} /> },
  { name: 'type', title: 'Event', width: 200, cell: ({ type }) => <code>{type}</code> },
  { name: 'arrived', title: 'Delivered', width: 190, cell: counted },
  {
    name: 'interaction',
    title: 'Interaction',
    width: 280,
    cell: ({ interactionId }) => interactionId && <code>{interactionId}</code>,
  },
  {
    name: 'at',
    title: 'Moment',
    width: 200,
    isExtra: true,
    cell: ({ timestamp }) => <Moment at={timestamp} />,
  },
];

/** What happened, and whether everybody who subscribed knows; first what somebody does not. */
export function Events({ address: { id, query }, endpoints, head }: PartProps) {
  const [round, setRound] = useState(0);
  const shown = query.get('show') ?? '';
  const after = query.get('after') ?? '';
  const filter = new URLSearchParams({
    ...(shown !== 'all' && { deliverySuccess: shown === 'delivered' ? 'true' : 'false' }),
    ...(after && { after }),
  });
  const rows = usePagedRows<OutboxEvent>(`/v1/admin/events?${filter}`, round);
  const open = rowWith(rows, id, (row) => row.id);
  const set = (name: 'show' | 'after', value: string): void =>
    go(hrefOf('webhooks', null, withQuery(query, { [name]: value.trim() })));
  const toRow = (next: string | null): void =>
    go(hrefOf('webhooks', next, query), { replace: id !== null && next !== null });
  const clear = hrefOf('webhooks', null, { tab: 'events' });
  const isForNobody = endpoints.data?.items.length === 0;
  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <ViewHead head={head} told={countOf(rows)} again={() => setRound(round + 1)} />
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <SelectField
            label="Show"
            any="Undelivered"
            value={shown}
            choices={[
              { value: 'delivered', label: 'Delivered' },
              { value: 'all', label: 'All' },
            ]}
            onValue={(value) => set('show', value)}
          />
          <TextField
            label="After (an id, or a moment)"
            type="search"
            placeholder="2030-03-18T08:00:00Z"
            value={after}
            onDone={(value) => set('after', value)}
          />
        </form>
        <ListBody
          label="Events"
          rows={rows}
          columns={COLUMNS.filter(({ isExtra }) => !isExtra)}
          idOf={(row) => row.id}
          openId={id}
          onOpen={(row) => toRow(row.id)}
          isFiltered={after !== '' || shown === 'delivered'}
          clear={clear}
        >
          {isForNobody ? (
            <Empty title="Nobody is told yet">
              <p>
                An event is kept when an endpoint subscribes to its type as it happens.{' '}
                <a href={hrefOf('webhooks')}>Make an endpoint</a>; what it has not had stands here.
              </p>
            </Empty>
          ) : (
            <Empty title={shown === 'all' ? 'No events yet' : 'Nothing is undelivered'}>
              <p>
                {shown === 'all'
                  ? 'An event is kept when an endpoint subscribes to its type as it happens.'
                  : 'Every subscriber has had everything.'}
              </p>
            </Empty>
          )}
        </ListBody>
      </div>
      {id !== null && (
        <Drawer label={`Event ${id}`} title="Event" onClose={() => toRow(null)}>
          {rows.isOpen && !open && (
            <Empty title="It is not among those in the list">
              <p>Show all, or begin at another moment: then it opens here.</p>
            </Empty>
          )}
          {open && (
            <>
              <div class="rows">
                <p class="line">
                  <code>{open.type}</code>
                  <span class="quiet">{counted(open)}</span>
                </p>
              </div>
              <Section title="Who was told">
                <ul class="lines">
                  {open.deliveries.map(({ endpointId, status }) => (
                    <li key={endpointId}>
                      <span class={`word ${TONES[status]}`}>{status}</span>
                      <a href={hrefOf('webhooks', null, { tab: 'deliveries', endpointId })}>
                        <bdi>{nameOf(endpoints, endpointId)}</bdi>
                      </a>
                    </li>
                  ))}
                </ul>
              </Section>
              <Section title="What it is">
                <Pairs
                  of={[
                    ['When', <Moment key="at" at={open.timestamp} />],
                    [
                      'Interaction',
                      open.interactionId && (
                        <a key="interaction" href={hrefOf('interactions', open.interactionId)}>
                          <code>{open.interactionId}</code>
                        </a>
                      ),
                    ],
                    [
                      'Id',
                      <span key="id" class="with-copy">
                        <code>{open.id}</code> <Copy text={open.id} />
                      </span>,
                    ],
                  ]}
                />
              </Section>
              <Section title="What it says">
                {open.data === null ? (
                  <p class="quiet">Nothing any more: the person asked to be forgotten.</p>
                ) : (
                  <pre class="excerpt" dir="auto">
                    {written(open.data)}
                  </pre>
                )}
              </Section>
            </>
          )}
        </Drawer>
      )}
    </div>
  );
}
