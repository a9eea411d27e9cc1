import { STATES } from '../../../../domain/interactions/vocabulary.js';
import { hrefOf, withQuery } from '../../address.js';
import { SelectField, TextField } from '../../kit/field.js';
import { MomentField } from '../../kit/moment-field.js';
import { go } from '../../navigation.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { FILTERS, type FilterName, filterOf } from './filter.js';
import { REASON_WORDS } from './words.js';

const FEW: readonly FilterName[] = ['state', 'queue', 'status', 'reason'];

/** Every filter there is, as the address bar has them. */
export function Filters({ address: { id, query } }: Pick<ViewProps, 'address'>) {
  const queues = useAsk<{ items: readonly { name: string }[] }>('/v1/admin/queues');
  const filter = filterOf(query);
  const set = (name: FilterName, value: string): void =>
    go(hrefOf('interactions', id, withQuery(query, { [name]: value.trim() })));
  const names = Object.keys(filter) as readonly FilterName[];
  const isMore = names.some((name) => !FEW.includes(name));
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="State"
        any="Any"
        value={filter.state ?? ''}
        choices={STATES}
        onValue={(value) => set('state', value)}
      />
      <SelectField
        label="Queue"
        any="Any"
        value={filter.queue ?? ''}
        choices={queues.data?.items.map(({ name }) => name) ?? []}
        onValue={(value) => set('queue', value)}
      />
      <SelectField
        label="Status"
        any="Any"
        value={filter.status ?? ''}
        choices={FILTERS.status}
        onValue={(value) => set('status', value)}
      />
      <SelectField
        label="Reason"
        any="Any"
        value={filter.reason ?? ''}
        choices={FILTERS.reason.map((value) => ({ value, label: REASON_WORDS[value] }))}
        onValue={(value) => set('reason', value)}
      />
      <details class="more" open={isMore}>
        <summary>More filters</summary>
        <div>
          <TextField
            label="Visit"
            value={filter.visitId ?? ''}
            onDone={(value) => set('visitId', value)}
          />
          <TextField
            label="Visitor"
            value={filter.visitorId ?? ''}
            onDone={(value) => set('visitorId', value)}
          />
          <SelectField
            label="Visitor named by"
            any="Anybody"
            value={filter.visitorIdClaimed ?? ''}
            choices={[
              { value: 'true', label: 'only a browser' },
              { value: 'false', label: 'the site' },
            ]}
            onValue={(value) => set('visitorIdClaimed', value)}
          />
          <MomentField
            label="Created after"
            value={filter.createdAfter}
            onDone={(value) => set('createdAfter', value)}
          />
          <MomentField
            label="Created before"
            value={filter.createdBefore}
            onDone={(value) => set('createdBefore', value)}
          />
        </div>
      </details>
      {names.length > 0 && (
        <a class="clear" href={hrefOf('interactions', id)}>
          Clear {names.length === 1 ? 'the filter' : `${names.length} filters`}
        </a>
      )}
    </form>
  );
}
