import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createSecret } from '../../ids.js';
import type { Log } from '../../log/log.js';
import type { Metrics } from '../../metrics.js';

export interface RequestObservers {
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Headers of every answer, beside the name of its request. */
const CONSTANT = Object.entries({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});
const ID = 'x-request-id';

/** All of them, for who writes an answer past fastify. */
export function headersOf({ id }: Pick<FastifyRequest, 'id'>): Readonly<Record<string, string>> {
  return { [ID]: id, ...Object.fromEntries(CONSTANT) };
}

/**
 * Every request: its id in the answer and in the log, its duration in the metrics. The log has the
 * pattern of the route, never the address or the query: those may carry tokens and visits.
 */
export function observeRequests(app: FastifyInstance, { metrics, log }: RequestObservers): void {
  const run = createSecret(6);
  let count = 0;
  app.setGenReqId(() => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  });

  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header(ID, request.id);
    for (const [name, value] of CONSTANT) reply.header(name, value);
    done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    const { elapsedTime, statusCode } = reply;
    // A parameter may say which names it takes: that is of no interest here.
    const route = (request.routeOptions.url ?? 'none').replace(/\(.*\)/, '');
    metrics.observeRequest(request.method, route, statusCode, elapsedTime / 1000);
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: statusCode,
        durationMs: Math.round(elapsedTime * 10) / 10,
      },
      'request answered',
    );
    done();
  });
}
