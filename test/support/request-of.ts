import type { Request } from '#src/domain/interactions/interaction.js';

/** A whole request from the parts that matter to a test. */
export function requestOf(request: Partial<Request>): Omit<Request, 'id'> {
  return {
    visitId: 'v1',
    visitorId: null,
    visitorIdClaimed: false,
    pageId: null,
    pageUrl: null,
    category: null,
    channel: null,
    caseData: {},
    userData: {},
    ...request,
  };
}
