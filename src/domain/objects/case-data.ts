import type { UserData } from '../interactions/interaction.js';

/** The page on which the visit was found worth an offer. */
const START_PAGE = 'WebEngagement.EngagementStartPage';
/** The page the visit is on now; that of the creation until pages are streamed. */
const CURRENT_PAGE = 'WebEngagement.CurrentWebPage';

/**
 * What an agent sees of the visit's pages: those of the two attributes that the business attribute
 * Case Data has, and both where there is no such business attribute to choose from.
 */
export function caseDataOf(
  pageUrl: string | null,
  attributes: ReadonlySet<string> | null,
): UserData {
  if (pageUrl === null) return {};
  const wanted = [START_PAGE, CURRENT_PAGE].filter((name) => attributes?.has(name) ?? true);
  return Object.fromEntries(wanted.map((name) => [name, pageUrl]));
}
