import type { Interaction as Told } from '../widget/interaction.js';

/** The visit of this browser, as the widget says it. */
export interface Visit {
  readonly visitId: string;
  readonly token: string;
}

/** The widget's global, as any page has it. */
declare const WebEngagement: {
  visit(): Promise<Visit | undefined>;
  invite(offer: { readonly category: string }): Promise<Told | null>;
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

const visit = (): Promise<Visit | undefined> => WebEngagement.visit();

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  const body = await response.json();
  if (!response.ok) throw new Refused(String(body.detail ?? response.statusText));
  return body as T;
}

async function read<T>(path: string): Promise<T> {
  const { token = '' } = (await visit()) ?? {};
  return ask<T>(path, { headers: { authorization: `Bearer ${token}` } });
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

/** What a rule of the site does: asks for an interaction. Throws `Refused` when there is a live one. */
export async function create(category: string): Promise<void> {
  if ((await WebEngagement.invite({ category })) === null)
    throw new Refused('The visit has a live interaction, or may not be invited now.');
}

/** What a strategy or an operator does, by the playground's own address. */
export async function act(id: string, action: string, body: object): Promise<void> {
  const { token = '' } = (await visit()) ?? {};
  await ask(`/playground/interactions/${id}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
}
