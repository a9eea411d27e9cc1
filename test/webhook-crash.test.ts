import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { serve } from './support/process.js';
import { ok, receive } from './support/receiver.js';

const KEY = 'an-admin-key-of-at-least-32-characters';

/** Attempts to an endpoint that has never answered, at one time. */
const ON_ITS_WAY = 4;

t.test('what was committed is told after a SIGKILL, with the same id', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const env = { DATA_DIR: directory, ADMIN_KEY: KEY, WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' };
  // The first process never gets an answer, so that it dies between commit and success.
  const receiver = await receive(t, () => {});
  const first = await serve(t, env);
  const ask = async (path: string, body: object) => {
    const response = await fetch(`${first.address}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: string; secret: string };
  };
  const { secret } = await ask('/admin/webhook-endpoints', {
    url: receiver.url,
    eventTypes: ['interaction.created'],
  });
  const created = await Promise.all(
    Array.from({ length: 50 }, (_, index) => ask('/interactions', { visitId: `v-${index}` })),
  );
  await first.end('SIGKILL');
  const begun = new Set(receiver.received.map(({ id }) => id));
  t.ok(begun.size < created.length, 'some had not even been tried');

  receiver.answer = ok;
  const before = receiver.received.length;
  const second = await serve(t, env);
  let after = receiver.received.slice(before);
  const told = () => new Set(after.map(({ id }) => id)).size;
  // What the first had on its way may arrive after its end.
  for (let count = created.length; told() < created.length; count += 1) {
    await receiver.got(before + count);
    after = receiver.received.slice(before);
  }
  t.ok(after.length <= created.length + ON_ITS_WAY, `${after.length} requests`);
  t.same(
    new Set(after.map(({ data }) => data.interaction.id)),
    new Set(created.map(({ id }) => id)),
    'every one arrives',
  );
  const again = new Set(after.map(({ id }) => id));
  t.equal(again.size, created.length);
  t.ok(
    [...begun].every((id) => again.has(id)),
    'what was tried before has the same id',
  );
  for (const { body, headers } of after) new Webhook(secret).verify(body, headers);
  t.equal(await second.end('SIGTERM'), 0);
});
