import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hrefOf } from './address.js';
import { useCell } from './cell.js';
import { toView } from './keys.js';
import { NotLive } from './kit/states.js';
import { line } from './live.js';
import { overlay } from './overlay.js';
import { isOutdated, may, type Session, signOut } from './session.js';
import { setTheme, THEMES, theme } from './theme.js';
import { VIEWS } from './views.js';

const PARTS = [...new Set(VIEWS.map(({ part }) => part))];

function ThemeSwitch() {
  const current = useCell(theme);
  return (
    <label class="theme">
      <span class="quiet">Theme</span>
      <select
        value={current}
        onChange={({ currentTarget: { value } }) =>
          setTheme(THEMES.find((each) => each === value) ?? 'system')
        }
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function Navigation({ current, session }: { readonly current: string; readonly session: Session }) {
  return (
    <nav aria-label="Views" id="views">
      {PARTS.map((part) => (
        <section key={part}>
          <h2 class="quiet">{part}</h2>
          <ul>
            {VIEWS.filter((view) => view.part === part).map(({ name, title, key, scope }) => (
              <li key={name}>
                <a
                  href={hrefOf(name)}
                  aria-current={name === current ? 'page' : undefined}
                  aria-keyshortcuts={`g ${key}`}
                >
                  {title}
                  {!may(session, scope) && <span class="quiet"> · not yours</span>}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Live() {
  const now = useCell(line);
  return (
    <span class="live quiet" data-live={now.state === 'live'}>
      {{ opening: 'connecting …', live: 'live', lost: 'not live' }[now.state]}
    </span>
  );
}

/** The service was updated under the page. */
function Outdated() {
  return useCell(isOutdated) ? (
    <p class="outdated" role="status">
      The service was updated.{' '}
      <button type="button" class="small" onClick={() => location.reload()}>
        Reload
      </button>{' '}
      <span class="quiet">This page is of the version before; what is open here stays.</span>
    </p>
  ) : null;
}

/** What stays while views come and go: navigation, who is signed in, and where the view has its place. */
export function Frame({
  current,
  session,
  children,
}: {
  readonly current: string;
  readonly session: Session;
  readonly children: ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  const shown = useRef(current);
  useEffect(() => {
    setOpen(false);
    if (shown.current === current) return;
    shown.current = current;
    // Once the palette, or whatever led here, is gone with its focus.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) toView();
    });
    return () => cancelAnimationFrame(frame);
  }, [current]);
  return (
    <div class="frame" data-open={isOpen}>
      <a class="skip" href="#view">
        To the view
      </a>
      <header class="top">
        <button
          type="button"
          class="plain menu"
          aria-expanded={isOpen}
          aria-controls="views"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
        <a class="brand" href={hrefOf('')}>
          <img src="/favicon.svg" alt="" width="20" height="20" />
          Console
        </a>
        {may(session, 'admin:read') && <Live />}
      </header>
      <div class="side">
        <div class="ways">
          <button
            type="button"
            aria-keyshortcuts="Control+K"
            onClick={() => overlay.set('palette')}
          >
            Go to … <kbd>Ctrl K</kbd>
          </button>
          <button
            type="button"
            class="help"
            aria-label="Keys"
            aria-keyshortcuts="?"
            onClick={() => overlay.set('keys')}
          >
            <kbd>?</kbd>
          </button>
        </div>
        <Navigation current={current} session={session} />
        <footer>
          <p class="who">
            <strong dir="auto">{session.keyName}</strong>
            <span class="quiet">
              {may(session, 'admin:write') ? 'may change' : 'may only look'}
            </span>
          </p>
          <ThemeSwitch />
          <button type="button" onClick={() => void signOut()}>
            Sign out
          </button>
        </footer>
      </div>
      <main id="view" tabIndex={-1}>
        <NotLive />
        <Outdated />
        {children}
      </main>
    </div>
  );
}
