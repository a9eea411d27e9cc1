import type { Row } from './credentials.js';

/** Who may sign in to a page, and who sees and ends the sessions of others. */
export const ROWS_OF_SESSIONS: Readonly<Record<string, Row>> = {
  beginAgentSession: { open: true, status: 401, body: () => ({ key: 'wak_x' }) },
  // A page of somebody else is refused before it is asked who it is.
  getAgentSession: { open: true, status: 403 },
  endAgentSession: { open: true, status: 403 },
  beginSession: { open: true, status: 401, body: () => ({ key: 'wek_x' }) },
  getSession: { open: true, status: 403 },
  endSession: { open: true, status: 403 },
  listSessions: { scope: 'admin:read', status: 200 },
  deleteSession: { scope: 'admin:write', status: 404, path: { id: () => 'none' } },
};
