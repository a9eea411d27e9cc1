import type { TransferTarget } from '../../domain/chats/chat.js';
import { validationProblem } from './problems.js';

/** What a request to hand on says; it names a group or an agent, and not both. */
export function transferOf({
  group,
  agent: name,
  note = null,
}: {
  group?: string;
  agent?: string;
  note?: string | null;
}) {
  if ((group === undefined) === (name === undefined))
    throw validationProblem([{ pointer: '#', detail: 'must have either a group or an agent' }]);
  const target: TransferTarget = group === undefined ? { agent: name ?? '' } : { group };
  return { target, note };
}
