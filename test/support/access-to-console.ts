import type { Row } from './credentials.js';

/** Who sees what operators have on the wall, and who acts on many at once. */
export const ROWS_OF_CONSOLE: Readonly<Record<string, Row>> = {
  getOverview: { scope: 'admin:read', status: 200 },
  listNodes: { scope: 'admin:read', status: 200 },
  find: { scope: 'admin:read', status: 422 },
  bulkInteractions: {
    scope: 'admin:write',
    status: 200,
    body: () => ({ action: 'stop', filter: { visitId: 'nobody' } }),
  },
  bulkChats: {
    scope: 'admin:write',
    status: 200,
    body: () => ({ action: 'stop', filter: { visitId: 'nobody' } }),
  },
  resendDeliveries: { scope: 'admin:write', status: 200, body: () => ({ filter: {} }) },
  streamOverview: { scope: 'admin:read', status: 200 },
};
