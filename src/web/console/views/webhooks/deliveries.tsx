import { useState } from 'preact/hooks';
import { WEBHOOK_EVENT_TYPES } from '../../../../domain/event-types.js';
import { hrefOf, withQuery } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { SelectField, TextField } from '../../kit/field.js';
import { usePagedRows } from '../../kit/paged.js';
import { countOf } from '../../kit/rows.js';
import { Empty } from '../../kit/states.js';
import { Ago, Countdown } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { ListBody, rowWith } from '../list-body.js';
import { DeliveryDetail } from './delivery.js';
import { choicesOf, nameOf, type PartProps } from './part.js';
import { type Delivery, STATE_WORDS } from './words.js';

const FILTERS = ['endpointId', 'eventType', 'status', 'interactionId'] as const;
type Filter = (typeof FILTERS)[number];

const STATUSES = [
  { value: 'failed', label: 'failing or given up' },
  { value: 'retrying', label: 'retrying' },
  { value: 'given_up', label: 'given up' },
  { value: 'pending', label: 'still to be sent' },
  { value: 'succeeded', label: 'delivered' },
];

const columnsFor = (endpoints: PartProps['endpoints']): readonly Column<Delivery>[] => [
  {
    name: 'state',
    title: 'State',
    width: 112,
    cell: ({ state }) => <span class={`word ${state}`}>{STATE_WORDS[state]}</span>,
  },
  { name: 'event', title: 'Event', width: 190, cell: ({ eventType }) => <code>{eventType}</code> },
  {
    name: 'last',
    title: 'Last answer',
    width: 150,
    cell: ({ lastStatus, lastError }) => <bdi>{lastStatus ?? lastError ?? ''}</bdi>,
  },
  {
    name: 'attempts',
    title: 'Attempts',
    width: 76,
    isNumber: true,
    cell: ({ attemptCount }) => attemptCount,
  },
  {
    name: 'at',
    title: 'Last tried',
    width: 96,
    cell: ({ attempts }) => <Ago at={attempts.at(-1)?.at ?? null} />,
  },
  {
    name: 'next',
    title: 'Next in',
    width: 84,
    isNumber: true,
    cell: ({ nextAttemptAt }) => <Countdown until={nextAttemptAt} />,
  },
  {
    name: 'endpoint',
    title: 'Endpoint',
    width: 220,
    cell: ({ endpointId }) => <bdi>{nameOf(endpoints, endpointId)}</bdi>,
  },
];

/** What was sent, and what came of it. */
export function Deliveries({ address, session, endpoints, head }: PartProps) {
  const { query } = address;
  const id = address.id ?? query.get('delivery');
  const [round, setRound] = useState(0);
  const filter = new URLSearchParams(
    FILTERS.flatMap((name): [string, string][] => {
      const value = query.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const rows = usePagedRows<Delivery>(`/v1/admin/deliveries?${filter}`, round);
  const open = rowWith(rows, id, (row) => row.id);
  const set = (name: Filter, value: string): void =>
    go(hrefOf('webhooks', null, withQuery(query, { [name]: value.trim() })));
  const toRow = (next: string | null): void =>
    go(hrefOf('webhooks', next, withQuery(query, { delivery: null })), {
      replace: id !== null && next !== null,
    });
  const clear = hrefOf('webhooks', null, { tab: 'deliveries' });
  const isFiltered = filter.size > 0;
  return (
    <div class="list-view" data-open={id !== null}>
      <div class="list">
        <ViewHead head={head} told={countOf(rows)} again={() => setRound(round + 1)} />
        <form
          class="filters"
          aria-label="Filters"
          hidden={!isFiltered && rows.isWhole && rows.count === 0}
          onSubmit={(event) => event.preventDefault()}
        >
          <SelectField
            label="State"
            any="Any"
            value={query.get('status') ?? ''}
            choices={STATUSES}
            onValue={(value) => set('status', value)}
          />
          <SelectField
            label="Endpoint"
            any="Any"
            value={query.get('endpointId') ?? ''}
            choices={choicesOf(endpoints)}
            onValue={(value) => set('endpointId', value)}
          />
          <SelectField
            label="Event"
            any="Any"
            value={query.get('eventType') ?? ''}
            choices={WEBHOOK_EVENT_TYPES}
            onValue={(value) => set('eventType', value)}
          />
          <TextField
            label="Interaction"
            value={query.get('interactionId') ?? ''}
            onDone={(value) => set('interactionId', value)}
          />
          {isFiltered && (
            <a class="clear" href={clear}>
              Clear the filters
            </a>
          )}
        </form>
        <ListBody
          label="Deliveries"
          rows={rows}
          columns={columnsFor(endpoints)}
          idOf={(row) => row.id}
          openId={id}
          onOpen={(row) => toRow(row.id)}
          isFiltered={isFiltered}
          clear={clear}
        >
          <Empty title="Nothing was sent yet">
            <p>
              What happens is sent to endpoints that subscribe to it; each message stands here with
              what came of it.{' '}
              <a href={hrefOf('webhooks')}>
                {endpoints.data?.items.length === 0
                  ? 'Make the first endpoint'
                  : 'See the endpoints'}
              </a>
              .
            </p>
          </Empty>
        </ListBody>
      </div>
      {id !== null && (
        <DeliveryDetail
          key={id}
          id={id}
          delivery={open}
          isLoading={!rows.isOpen}
          endpoint={endpoints.data?.items.find((each) => each.id === open?.endpointId)}
          session={session}
          onClose={() => toRow(null)}
          onChange={(next) => rows.update((row) => (row.id === next.id ? next : row))}
        />
      )}
    </div>
  );
}
