import { hrefOf, withQuery } from '../../address.js';
import { SelectField, TextField } from '../../kit/field.js';
import { MomentField } from '../../kit/moment-field.js';
import { go } from '../../navigation.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { CHAT_FILTERS, type ChatFilterName, chatFilterOf } from './filter.js';
import { OUTCOME_WORDS } from './words.js';

const FEW: readonly string[] = ['state', 'outcome', 'agent', 'queue'];

interface Named {
  readonly items: readonly { readonly name: string }[];
}

/** Every filter of chats there is, as the address bar has them. */
export function ChatFilters({ address: { id, query } }: Pick<ViewProps, 'address'>) {
  const queues = useAsk<Named>('/v1/admin/queues');
  const agents = useAsk<Named>('/v1/admin/agents');
  const filter = chatFilterOf(query);
  const set = (name: ChatFilterName, value: string): void =>
    go(hrefOf('chats', id, withQuery(query, { [name]: value.trim() })));
  const namesOf = (asked: typeof queues): readonly string[] =>
    asked.data?.items.map(({ name }) => name) ?? [];
  const names = Object.keys(filter);
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="State"
        any="Any"
        value={filter.state ?? ''}
        choices={CHAT_FILTERS.state}
        onValue={(value) => set('state', value)}
      />
      <SelectField
        label="Outcome"
        any="Any"
        value={filter.outcome ?? ''}
        choices={CHAT_FILTERS.outcome.map((value) => ({ value, label: OUTCOME_WORDS[value] }))}
        onValue={(value) => set('outcome', value)}
      />
      <SelectField
        label="Agent"
        any="Any"
        value={filter.agent ?? ''}
        choices={namesOf(agents)}
        onValue={(value) => set('agent', value)}
      />
      <SelectField
        label="Queue"
        any="Any"
        value={filter.queue ?? ''}
        choices={namesOf(queues)}
        onValue={(value) => set('queue', value)}
      />
      <details class="more" open={names.some((name) => !FEW.includes(name))}>
        <summary>More filters</summary>
        <div>
          <TextField
            label="Visit"
            value={filter.visitId ?? ''}
            onDone={(value) => set('visitId', value)}
          />
          <TextField
            label="Interaction"
            value={filter.interactionId ?? ''}
            onDone={(value) => set('interactionId', value)}
          />
          <MomentField
            label="Asked for after"
            value={filter.createdAfter}
            onDone={(value) => set('createdAfter', value)}
          />
          <MomentField
            label="Asked for before"
            value={filter.createdBefore}
            onDone={(value) => set('createdBefore', value)}
          />
        </div>
      </details>
      {names.length > 0 && (
        <a class="clear" href={hrefOf('chats', id)}>
          Clear {names.length === 1 ? 'the filter' : `${names.length} filters`}
        </a>
      )}
    </form>
  );
}
