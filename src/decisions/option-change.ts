import { CATALOGUE, type OptionKey } from '../domain/options/catalogue.js';
import type { AuditEntry, Operator } from './audit.js';
import type { OptionChange } from './change.js';
import type { Context } from './context.js';

/** An option value as it is shown: null when not set. */
export const shownValue = (text: string): string | null => (text === '' ? null : text);

/** The next version of an option with its audit line; `text` is valid for it. */
export function changeOf(
  key: OptionKey,
  text: string,
  operator: Operator,
  context: Pick<Context, 'now' | 'lastChange'>,
): { readonly option: OptionChange; readonly audit: AuditEntry } {
  const { name, default: fallback } = CATALOGUE[key];
  const { version = 1, value = fallback } = context.lastChange(name) ?? {};
  const { now } = context;
  return {
    option: { name, version: version + 1, value: text, at: now, by: operator.keyName },
    audit: {
      at: now,
      ...operator,
      action: 'option.changed',
      target: name,
      before: { value: shownValue(value), version },
      after: { value: shownValue(text), version: version + 1 },
    },
  };
}
