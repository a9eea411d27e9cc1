// Two services on one database, through a pooler in transaction mode.

import t from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createDatabases, until } from './support/databases.js';
import { startNodes, startNodesHere } from './support/nodes.js';
import { NO_PGBOUNCER, startPgbouncer } from './support/pgbouncer.js';
import { receive } from './support/receiver.js';
import { through } from './support/stores.js';

t.test(
  'a life dealt over processes behind a pooler',
  { skip: NO_PGBOUNCER ?? false },
  async (t) => {
    const databases = await createDatabases(t);
    const database = await databases.makeEmpty(t);
    const pooler = await startPgbouncer(databases.server);
    t.teardown(pooler.stop);
    const url = through(database.url, pooler);
    const env = { STRATEGY: 'builtin' };
    const [[one], [other]] = await Promise.all([
      startNodes(t, url, 1, env),
      startNodesHere(t, url, 1, env),
    ]);
    if (!one || !other) throw new Error('there are two');
    const receiver = await receive(t);
    const endpoint = { url: receiver.url, eventTypes: ['interaction.accepted'] };
    t.equal((await one.ask('POST', '/v1/admin/webhook-endpoints', endpoint)).status, 201);

    const option = `/v1/admin/options/${CATALOGUE.engagementExpirationTime.name}`;
    t.equal((await other.ask('PUT', option, { value: 45 })).status, 200);
    t.match((await one.ask('GET', option)).body, { value: '45' }, 'in force at once');

    const { body: created } = await one.ask('POST', '/v1/interactions', { visitId: 'v1' });
    const path = `/v1/interactions/${created.id}`;
    await until(async () => (await other.ask('GET', path)).body.state === 'Engaged');
    const twice = await Promise.all(
      [one, other].map(({ ask }) => ask('POST', '/v1/interactions', { visitId: 'v1' })),
    );
    t.strictSame(
      twice.map(({ status }) => status),
      [409, 409],
      'one live attempt',
    );
    t.equal((await one.ask('POST', `${path}/displayed`, undefined, created.token)).status, 200);
    const code = { code: 'acceptCall' };
    t.match(await other.ask('POST', `${path}/disposition`, code, created.token), {
      status: 200,
      body: { state: 'Accepted' },
    });
    await receiver.got(1);
    t.equal(receiver.received[0]?.data.interaction?.id, created.id, 'told of');
    const { items } = (await one.ask('GET', '/v1/admin/nodes')).body;
    t.equal(items.length, 2);
    t.equal((await other.ask('GET', '/readyz')).status, 200);
  },
);
