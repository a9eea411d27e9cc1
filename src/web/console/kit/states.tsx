import type { ComponentChildren } from 'preact';
import type { Scope } from '../../../domain/scopes.js';
import { hourOf } from '../../app/time.js';
import { Refused, wordsFor } from '../wire.js';

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
        {error instanceof Refused ? wordsFor(error) : 'The service cannot be reached just now.'}
      </p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </section>
  );
}

/** What is shown is old: since when. */
export function Stale({ since }: { readonly since: number | null }) {
  if (since === null) return null;
  return (
    <p class="stale" role="status">
      <strong>No connection{Number.isNaN(since) ? '' : ` since ${hourOf(since)}`}.</strong> What you
      see is as it was then; it is tried again all the time.
    </p>
  );
}
