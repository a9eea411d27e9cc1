import type { ComponentChildren } from 'preact';

/** The head of a view: what it is, how much there is of it, and what can be done, asking again first. */
export function ViewHead({
  head,
  told,
  again,
  children,
}: {
  /** Its title, or the title with the tabs beside it. */
  readonly head: ComponentChildren;
  /** Said again when it changes; undefined as long as nothing is known. */
  readonly told?: ComponentChildren;
  readonly again: () => void;
  /** Buttons beside. */
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="view-head">
      {typeof head === 'string' ? <h1>{head}</h1> : head}
      {told != null && (
        <span class="quiet" role="status">
          {told}
        </span>
      )}
      <div class="buttons">
        <button type="button" onClick={again}>
          Refresh
        </button>
        {children}
      </div>
    </header>
  );
}
