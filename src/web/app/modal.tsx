import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog of the browser's own: it keeps the focus, closes with Esc, and gives the focus back. */
export function Modal({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  onClose(): void;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    // What has the focus may be at the end: it is read from its beginning.
    element.current?.scrollTo(0, 0);
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // Told a moment after Esc: by then another may be open.
  return (
    <dialog ref={element} aria-label={title} onClose={() => element.current && onClose()}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
