// A remote strategy: it is asked about every Qualified interaction, and chats that wait, and answers what
// is to be done.
//
//   STRATEGY_SECRET=whsec_… PORT=9000 node examples/strategy/strategy.mjs
//   STRATEGY=http://127.0.0.1:9000/ STRATEGY_SECRET=whsec_… WEBHOOK_ALLOW_PRIVATE=127.0.0.0/8 npm start
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.STRATEGY_SECRET.replace(/^whsec_/, ''), 'base64');
/** The answers given so far (one that runs for long forgets them after a minute). */
const answers = new Map();

/** Whether the service sent it, and sent it now. */
function isSigned(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const expected = Buffer.from(`v1,${digest}`);
  const given = (headers['webhook-signature'] ?? '').split(' ').map((text) => Buffer.from(text));
  const isGood = (text) => text.length === expected.length && timingSafeEqual(text, expected);
  return isFresh && given.some(isGood);
}

/** The decision: here is where yours goes. */
function decide({ interaction, chat }) {
  if (chat) return { instruction: 'route', group: 'Web Engagement Chat' };
  if (interaction.userData?.Basket === 'empty')
    return { instruction: 'noengage', reason: 'empty basket' };
  return { instruction: 'engage', channel: 'proactiveChat', invitation: { title: 'May we help?' } };
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  const id = request.headers['webhook-id'];
  if (!answers.has(id)) answers.set(id, decide(JSON.parse(body).data));
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answers.get(id)));
});
server.listen(Number(process.env.PORT ?? 9000), '127.0.0.1', () =>
  console.log(`deciding on http://127.0.0.1:${server.address().port}/`),
);
