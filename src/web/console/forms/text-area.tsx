import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A field for several lines. */
export function TextArea({
  label,
  hint,
  error,
  value,
  rows = 4,
  onValue,
}: {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly value: string;
  readonly rows?: number;
  onValue(value: string): void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        spellcheck={false}
        autocomplete="off"
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** The lines of a field that is a list, without those that say nothing. */
export const linesIn = (text: string): readonly string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
