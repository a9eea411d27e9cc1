import { warn } from './console.js';
import { send } from './http.js';
import type { VisitEvent } from './interaction.js';
import { asText } from './settings.js';
import type { Session } from './visit.js';

/** What a page asks for when it finds its visit worth an offer. Numbers become texts. */
export interface Offer {
  readonly category?: string;
  readonly channel?: 'proactiveChat' | 'proactiveCallback';
  readonly pageId?: string | number;
  readonly userData?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a page may tell of its visitor when it begins a chat. Numbers become texts. */
export interface ChatRequest {
  readonly userData?: NonNullable<Offer['userData']>;
}

/** Texts for the service: what is not there is left out. */
function textsOf(data: object): object {
  const present = Object.entries(data).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, asText(value)]));
}

const bodyOf = ({ userData, ...rest }: Offer): object => ({
  ...textsOf(rest),
  ...(typeof userData === 'object' && userData && { userData: textsOf(userData) }),
});

async function hasVisit(session: Session): Promise<boolean> {
  const visit = await Promise.race([session.begun, session.trouble]);
  if (!visit) warn('there is no visit to invite; what was said before is why');
  return visit !== undefined;
}

/** Begins a chat; null when there is no visit. */
export async function openChat<T>(
  session: Session,
  request: ChatRequest,
  open: (body: object) => Promise<T | null>,
): Promise<T | null> {
  return (await hasVisit(session)) ? open(bodyOf(request)) : null;
}

/**
 * Creates an interaction; null when there is no visit, or the service refuses, and then `onRefused` is
 * called with the problem. Rejects, saying why, when the service cannot be reached.
 */
export async function makeOffer(
  server: string,
  session: Session,
  offer: Offer,
  onRefused: (problem: unknown) => void,
): Promise<VisitEvent | null> {
  if (!(await hasVisit(session))) return null;
  const body = { pageUrl: `${location.origin}${location.pathname}`, ...bodyOf(offer) };
  const made = await session.prove((token) =>
    send<VisitEvent>(`${server}/v1/interactions`, { ...body, token }),
  );
  if (made?.status === 201) return made.body;
  onRefused(made?.body);
  return null;
}
