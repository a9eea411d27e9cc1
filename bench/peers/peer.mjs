// A queue behind a bare fastify with one route, which adds what it gets and answers once that is accepted.
// Usage: peer.mjs NAME URL. Prints its address; `/alone` and `/late` measure the queue without HTTP. fastify is
// that of the repository above: the same as the service has.

import { fastify } from 'fastify';
import { QUEUES } from './queues.mjs';

const FAR_MS = 3_600_000;
const LANES = 64;

const [name, url] = process.argv.slice(2);
/** How late each was, in milliseconds, and who waits until there are enough of them. */
let lateness = [];
let enough = () => {};

const queue = await QUEUES[name](url, (dueAt) => {
  lateness.push(Date.now() - dueAt);
  enough();
});

const text = { type: 'string', maxLength: 2048 };
const body = {
  type: 'object',
  properties: {
    visitId: text,
    visitorId: text,
    pageUrl: text,
    userData: { type: 'object', additionalProperties: text },
  },
  required: ['visitId'],
};
const numbers = { type: 'object', additionalProperties: { type: 'number' } };

const app = fastify({ logger: false });

app.post('/v1/interactions', { schema: { body } }, async (request, reply) => {
  await queue.add(request.body, Date.now() + FAR_MS);
  return reply.code(201).send({ ...request.body, state: 'Qualified' });
});

/** Adds `amount` for the moments that `dueAt` says, by so many callers, each of whom waits until it is accepted. */
async function addAll(amount, dueAt, body) {
  let next = 0;
  async function lane() {
    for (let index = next++; index < amount; index = next++) await queue.add(body, dueAt(index));
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: LANES }, lane));
  return (amount / (performance.now() - startedAt)) * 1000;
}

app.post('/alone', { schema: { querystring: numbers } }, async ({ query, body }) => ({
  perSecond: await addAll(query.amount, () => Date.now() + FAR_MS, body),
}));

app.post('/late', { schema: { querystring: numbers } }, async ({ query, body }) => {
  const { amount, perSecond, aheadMs } = query;
  const from = Date.now() + aheadMs;
  lateness = [];
  const all = new Promise((resolve) => {
    enough = () => lateness.length >= amount && resolve();
  });
  await addAll(amount, (index) => Math.round(from + (index * 1000) / perSecond), body);
  const isInTime = Date.now() < from;
  await all;
  return { lateness, isInTime };
});

process.once('SIGTERM', () => {
  // What is left is thrown away with the server.
  queue.close().finally(() => process.exit(0));
  setTimeout(() => process.exit(0), 2_000).unref();
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
