import type { Moment } from '../domain/interactions/interaction.js';
import { CATALOGUE, type OptionKey } from '../domain/options/catalogue.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Settings } from './settings.js';

/** An option value as it is shown: null when not set. */
export const shownValue = (text: string): string | null => (text === '' ? null : text);

/** The next version of an option with its audit line; `text` is valid for it. */
export function nextVersion(
  key: OptionKey,
  text: string,
  operator: Operator,
  { settings, now }: { readonly settings: Pick<Settings, 'lastChanges'>; readonly now: Moment },
): readonly [
  change: Change & { readonly kind: 'option' },
  audited: { readonly kind: 'audit'; readonly entry: AuditEntry },
] {
  const { name, default: fallback } = CATALOGUE[key];
  const { version = 1, value = fallback } = settings.lastChanges.get(name) ?? {};
  const option = { name, version: version + 1, value: text, at: now, by: operator.keyName };
  const entry: AuditEntry = {
    at: now,
    ...operator,
    action: 'option.changed',
    target: name,
    before: { value: shownValue(value), version },
    after: { value: shownValue(text), version: version + 1 },
  };
  return [
    { kind: 'option', option },
    { kind: 'audit', entry },
  ];
}
