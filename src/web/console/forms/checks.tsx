import type { ComponentChildren } from 'preact';

/** A choice of several words. */
export function Checks<T extends string>({
  legend,
  choices,
  chosen,
  choose,
  hint,
  error,
}: {
  readonly legend: string;
  readonly choices: readonly { readonly value: T; readonly label: ComponentChildren }[];
  readonly chosen: readonly T[];
  choose(next: readonly T[]): void;
  readonly hint?: string;
  readonly error?: string | undefined;
}) {
  return (
    <fieldset class="checks boxed">
      <legend class="quiet">{legend}</legend>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() =>
              choose(
                choices
                  .map((each) => each.value)
                  .filter((each) => (each === value) !== chosen.includes(each)),
              )
            }
          />
          <span>{label}</span>
        </label>
      ))}
      {hint !== undefined && <p class="quiet">{hint}</p>}
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
