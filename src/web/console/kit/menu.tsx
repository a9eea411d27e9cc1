import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** What folds out below a button; closes with Esc, and when somebody turns to something else. */
export function Menu({
  label,
  children,
}: {
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const close = (): void => {
      current.open = false;
    };
    const onPointer = (event: Event): void => {
      if (!current.contains(event.target as Node)) close();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !current.open) return;
      event.preventDefault();
      close();
      current.querySelector('summary')?.focus();
    };
    addEventListener('pointerdown', onPointer);
    current.addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', onPointer);
      current.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <details class="fold" ref={element}>
      <summary>{label}</summary>
      <div>{children}</div>
    </details>
  );
}
