import type { Test } from 'tap';
import { startService } from './service.js';

export const PATH = '/v1/admin/webhook-endpoints';

/** A webhook endpoint as it is answered when it is made. */
export interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
  readonly enabled: boolean;
}

/** Starts a service that may send to loopback, with what subscribes receivers to it and removes them. */
export function startWithEndpoints(t: Test) {
  const service = startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });

  async function subscribe(url: string, eventTypes: readonly string[] = ['*']): Promise<Endpoint> {
    const { call } = await service;
    const answer = await call<Endpoint>('POST', PATH, { body: { url, eventTypes } });
    t.equal(answer.status, 201, 'subscribed');
    return answer.body;
  }

  async function remove({ id }: Endpoint): Promise<void> {
    const { call } = await service;
    t.equal((await call('DELETE', `${PATH}/${id}`)).status, 204);
  }

  return { service, subscribe, remove };
}
