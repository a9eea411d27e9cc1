import { KIND_WORDS } from '../../domain/objects/kinds.js';
import type { User } from '../../domain/objects/uses.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';

const sentenceOf = ({ kind, name, count }: User): string => {
  switch (kind) {
    case 'options':
      return `option ${name}`;
    case 'setting':
      return `the setting ${name} of the process`;
    case 'chat-routing':
      return `rule ${quote(name)} of Chat Routing`;
    case 'interactions':
      return `${count} interactions in it`;
    case 'chats':
      return `${count} open chats`;
    default:
      return `${KIND_WORDS[kind]} ${name}`;
  }
};

/** The problem of something that cannot go because of what names or needs it. */
export function inUse(users: readonly User[]): Problem {
  const detail = `Used by: ${users.map(sentenceOf).join(', ')}.`;
  return new Problem('object_in_use', detail, { users });
}
