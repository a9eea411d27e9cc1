import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  readonly label: string;
  /** What is valid, or what it is good for. */
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** As wide as what is in it, among filters. */
  readonly isWide?: boolean | undefined;
}

function Row({
  id,
  label,
  hint,
  error,
  isWide,
  children,
}: Common & { readonly id: string; readonly children: ComponentChildren }) {
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {error !== undefined && error !== '' && (
        <p id={`${id}-error`} class="problem" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

const TYPES = {
  text: { type: 'text' },
  search: { type: 'search' },
  'datetime-local': { type: 'datetime-local' },
  number: { type: 'number' },
  password: { type: 'password' },
} as const;

/** A field for text. `onValue` is told while it is written, `onDone` when it is left or Enter pressed. */
export function TextField({
  label,
  hint,
  error,
  value,
  onValue,
  onDone,
  type = 'text',
  ...rest
}: Common & {
  readonly value: string;
  onValue?(value: string): void;
  onDone?(value: string): void;
  readonly type?: keyof typeof TYPES;
  readonly placeholder?: string;
  readonly step?: number | string;
  readonly maxLength?: number;
  readonly required?: boolean;
  /** The id of a list of suggestions. */
  readonly list?: string;
}) {
  const id = useId();
  return (
    <Row id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        {...TYPES[type]}
        dir={type === 'text' || type === 'search' ? 'auto' : undefined}
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint ${id}-error`}
        onInput={({ currentTarget }) => onValue?.(currentTarget.value)}
        onChange={({ currentTarget }) => onDone?.(currentTarget.value)}
        {...rest}
      />
    </Row>
  );
}

/** A choice among words; with `any`, none of them. */
export function SelectField({
  label,
  hint,
  error,
  value,
  choices,
  any,
  isWide,
  onValue,
}: Common & {
  readonly value: string;
  readonly choices: readonly (string | { readonly value: string; readonly label: string })[];
  readonly any?: string;
  onValue(value: string): void;
}) {
  const id = useId();
  const all = choices.map((each) =>
    typeof each === 'string' ? { value: each, label: each } : each,
  );
  // An address may name what nobody offers.
  const isStray = value !== '' && all.every((each) => each.value !== value);
  return (
    <Row id={id} label={label} hint={hint} error={error} isWide={isWide}>
      <select
        id={id}
        value={value}
        data-set={any !== undefined && value !== ''}
        onChange={({ currentTarget }) => onValue(currentTarget.value)}
      >
        {any !== undefined && <option value="">{any}</option>}
        {isStray && <option value={value}>{value}</option>}
        {all.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    </Row>
  );
}
