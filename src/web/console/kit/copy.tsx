import { useState } from 'preact/hooks';

const SAID_MS = 1_500;

/** Copies a text, and says so where it was pressed. */
export function Copy({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    const words = await navigator.clipboard?.writeText(text).then(
      () => 'Copied',
      () => 'Not allowed',
    );
    setSaid(words ?? 'Not possible here');
    setTimeout(() => setSaid(''), SAID_MS);
  };
  return (
    <button type="button" class="plain small" onClick={() => void copy()}>
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}

/** A line for a shell, to look at and to copy. */
export function CurlLine({
  line,
  isOpen = false,
}: {
  readonly line: string;
  readonly isOpen?: boolean;
}) {
  return (
    <details class="curl" open={isOpen}>
      <summary>The same with curl</summary>
      <div>
        <code>{line}</code>
        <Copy text={line} />
      </div>
    </details>
  );
}
