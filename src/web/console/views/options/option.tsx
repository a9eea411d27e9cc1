/** A version of an option, as its history has it. */
export interface Version {
  readonly version: number;
  readonly value: string | null;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
}

/** An option as the service answers it. */
export interface Option extends Version {
  readonly section: string;
  readonly name: string;
  readonly default: string | null;
  readonly isDefault: boolean;
  readonly valid: string;
  readonly description: string;
  readonly warning: string | null;
}

export const pathOf = (name: string, rest = ''): string =>
  `/v1/admin/options/${encodeURIComponent(name)}${rest}`;

/** A value in text form, or that there is none. */
export function ValueText({ value }: { readonly value: string | null }) {
  return value === null || value === '' ? (
    <span class="quiet">not set</span>
  ) : (
    <code>
      <bdi>{value}</bdi>
    </code>
  );
}

/** The value in force; one that is not the shipped one is marked. */
export function Value({ of }: { readonly of: Option }) {
  return (
    <span class={of.isDefault ? undefined : 'changed'}>
      <ValueText value={of.value} />
      {!of.isDefault && <span class="unseen"> (changed)</span>}
    </span>
  );
}
