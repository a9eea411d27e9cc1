// Commits of which nobody hears whether they were made: docs/decisions/0116.

import t from 'tap';
import { StoreFailed } from '#src/store/failures.js';
import { attempt, claimEndpoint, deliveryOf } from './store/sending.js';
import { FENCE, startCutting } from './support/cutting-proxy.js';
import { createDatabases, creationOf } from './support/databases.js';
import { NO_POSTGRES } from './support/postgres.js';
import { openStore, subscribe, through } from './support/stores.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  t.test('a commit whose answer is lost is known all the same, and made once', async (t) => {
    const { url } = await databases.make(t);
    const proxy = await startCutting(databases.server.config.port);
    t.teardown(proxy.close);
    const { store } = await openStore(t, through(url, proxy));
    for (const when of ['before', 'after'] as const)
      for (let round = 0; round < 5; round += 1) {
        const visitId = `${when} ${round}`;
        proxy.cutNext(when);
        const made = await store.apply('create', creationOf(visitId));
        t.ok('interaction' in made, 'answered as if nothing had been');
        t.equal((await store.read('liveAttempts', visitId)).length, 1);
        proxy.cutNext(when);
        await store.tidy({ step: 'touch' });
      }
  });

  t.test('so it is when the answer to that question is lost, too', async (t) => {
    const { url } = await databases.make(t);
    const proxy = await startCutting(databases.server.config.port);
    t.teardown(proxy.close);
    const { store } = await openStore(t, through(url, proxy));
    proxy.cutNext('before', { when: 'after', ...FENCE });
    const made = await store.apply('create', creationOf('v1'));
    const id = 'interaction' in made ? made.interaction.id : '';
    t.ok(await store.read('interaction', id), 'what was answered is there');
    t.equal(proxy.left(), 0);
  });

  t.test('what came of an attempt is recorded once, when that answer is lost, too', async (t) => {
    const database = await databases.make(t);
    const proxy = await startCutting(databases.server.config.port);
    t.teardown(proxy.close);
    const { store } = await openStore(t, through(database.url, proxy));
    await subscribe(database);
    await store.apply('create', creationOf('v1'));
    const claim = await claimEndpoint(store);
    const [one] = claim.deliveries;
    for (const when of ['before', 'after', 'after'] as const) {
      proxy.cutNext(when);
      const told = store.finish(claim, [attempt(one, 'failed')]);
      await t.rejects(told, StoreFailed, 'it is told again by whoever told it');
    }
    await store.finish(claim, [attempt(one, 'failed')]);
    t.equal(proxy.left(), 0);
    t.equal((await deliveryOf(store, one?.messageId ?? ''))?.attempts.length, 1);
    t.match(await store.read('endpointStatistics', 'e1'), { attempts: 1, givenUp: 1 });
  });
}
