import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createWebhookSecret, headersOf } from '#src/calls/signing.js';
import { createClock } from '#src/clock.js';
import { createWorld } from './support/webhooks.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/receiver/receiver.mjs', import.meta.url));

t.test('the example receiver takes what it verifies once, and refuses the rest', async (t) => {
  const world = await createWorld(t, { makeClock: createClock });
  // The address is known before the secret: so it is changed to the real one afterwards.
  const endpoint = await world.subscribe('http://127.0.0.1:9/', { eventTypes: ['interaction.*'] });
  const child = spawn(process.execPath, [EXAMPLE], {
    env: { WEBHOOK_SECRET: endpoint.secret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const lines: string[] = [];
  const output = createInterface(child.stdout);
  output.on('line', (line) => lines.push(line));
  await once(output, 'line');
  const [, url = ''] = /(http:\S+)$/.exec(lines[0] ?? '') ?? [];
  await world.parts.endpoints.update(endpoint.id, { url }, { keyId: 'test', keyName: 'test' });

  const { id } = await world.create({ PhoneNumber: '+1 555 0100' });
  for (const type of ['engage', 'acceptCall'] as const)
    await world.parts.engine.apply(id, { type });
  await world.idle();
  t.ok((await world.deliveries()).every((delivery) => delivery.status === 'succeeded'));

  const now = createClock().now();
  const post = async (secret: string, messageId: string): Promise<number> => {
    const body = '{"type":"option.changed","data":{}}';
    const secrets = { secret, previousSecret: null, previousSecretExpiresAt: null };
    const headers = headersOf({ messageId, body }, secrets, now);
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  t.equal(await post(createWebhookSecret(), 'forged'), 401);
  t.equal(await post(endpoint.secret, 'twice'), 204);
  t.equal(await post(endpoint.secret, 'twice'), 204);
  t.equal(await post(endpoint.secret, 'last'), 204);
  while (lines.filter((line) => line.startsWith('option.changed')).length < 2)
    await once(output, 'line');
  t.same(lines.slice(1).sort(), [
    `call +1 555 0100 (${id})`,
    ...['created', 'displayed', 'engaged', 'stopped'].map((fact) => `interaction.${fact} ${id}`),
    'option.changed ',
    'option.changed ',
  ]);
});
