/** Whether a step of a plan looks at many rows. */
export const isLong = (line: string): boolean => /scan|temp b-tree/i.test(line);

/** By which index each statement of pacing is answered. */
export const PACING_INDEXES = {
  invited: 'COVERING INDEX interactions_invited (state=? AND clock=? AND clock_started_at>?)',
  queuedFor: 'COVERING INDEX chats_queued_for (waits_for=?)',
  known: 'interactions_known (disposed_at>?)',
  reactive: 'COVERING INDEX reactive_requests_at (agent_group=? AND at>?)',
  proactive: 'chats_proactive (queued_at>?)',
} as const;

const BY_WAIT = 'chats_waits_in (waits_in=? AND waiting_since>? AND waiting_since<?)';

/** By which index a view sees chats. */
export const CHATS_SEEN_INDEXES = { oldestChatsSeen: BY_WAIT, newestChatsSeen: BY_WAIT } as const;
