import { FUNNEL_GROUPINGS, FUNNEL_STEPS } from '../../../../domain/funnel/words.js';
import { type Address, hrefOf, withQuery } from '../../address.js';
import { SelectField, TextField } from '../../kit/field.js';
import { go } from '../../navigation.js';
import { STEP_TITLES } from './funnel.js';
import { RANGES, STEPS, stepOf, stepWords, type Wish } from './range.js';

const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a report of the funnel is of, as the address bar has it. */
export function Controls({
  address: { id, query },
  wish,
  serviceZone,
}: {
  readonly address: Address;
  readonly wish: Wish;
  readonly serviceZone: string;
}) {
  const set = (members: Readonly<Record<string, string | null>>): void =>
    go(hrefOf('reports', id, withQuery(query, members)));
  const ranges = Object.entries(RANGES).map(([value, { label }]) => ({ value, label }));
  return (
    <form class="filters" aria-label="What it is of" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="Time"
        any="Today"
        value={wish.range === 'today' ? '' : wish.range}
        choices={[...ranges, { value: 'own', label: 'From … to …' }]}
        onValue={(value) =>
          set(
            value === 'own'
              ? { range: null, from: new Date().toISOString().slice(0, 10), step: null }
              : { range: value, from: null, to: null, step: null },
          )
        }
      />
      {wish.range === 'own' && (
        <>
          <TextField
            label="From (a day, or a moment)"
            placeholder="2030-03-18"
            value={wish.from ?? ''}
            onDone={(value) => set({ from: value.trim() })}
          />
          <TextField
            label="To (not included)"
            placeholder="now"
            value={wish.to ?? ''}
            onDone={(value) => set({ to: value.trim() })}
          />
        </>
      )}
      <SelectField
        label="In steps of"
        value={stepOf(wish)}
        choices={STEPS.map((value) => ({ value, label: stepWords(value) }))}
        onValue={(value) => set({ step: value })}
      />
      <SelectField
        label="Told apart by"
        any="nothing"
        value={wish.by ?? ''}
        choices={FUNNEL_GROUPINGS}
        onValue={(value) => set({ by: value })}
      />
      {wish.by !== null && (
        <SelectField
          label="Lines of the step"
          any={STEP_TITLES.qualified}
          value={wish.of === 'qualified' ? '' : wish.of}
          choices={FUNNEL_STEPS.slice(1).map((value) => ({ value, label: STEP_TITLES[value] }))}
          onValue={(value) => set({ of: value })}
        />
      )}
      <SelectField
        label="Moments in"
        isWide
        any={serviceZone ? `${serviceZone}, the service's` : "the service's zone"}
        value={wish.zone === 'service' ? '' : wish.zone}
        choices={[{ value: 'browser', label: `${BROWSER_ZONE}, yours` }, 'UTC']}
        onValue={(value) => set({ zone: value })}
      />
    </form>
  );
}
