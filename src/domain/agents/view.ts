import { isoOrNull } from '../interactions/view.js';
import type { AgentStatus } from './agent.js';

/** Where an agent stands, on the wire. */
export function viewAgent({ name, state, reason, since }: AgentStatus) {
  return { name, state, reason, since: isoOrNull(since) };
}
