import { hourOf } from '../app/time.js';
import { ConversationPane } from './conversation.js';
import { Details } from './details.js';
import { OpenDialog } from './dialogs.js';
import { List } from './list.js';
import { Offers } from './offers.js';
import { SignIn } from './sign-in.js';
import { StandingBar } from './standing.js';
import type { DeskState } from './state.js';
import type { Work } from './work.js';

/** What every part of the page is given. */
export interface Parts {
  readonly state: DeskState;
  readonly work: Work;
}

function Stale({ since }: { since: number }) {
  const when = Number.isNaN(since) ? '' : ` since ${hourOf(since)}`;
  return (
    <p class="stale" role="status">
      <strong>No connection{when}.</strong> What you see is as it was then. It is tried again all
      the time; what you write goes out when it is back.
    </p>
  );
}

function Notices({ state: { notices }, work }: Parts) {
  return (
    <div class="notices" role="status">
      {notices.map(({ id, text }) => (
        <p key={id}>
          <span dir="auto">{text}</span>
          <button type="button" class="plain" onClick={() => work.dismiss(id)}>
            Dismiss
          </button>
        </p>
      ))}
    </div>
  );
}

function LoggedOut({ work, state: { standing, busy } }: Parts) {
  const wasLost = standing?.reason === 'connection_lost';
  return (
    <section class="middle">
      <h2>You are logged out</h2>
      <p>
        {wasLost
          ? 'Nothing was heard of this page for a while. Your conversations went back to the queue.'
          : 'Nobody rings here until you log in.'}
      </p>
      <button
        type="button"
        class="main large"
        disabled={busy.has('agent')}
        onClick={() => void work.login()}
      >
        Log in
      </button>
    </section>
  );
}

/** The page, whole. */
export function App({ state, work }: Parts) {
  const { phase, standing, staleSince, conversations, selected, pane, dialog } = state;
  if (phase === 'signedOut') return <SignIn state={state} work={work} />;
  const shown = conversations.find(({ chat }) => chat.id === selected);
  const current = shown ? pane : 'list';
  return (
    <>
      {staleSince !== null && <Stale since={staleSince} />}
      {!standing && (
        <main class="middle">
          <h1>Desk</h1>
          <p>Opening …</p>
        </main>
      )}
      {standing && <StandingBar standing={standing} state={state} work={work} />}
      {standing?.state === 'LoggedOut' && conversations.length === 0 ? (
        <main class="panes">
          <LoggedOut state={state} work={work} />
        </main>
      ) : (
        standing && (
          <main class="panes" data-pane={current}>
            <Offers state={state} work={work} />
            <List state={state} work={work} />
            <ConversationPane
              key={selected ?? ''}
              conversation={shown}
              standing={standing}
              state={state}
              work={work}
            />
            {shown && <Details chat={shown.chat} work={work} />}
          </main>
        )
      )}
      <Notices state={state} work={work} />
      <p class="unseen" role="log" aria-label="News">
        <span key={state.announced}>{state.announced}</span>
      </p>
      <p class="unseen" role="alert">
        {state.offers.length > 0 ? state.alarm : ''}
      </p>
      {dialog && <OpenDialog dialog={dialog} state={state} work={work} />}
    </>
  );
}
