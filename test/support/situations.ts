import assert from 'node:assert/strict';
import type { Created, Send, TestService } from './service.js';

export const FIELDS = { EmailAddress: 'ada@example.com', FirstName: 'Ada' };

/** One call about an interaction, by its path behind the interaction's own. */
export interface Act {
  readonly path: string;
  /** Whether it is the visitor's browser that calls, with the token of the interaction. */
  readonly browser?: true;
  readonly body?: object;
  /** Under the admin addresses. */
  readonly admin?: true;
}

const disposition = (code: string): Act => ({ path: 'disposition', browser: true, body: { code } });

/** Everything that callers can do to an interaction. */
export const ACTS = {
  engage: { path: 'engage', body: {} },
  noengage: { path: 'noengage', body: { reason: 'no agents' } },
  displayed: { path: 'displayed', browser: true, body: {} },
  acceptCall: disposition('acceptCall'),
  reject: disposition('reject'),
  timeout: disposition('timeout'),
  form: { path: 'registration-form', browser: true, body: { fields: FIELDS } },
  otherForm: { path: 'registration-form', browser: true, body: { fields: { FirstName: 'Bob' } } },
  stop: { path: 'stop' },
  adminStop: { path: 'stop', admin: true },
  clean: { path: 'clean', admin: true },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof ACTS;

/** How an interaction comes to be as it is: acts, and milliseconds that pass. */
export const SITUATIONS = {
  Qualified: [],
  Engaged: ['engage'],
  Displayed: ['engage', 'displayed'],
  Pending: ['engage', 'acceptCall'],
  Lapsed: ['engage', 'acceptCall', 120_000],
  Completed: ['engage', 'acceptCall', 'form'],
  Late: ['engage', 'acceptCall', 120_000, 'form'],
  Rejected: ['engage', 'reject'],
  Timeout: ['engage', 'timeout'],
  not_engaged: ['noengage'],
  expired: [30_000],
  abandoned: ['engage', 'displayed', 600_000],
  cleaned: ['engage', 'clean'],
} as const satisfies Record<string, readonly (ActName | number)[]>;
export type SituationName = keyof typeof SITUATIONS;

/** Does it; the answer, whatever it is. */
export function act<T>(service: TestService, { id, token }: Created, name: ActName, send?: Send) {
  const { path, browser, body, admin }: Act = ACTS[name];
  return service.call<T>('POST', `/v1/${admin ? 'admin/' : ''}interactions/${id}/${path}`, {
    ...(browser && { as: token }),
    ...(body && { body }),
    ...send,
  });
}

/** An interaction in this situation. */
export async function inSituation(
  service: TestService,
  name: SituationName,
  body?: Readonly<Record<string, unknown>>,
): Promise<Created> {
  const created = await service.create(body);
  for (const step of SITUATIONS[name]) {
    if (typeof step === 'number') await service.advance(step);
    else assert.equal((await act(service, created, step)).status, 200, `${step} for ${name}`);
  }
  return created;
}
