import type { ComponentChildren } from 'preact';
import type { Scope } from '../../../domain/scopes.js';
import { useCell } from '../cell.js';
import { line } from '../live.js';
import { Refused, wordsFor } from '../wire.js';
import { Since } from './time.js';

/** Something is on its way. */
export function Loading({ label }: { readonly label: string }) {
  return (
    <div class="loading" role="status">
      <span class="unseen">{label}: loading …</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** There is nothing: what that means, and what to do. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <section class="notice">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The key may not see it: which scope it would need. */
export function NoPermission({ scope }: { readonly scope: Scope }) {
  return (
    <section class="notice">
      <h2>Your key may not see this</h2>
      <p>
        It needs the scope <code>{scope}</code>. Sign in with a key that has it, or have one made.
      </p>
    </section>
  );
}

/** It could not be had: why, and once more. */
export function Failed({ error, again }: { readonly error: Error; again?(): void }) {
  return (
    <section class="notice" role="alert">
      <h2>{error instanceof Refused ? 'The service refuses' : 'No answer'}</h2>
      <p>
        {error instanceof Refused
          ? wordsFor(error)
          : 'The service cannot be reached just now. It is tried again all the time.'}
      </p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </section>
  );
}

/** Since when what is shown is old. */
function StaleWords({ since }: { readonly since: number }) {
  if (Number.isNaN(since)) return <strong>No connection.</strong>;
  return (
    <>
      <strong>
        No connection since <Since at={new Date(since).toISOString()} />.
      </strong>{' '}
      What you see is as it was then; it is tried again all the time.
    </>
  );
}

/** The whole page is old, since when: nobody tells it what happens. */
export function NotLive() {
  const now = useCell(line);
  return now.state === 'lost' ? (
    <p class="stale" role="status">
      <StaleWords since={now.since} />
    </p>
  ) : null;
}

/** The same for eyes alone, on what covers the page. */
export function NotLiveBelow() {
  const now = useCell(line);
  return now.state === 'lost' ? (
    <p class="stale covered">
      <StaleWords since={now.since} />
    </p>
  ) : null;
}

/** This part is old, since when; where the whole page is, it has been said already. */
export function Stale({ since }: { readonly since: number | null }) {
  const isLost = useCell(line).state === 'lost';
  return since === null || isLost ? null : (
    <p class="stale" role="status">
      <StaleWords since={since} />
    </p>
  );
}
