import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hrefOf } from './address.js';
import { useCell } from './cell.js';
import { Frame } from './frame.js';
import { KeysDialog } from './keys-dialog.js';
import { Empty, Failed, Loading, NoPermission } from './kit/states.js';
import { Toasts } from './kit/toast.js';
import { address } from './navigation.js';
import { overlay } from './overlay.js';
import { Palette } from './palette.js';
import { look, may, type Session, standing } from './session.js';
import { SignIn } from './sign-in.js';
import { VIEWS, type ViewEntry, type ViewProps, viewOf } from './views.js';
import { RETRY_MS, Unreachable } from './wire.js';

/** The head of a page that has no view, or none yet. */
function Heading({ title }: { readonly title: string }) {
  return (
    <header class="view-head">
      <h1>{title}</h1>
    </header>
  );
}

/** A view that is fetched when it is needed. */
function Loaded({ view, ...props }: ViewProps & { readonly view: ViewEntry }) {
  const [shown, setShown] = useState<{ of: ViewEntry; View: ComponentType<ViewProps> }>();
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    let retry: ReturnType<typeof setTimeout> | undefined;
    view.load().then(
      ({ View }) => {
        if (!isWanted) return;
        setError(undefined);
        setShown({ of: view, View });
      },
      () => {
        if (isWanted) {
          setError(new Unreachable('The view could not be fetched.'));
          retry = setTimeout(() => setRound((now) => now + 1), RETRY_MS);
        }
        // Parts of a page that is not the service's any more are gone.
        void look().catch(() => undefined);
      },
    );
    return () => {
      isWanted = false;
      clearTimeout(retry);
    };
  }, [view, round]);
  if (shown?.of === view) return <shown.View {...props} />;
  return (
    <>
      <Heading title={view.title} />
      {error ? (
        <Failed error={error} again={() => setRound(round + 1)} />
      ) : (
        <Loading label={view.title} />
      )}
    </>
  );
}

function Shown({ session }: { readonly session: Session }) {
  const current = useCell(address);
  const view = viewOf(current.view);
  const title = view?.title ?? 'Nothing here';
  useEffect(() => {
    document.title = `${title} · Console`;
  }, [title]);
  return (
    <Frame current={current.view} session={session}>
      {!(view && may(session, view.scope)) && <Heading title={title} />}
      {!view && (
        <Empty title="There is no such page">
          <p>Choose one of those that there are:</p>
          <ul class="buttons">
            {VIEWS.map(({ name, title }) => (
              <li key={name}>
                <a href={hrefOf(name)}>{title}</a>
              </li>
            ))}
          </ul>
        </Empty>
      )}
      {view && !may(session, view.scope) && <NoPermission scope={view.scope} />}
      {view && may(session, view.scope) && (
        <Loaded key={view.name} view={view} address={current} session={session} />
      )}
    </Frame>
  );
}

/** The page, whole. */
export function App() {
  const now = useCell(standing);
  const over = useCell(overlay);
  const session = now.phase === 'signedIn' ? now.session : null;
  return (
    <>
      {now.phase === 'opening' && <Loading label="Console" />}
      {now.phase === 'unreachable' && (
        <main class="middle">
          <h1>No connection</h1>
          <p role="status">The service does not answer. It is tried again all the time.</p>
        </main>
      )}
      {now.phase === 'signedOut' && <SignIn words={now.words} />}
      {session && <Shown key={session.id} session={session} />}
      {session && over === 'palette' && <Palette session={session} />}
      {session && over === 'keys' && <KeysDialog />}
      <Toasts />
    </>
  );
}
