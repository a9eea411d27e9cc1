import { hourOf, span, useNow } from '../app/time.js';
import type { Parts } from './app.js';
import type { Standing } from './wire.js';
import { becauseOf, stateOf } from './words.js';

/** Where the agent stands, always there: the state with its time, and what changes it. */
export function StandingBar({ standing, state, work }: Parts & { readonly standing: Standing }) {
  const now = useNow();
  const { since, name, displayName, held, capacity } = standing;
  const because = becauseOf(standing);
  const isBusy = state.busy.has('agent') || state.staleSince !== null;
  const open = state.conversations.filter(({ gone }) => gone === null).length;
  return (
    <header class={state.staleSince === null ? 'bar' : 'bar isStale'}>
      <h1>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span class="name" dir="auto" title={name}>
          {displayName ?? name}
        </span>
      </h1>
      <div class="standing" role="status" aria-label="Where you stand">
        <span class={`state ${standing.state}`}>
          <span class="mark" aria-hidden="true" />
          {stateOf(standing)}
        </span>
        <span class="quiet" dir="auto">
          {because}
        </span>
      </div>
      <div class="buttons">
        {standing.state === 'NotReady' && (
          <button
            type="button"
            class="main"
            disabled={isBusy}
            aria-keyshortcuts="Alt+R"
            onClick={() => void work.ready()}
          >
            Ready
          </button>
        )}
        {standing.state !== 'LoggedOut' && (
          <button
            type="button"
            disabled={isBusy}
            aria-keyshortcuts="Alt+R"
            onClick={() => work.ask({ kind: 'notReady' })}
          >
            {standing.state === 'Ready' ? 'Not ready' : 'Reason'}
          </button>
        )}
        {standing.state === 'LoggedOut' && state.conversations.length > 0 && (
          <button type="button" class="main" disabled={isBusy} onClick={() => void work.login()}>
            Log in
          </button>
        )}
      </div>
      <p class="quiet figures">
        {since !== null && (
          <time dateTime={since} title={since}>
            {now - Date.parse(since) < 3_600_000
              ? `for ${span(now - Date.parse(since))}`
              : `since ${hourOf(since)}`}
          </time>
        )}
        <span>
          {held} of {capacity} places
        </span>
      </p>
      <div class="buttons">
        <button
          type="button"
          class="plain"
          aria-label="Keys and switches"
          onClick={() => work.ask({ kind: 'keys' })}
        >
          ?
        </button>
        <button
          type="button"
          class="plain"
          onClick={() => (open > 0 ? work.ask({ kind: 'signOut' }) : void work.signOut())}
        >
          Sign out
        </button>
      </div>
    </header>
  );
}
