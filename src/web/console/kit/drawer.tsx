import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hasDialog, isForPage, isWriting } from '../keys.js';
import { breakable } from './breakable.js';
import { Copy } from './copy.js';
import { NotLiveBelow } from './states.js';

/** What had the focus may be gone after it was pressed: then the whole has it, not the page. */
function useKeptFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    let held: EventTarget | null = null;
    const hold = ({ target }: Event): void => {
      held = target;
    };
    const observer = new MutationObserver(() => {
      if (!(held instanceof Element) || held.isConnected) return;
      held = null;
      if (document.activeElement === document.body) current.focus({ preventScroll: true });
    });
    current.addEventListener('focusin', hold);
    observer.observe(current, { childList: true, subtree: true });
    return () => {
      current.removeEventListener('focusin', hold);
      observer.disconnect();
    };
  }, []);
}

/**
 * What stands beside a list, or over it where there is no room: something of it, whole. Takes the
 * focus when it opens, and closes with Esc; the list then has the focus again.
 */
export function Drawer({
  label,
  title,
  id,
  onClose,
  children,
}: {
  /** Names it for readers of the screen, and says when it is about something else. */
  readonly label: string;
  readonly title: ComponentChildren;
  /** What others know it by, to copy. */
  readonly id?: string;
  onClose(): void;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    element.current?.scrollTo(0, 0);
  }, [label]);
  useEffect(() => {
    let before = document.activeElement;
    // Who goes through the rows with one open comes back to the last of them.
    const follow = ({ target }: Event): void => {
      if (target instanceof Element && target.matches('tr.row')) before = target;
    };
    addEventListener('focusin', follow);
    element.current?.focus();
    return () => {
      removeEventListener('focusin', follow);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useKeptFocus(element);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      const { target } = event;
      const isInside = target instanceof Element && element.current?.contains(target);
      if (isForPage(event)) onClose();
      // Out of a field first: nothing that was written is lost by it.
      else if (isInside && isWriting(target) && !hasDialog()) element.current?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside class="drawer" aria-label={label} ref={element} tabIndex={-1}>
      <header>
        <h2>{title}</h2>
        <div class="buttons">
          {id !== undefined && <Copy text={id} label="Copy id" />}
          <button type="button" class="plain small" aria-keyshortcuts="Escape" onClick={onClose}>
            Close
          </button>
        </div>
      </header>
      <NotLiveBelow />
      {children}
    </aside>
  );
}

/** A part of a drawer, under a heading; beside something whole, a part of the view (`isOfView`). */
export function Section({
  title,
  aside,
  isOfView = false,
  children,
}: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly isOfView?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="section">
      <header>
        {isOfView ? <h2>{title}</h2> : <h3>{title}</h3>}
        {aside}
      </header>
      {children}
    </section>
  );
}

/** Names and values, one a line, where there is a value; what callers fill is text in its own direction. */
export function Pairs({
  of,
}: {
  readonly of: readonly (readonly [name: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="pairs">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt dir="auto">{breakable(name)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
