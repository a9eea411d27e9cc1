import type { PacingReads } from '../engine/pacing.js';
import type { Part } from './part.js';

/** How many visitors may be invited to a chat. */
export function pacingPart(pacing: PacingReads): Part {
  return {
    gauges: [
      {
        name: 'webengagement_pacing_limit',
        help: 'Invitations to a chat that may be outstanding, whether that is kept to or not.',
        read: async () => (await pacing.read()).limit,
      },
      {
        name: 'webengagement_pacing_outstanding',
        help: 'Invitations to a chat that are outstanding.',
        read: async () => (await pacing.read()).outstanding,
      },
    ],
  };
}
