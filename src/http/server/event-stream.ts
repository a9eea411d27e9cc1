import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headersOf } from './requests.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Buffering proxies would hold events back.
  'x-accel-buffering': 'no',
  // A stream is the last thing on its connection: ending it ends both.
  connection: 'close',
};

/** Answers HEAD, which asks for the head only: there is nothing to wait for. */
export const answerHead = (reply: FastifyReply): FastifyReply => reply.headers(HEADERS).send('');

/** Begins an answer of server-sent events; what follows is written to what this returns. */
export function beginEventStream(request: FastifyRequest, reply: FastifyReply): ServerResponse {
  reply.hijack();
  const answered = { ...reply.getHeaders(), ...headersOf(request), ...HEADERS };
  for (const [name, value] of Object.entries(answered))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200);
  return reply.raw;
}
