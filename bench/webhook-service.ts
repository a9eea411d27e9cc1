import { createClock } from '#src/clock.js';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';

/** The service in a process of its own, with the endpoints of `URLS` subscribed to everything. */
const service = await compose(
  readConfig({ ...process.env, PORT: '0', WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' }),
  createLog('silent'),
);
const endpoints = createWebhookEndpoints(service.store, createClock());
for (const url of (process.env.URLS ?? '').split(',').filter(Boolean))
  await endpoints.create(
    { url, eventTypes: ['*'], description: '', rateLimitPerSecond: null, enabled: true },
    { keyId: 'bench', keyName: 'bench' },
  );
// As the service logs it.
process.stdout.write(`${JSON.stringify({ address: await service.listen() })}\n`);
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)));
