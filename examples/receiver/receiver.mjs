// A receiver of webhooks in a page: verifies each message, takes it once, answers at once.
//
//   npm install standardwebhooks
//   WEBHOOK_SECRET=whsec_... PORT=4000 node receiver.mjs
//
// Then subscribe it: POST /v1/admin/webhook-endpoints
//   { "url": "http://127.0.0.1:4000/", "eventTypes": ["interaction.*"] }
// (on one machine the service needs WEBHOOK_ALLOW_PRIVATE=127.0.0.0/8).

import { createServer } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

// A real one keeps these in its database, in the transaction of what it does with the message.
const seen = new Set();
const newest = new Map();

/** Called once for each message, in whatever order they come. */
function take({ type, data }) {
  const id = data.interaction?.id;
  if (id !== undefined && data.sequence !== undefined) {
    // Attempts may overtake each other: what is older than what we know changes nothing.
    if (data.sequence <= (newest.get(id) ?? 0)) return;
    newest.set(id, data.sequence);
  }
  if (type === 'interaction.accepted') console.log(`call ${data.phoneNumber ?? 'back'} (${id})`);
  else console.log(type, id ?? '');
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  // The signature is over exactly these bytes: verify before parsing.
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
  try {
    const message = webhook.verify(await bodyOf(request), request.headers);
    const id = request.headers['webhook-id'];
    // The same message may come twice: it has the same id then.
    if (!seen.has(id)) {
      seen.add(id);
      take(message);
    }
    response.writeHead(204).end();
  } catch (error) {
    const refused = error instanceof WebhookVerificationError;
    if (!refused) console.error(error);
    // Anything but 2xx is tried again later; 410 would end the subscription.
    response.writeHead(refused ? 401 : 500).end();
  }
});

server.listen(Number(process.env.PORT ?? 4000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
