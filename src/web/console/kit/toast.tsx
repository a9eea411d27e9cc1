import { createCell, useCell } from '../cell.js';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isProblem: boolean;
}

const toasts = createCell<readonly Toast[]>([]);
const SHOWN_MS = 6_000;
let made = 0;

const dismiss = (id: number): void => toasts.set(toasts.get().filter((each) => each.id !== id));

/** Says what has happened; a problem stays until somebody has read it. */
export function toast(text: string, isProblem = false): void {
  made += 1;
  const id = made;
  toasts.set([...toasts.get().slice(-2), { id, text, isProblem }]);
  if (!isProblem) setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Where results are said, for eyes and for readers of the screen. */
export function Toasts() {
  const shown = useCell(toasts);
  return (
    <div class="toasts" role="status" aria-label="Results">
      {shown.map(({ id, text, isProblem }) => (
        <p key={id} class={isProblem ? 'problem' : undefined}>
          <span dir="auto">{text}</span>
          <button type="button" class="plain small" onClick={() => dismiss(id)}>
            Dismiss
          </button>
        </p>
      ))}
    </div>
  );
}
