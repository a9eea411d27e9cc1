import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { TextField } from '../../kit/field.js';
import { counted } from '../../kit/numbers.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Ago } from '../../kit/time.js';
import { go } from '../../navigation.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { type Page, useAsk } from '../../wire.js';
import { pathOf, STARTER, STRATEGIES, type Strategy, type Summary } from './words.js';
import { Workshop } from './workshop.js';

/** Begins a strategy under a name. */
function New() {
  const [name, setName] = useState('');
  return (
    <form
      class="rows"
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf('strategies', name.trim()));
      }}
    >
      <TextField
        label="Name of a new strategy"
        hint="Letters, digits, dots, underscores and hyphens; routing names it as scxml:<name>."
        value={name}
        onValue={setName}
      />
      <div class="buttons">
        <button type="submit" disabled={!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name.trim())}>
          Begin it
        </button>
      </div>
    </form>
  );
}

function List({ session }: Pick<ViewProps, 'session'>) {
  const asked = useAsk<Page<Summary>>(STRATEGIES);
  const { data } = asked;
  const canChange = may(session, 'strategies:write');
  return (
    <div class="chart-page">
      <Stale since={asked.staleSince} />
      {!data && !asked.error && <Loading label="Strategies" />}
      {asked.error && !data && <Failed error={asked.error} again={asked.again} />}
      {data && data.items.length === 0 && (
        <Empty title="No strategy was pushed yet">
          <p>
            A strategy in SCXML, as a composer makes it, decides in the place of the rules. Push a
            project folder with <code>webengagement strategies push ./project</code>, or begin one
            here.
          </p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <ul class="lines chart-list">
          {data.items.map((each) => (
            <li key={each.name}>
              <a href={hrefOf('strategies', each.name)}>
                <bdi>{each.name}</bdi>
              </a>
              <span class="quiet">
                version {each.version}, {counted(each.documents, 'document')},{' '}
                <Ago at={each.updatedAt} /> ago by <bdi>{each.updatedBy}</bdi>
                {each.warnings.length > 0 && `, ${counted(each.warnings.length, 'warning')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {data && canChange && <New />}
    </div>
  );
}

function One({ name, session }: { readonly name: string } & Pick<ViewProps, 'session'>) {
  const all = useAsk<Page<Summary>>(STRATEGIES);
  const isThere = all.data?.items.some((each) => each.name === name) === true;
  const asked = useAsk<Strategy>(isThere ? pathOf(name) : null);
  const { data } = asked;
  const error = all.error ?? asked.error;
  const isNew = all.data !== undefined && !isThere;
  const again = (): void => {
    all.again();
    asked.again();
  };
  const main = `${name}.scxml`;
  return (
    <>
      <Stale since={asked.staleSince} />
      <header class="lead">
        <p>
          <a href={hrefOf('strategies')}>All strategies</a>
        </p>
        {data && (
          <p class="quiet" role="status">
            Version {data.version}, {counted(data.documents, 'document')}, named by routing as{' '}
            <code>scxml:{name}</code> or <code>scxml:{`${name}@${data.version}`}</code>
          </p>
        )}
        {isNew && <p class="quiet">It is new: nothing is stored before it is pushed.</p>}
      </header>
      {!data && !isNew && !error && <Loading label={name} />}
      {error && !data && <Failed error={error} again={again} />}
      {(data || isNew) && (
        <Workshop
          key={data ? 'kept' : 'new'}
          name={name}
          current={data ?? null}
          starter={{ main, files: { [main]: STARTER } }}
          session={session}
          again={again}
        />
      )}
    </>
  );
}

/** Strategies in SCXML: pushed, checked at their lines, drawn, tried and rolled back. */
export function View({ address: { id }, session }: ViewProps) {
  return (
    <div class="sheet-view">
      <header class="view-head">
        <h1>{id === null ? 'Strategies' : <bdi>{id}</bdi>}</h1>
      </header>
      {id === null ? <List session={session} /> : <One key={id} name={id} session={session} />}
    </div>
  );
}
