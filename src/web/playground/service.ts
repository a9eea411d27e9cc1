import { handoverOf } from '../widget/handover.js';
import type { Interaction as Told, VisitEvent } from '../widget/interaction.js';
import type { Offer } from '../widget/offer.js';

/** The visit of this browser, as the widget says it. */
export interface Visit {
  readonly visitId: string;
  readonly token: string;
}

/** The widget's global, as any page has it. */
declare const WebEngagement: {
  visit(): Promise<Visit | undefined>;
  invite(offer: Offer): Promise<Told | null>;
};

/** What the panel shows of an interaction. */
export interface Interaction extends Told {
  readonly queue: string;
  readonly status: 'active' | 'stopped';
  readonly reason: string | null;
  readonly createdAt: string;
  readonly disposedAt: string | null;
}

/** One line of a history. */
export interface Fact {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly by: string;
  readonly to: string;
  readonly reason: string | null;
}

/** A refusal, in the service's words. */
export class Refused extends Error {}

let token = '';
/** As shipped, until an event says it: nothing else does. */
let keys: VisitEvent['formKeys'] = { userIdentifier: 'EmailAddress', phoneNumber: 'PhoneNumber' };
document.addEventListener('webengagement:update', ({ detail }) => {
  keys = detail.formKeys;
});

async function visit(): Promise<Visit | undefined> {
  const begun = await WebEngagement.visit();
  token = begun?.token ?? '';
  return begun;
}

/** Under which keys the fields of forms are kept. */
export const formKeys = (): VisitEvent['formKeys'] => keys;

/** The token of the visit, as it was last read. */
export const readToken = (): string => token;

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  const body = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Refused(String(body.detail ?? response.statusText));
  return body as T;
}

async function read<T>(path: string): Promise<T> {
  await visit();
  return ask<T>(path, { headers: { authorization: `Bearer ${token}` } });
}

async function post<T>(path: string, body: object): Promise<T> {
  await visit();
  return ask<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
}

/** The visit's id and live interaction; undefined when the widget got no visit. */
export async function readVisit(): Promise<
  { readonly visitId: string; readonly liveInteractionId: string | null } | undefined
> {
  const { visitId } = (await visit()) ?? {};
  return visitId === undefined ? undefined : read(`/v1/visits/${encodeURIComponent(visitId)}`);
}

/** An interaction with its history. */
export async function readInteraction(id: string) {
  const [interaction, history] = await Promise.all([
    read<Interaction>(`/v1/interactions/${id}`),
    read<{ readonly items: readonly Fact[] }>(`/v1/interactions/${id}/history`),
  ]);
  return { interaction, facts: history.items };
}

/**
 * What a rule of the site does: asks for an interaction, which the strategy decides on, or the visitor
 * of the playground. Throws `Refused` when there is a live one.
 */
export async function create(offer: Offer, isVisitor = false): Promise<Told> {
  const { visitId = '' } = (await visit()) ?? {};
  await post(`/playground/visits/${encodeURIComponent(visitId)}/decider`, { isVisitor });
  const made = await WebEngagement.invite(offer);
  if (made) return made;
  throw new Refused('The visit has a live interaction, or may not be invited now.');
}

/** An interaction after an action; where rules have decided, with why. */
export interface Acted extends Interaction {
  readonly verdict?: {
    readonly rule: string | null;
    readonly missed: readonly { readonly rule: string; readonly condition: string }[];
  };
}

/** What a strategy, a clock or an operator does, by the playground's own address. */
export function act(id: string, action: string, body: object = {}): Promise<Acted> {
  return post<Acted>(`/playground/interactions/${id}/${action}`, body);
}

/** What a form of the site's own does: it hands over as the widget's does, where no chat began with it. */
export async function sendForm(
  id: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const taken = await post<Told>(`/v1/interactions/${id}/registration-form`, { fields });
  if (taken.chatId) return;
  const detail = handoverOf({ ...taken, formKeys: formKeys() }, taken, fields, undefined);
  document.dispatchEvent(new CustomEvent('webengagement:handover', { detail }));
}

/** Opens the desk in another tab, signed in by a code that is good once; says so when it may not. */
export async function openDesk(): Promise<string | undefined> {
  const { code } = await post<{ readonly code: string }>('/playground/agent', {});
  const tab = open(`/desk?code=${encodeURIComponent(code)}`, '_blank');
  return tab
    ? undefined
    : 'The browser blocked the new tab: allow it for this page, and try again.';
}
