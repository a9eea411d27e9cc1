import { AUDIT_ACTIONS } from '../../../../decisions/audit.js';
import { hrefOf } from '../../address.js';

/** Something that was done by operators. */
export interface Entry {
  readonly at: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Names an entry: they have no id. */
export const idOf = ({ at, action, target }: Entry): string => `${at}~${action}~${target}`;

/** `option.changed` as people say it. */
const wordsOf = (action: string): string => action.replace('.', ': ').replaceAll('_', ' ');

/** Everything that can have been done, as choices of a filter. */
export const ACTIONS = AUDIT_ACTIONS.map((value) => ({ value, label: wordsOf(value) }));

const VIEWS: Readonly<Record<string, (target: string) => string>> = {
  option: (target) => hrefOf('options', target),
  agent: (target) => hrefOf('agents', target),
  webhook_endpoint: (target) => hrefOf('webhooks', target),
  delivery: (target) => hrefOf('webhooks', target, { tab: 'deliveries' }),
  interaction: (target) => hrefOf('interactions', target),
  chat: (target) => hrefOf('chats', target),
  object: (target) => hrefOf('objects', target),
  engagement_logic: () => hrefOf('rules', 'engagement-logic'),
  chat_routing: () => hrefOf('rules', 'chat-routing'),
  provisioning: () => hrefOf('objects', 'provisioning'),
};

/** Where the thing that something was done to is looked at; null where nothing shows it. */
export function hrefOfTarget({ action, target }: Entry): string | null {
  const [what = '', verb = ''] = action.split('.');
  const isMany = verb.startsWith('bulk_');
  return isMany || verb === 'deleted' || verb === 'erased' ? null : (VIEWS[what]?.(target) ?? null);
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** Longer than any cell. */
const MOST_CHARACTERS = 160;

/** What an entry changed, in a line: only the members that are other than before. */
export function changeOf({ before, after }: Pick<Entry, 'before' | 'after'>): string {
  const line = lineOf(before, after);
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}

function lineOf(before: unknown, after: unknown): string {
  if (before == null && after == null) return '';
  if (!isMembers(before ?? after) || !isMembers(after ?? before))
    return before == null ? text(after) : `${text(before)} → ${text(after)}`;
  const [was, is] = [before as Members | null, after as Members | null];
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
  return [...names]
    .filter((name) => name !== 'version' && text(was?.[name]) !== text(is?.[name]))
    .map((name) =>
      was == null || is == null
        ? `${name} ${text((is ?? was)?.[name])}`
        : `${name} ${text(was[name])} → ${text(is[name])}`,
    )
    .join(', ');
}
