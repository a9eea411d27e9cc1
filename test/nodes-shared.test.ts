import t from 'tap';
import { createSharedLimiter } from '#src/http/server/limiter.js';
import { createId } from '#src/ids.js';
import type { Shared } from '#src/store/shared.js';
import { createDatabases, type OpenNode, openNodes } from './support/databases.js';
import { NO_POSTGRES } from './support/postgres.js';
import { requestOf } from './support/request-of.js';

const POINTS = 60;
const MOST_UNTOLD = 6;
const settings = { name: 'creates', points: POINTS, windowSeconds: 60 };

t.test('who cannot be told of calls counts them alone', async (t) => {
  const failing: Shared['count'] = () => Promise.reject(new Error('nobody answers'));
  const limiter = createSharedLimiter(settings, failing);
  let passed = 0;
  for (let n = 0; n < 2 * POINTS; n += 1) if (!(await limiter.consume('a')).isSpent) passed += 1;
  t.equal(passed, POINTS);
});

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  t.test('a burst at all nodes is let through as often as it may, and little more', async (t) => {
    const { url, query } = await databases.make(t);
    const nodes = await openNodes(t, url, 3);
    let asked = 0;
    const limiters = nodes.map(({ shared }) =>
      createSharedLimiter(settings, (calls, windowMs) => {
        asked += 1;
        return shared.count(calls, windowMs);
      }),
    );
    const calls = limiters.flatMap((limiter) =>
      Array.from({ length: 2 * POINTS }, () => limiter.consume('a')),
    );
    const passed = (await Promise.all(calls)).filter(({ isSpent }) => !isSpent).length;
    t.ok(passed >= POINTS, `${passed} let through`);
    t.ok(passed <= POINTS + (nodes.length - 1) * MOST_UNTOLD, `${passed} let through`);
    t.ok(asked < POINTS, `${asked} statements for ${calls.length} calls`);
    for (const limiter of limiters)
      t.match(await limiter.consume('a'), { isSpent: true, left: 0 }, 'each node knows');
    t.match(
      await limiters[0]?.consume('b'),
      { isSpent: false, left: POINTS - 1 },
      'a key for itself',
    );
    const rows = await query<{ name: string }>('select name from calls');
    t.notOk(
      rows.some(({ name }) => /creates|a/.test(name) && name.length < 40),
      'nobody is named',
    );
  });

  t.test('what comes to nodes in turn is bound alike', async (t) => {
    const { url } = await databases.make(t);
    const nodes = await openNodes(t, url, 3);
    const limiters = nodes.map(({ shared }) => createSharedLimiter(settings, shared.count));
    let passed = 0;
    for (let n = 0; n < 2 * POINTS; n += 1) {
      const limiter = limiters[n % limiters.length];
      if (!(await limiter?.consume('a'))?.isSpent) passed += 1;
    }
    t.ok(passed >= POINTS && passed <= POINTS + 2 * MOST_UNTOLD, `${passed} let through`);
  });

  t.test('a window ends for all at once, and begins anew with the next call', async (t) => {
    const { url, query } = await databases.make(t);
    const [one, other] = await openNodes(t, url, 2);
    if (!one || !other) throw new Error('there are two');
    const calls = new Map([['x', 5]]);
    const first = await one.shared.count(calls, 60_000);
    t.match(first.get('x'), { count: 5 });
    const second = (await other.shared.count(new Map([['x', 2]]), 60_000)).get('x');
    t.equal(second?.count, 7);
    t.ok((second?.msLeft ?? 0) <= (first.get('x')?.msLeft ?? 0), 'the window is the first one');
    await query("update calls set until = clock_timestamp() - interval '1 second'");
    t.match((await one.shared.count(new Map([['x', 1]]), 60_000)).get('x'), { count: 1 });
  });

  t.test('a code that one process makes is good once, at any of them', async (t) => {
    const { url, query } = await databases.make(t);
    const [one, other] = await openNodes(t, url, 2);
    if (!one || !other) throw new Error('there are two');
    const [mine, theirs] = [one.shared.codes, other.shared.codes];
    for (const purpose of ['console', 'playground agent', 'playground visit'] as const) {
      await mine.keep(purpose, 'c1', 60_000);
      t.ok(await theirs.has(purpose, 'c1'));
      const uses = [mine, theirs, mine, theirs].map((codes) => codes.use(purpose, 'c1'));
      t.equal((await Promise.all(uses)).filter((wasGood) => wasGood).length, 1, purpose);
      t.notOk(await theirs.use('console', 'c2'), 'and no other one');
    }
    await mine.keep('console', 'c1', 60_000);
    await theirs.keep('console', 'c2', 60_000);
    t.notOk(await mine.use('console', 'c1'), 'a later link voids an earlier one');
    await query("update codes set until = clock_timestamp() - interval '1 second'");
    t.notOk(await mine.use('console', 'c2'), 'past its time');
  });

  t.test('a contact is made once, and whoever names one waits for nobody', async (t) => {
    const { url, query } = await databases.make(t);
    const nodes = await openNodes(t, url, 3);
    let made = 0;
    const create = async ({ store }: OpenNode, email: string): Promise<string | undefined> => {
      made += 1;
      const userData = { EmailAddress: email };
      const request = requestOf({ visitId: `v${made}`, userData });
      const creation = await store.apply('create', { seed: createId(made), request });
      if (!('interaction' in creation)) throw new Error(JSON.stringify(creation));
      return creation.interaction.identity?.id;
    };
    // Somebody who commits: whoever had to be alone would wait for the end of this.
    await query('begin');
    await query('lock table feed in row exclusive mode');
    const apart = await Promise.all(
      nodes.flatMap((node, n) =>
        ['a', 'b', 'c'].map((name) => create(node, `${name}${n}@shop.example`)),
      ),
    );
    t.equal(new Set(apart).size, 9, 'each has their own');
    const again = nodes.map((node) => create(node, 'A0@shop.example'));
    t.strictSame(new Set(await Promise.all(again)), new Set([apart[0]]), 'known to all');
    const twice = [1, 2, 3].map(() => nodes[0] && create(nodes[0], 'once@shop.example'));
    t.equal(new Set(await Promise.all(twice)).size, 1, 'made in one turn');
    await query('commit');

    const ids = await Promise.all(
      nodes.flatMap((node) => [1, 2].map(() => create(node, 'same@shop.example'))),
    );
    t.equal(new Set(ids).size, 1, 'made by several at once');
    t.equal((await query('select id from identities')).length, 11);
  });
}
