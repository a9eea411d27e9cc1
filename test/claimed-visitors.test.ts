import t from 'tap';
import { migrate, readMigrations } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createWorld, type Json } from './support/strategy-service.js';
import { createDirectory } from './support/world.js';

const SHOP = 'https://shop.example';
const world = await createWorld(t, { STRATEGY: 'builtin' });
const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
const forPages = await world.ask('POST', '/admin/publishable-keys', {
  name: 'shop',
  origins: [SHOP],
});

/** The token of a visit that a page began, saying who the visitor is. */
async function visitOfPage(visitorId?: string): Promise<string> {
  const headers = { ...bearer(forPages.body.key), origin: SHOP };
  return (await world.ask('POST', '/visits', { visitorId }, headers)).body.token;
}

const createWith = (token: string, body: object = {}) =>
  world.ask('POST', '/interactions', body, bearer(token));

/** The interaction once the rules have decided. */
async function decided({ id }: Json): Promise<Json> {
  await world.service.strategy.idle();
  return (await world.ask('GET', `/interactions/${id}`)).body;
}

async function exported(path: string): Promise<Json> {
  const { person, items } = (await world.ask('GET', `/admin/visitors/${path}`)).body;
  return { ...person, ids: items.map(({ interaction }: Json) => interaction.id) };
}

t.test(
  'a visitor that only a browser named is shown as claimed, wherever it is told',
  async (t) => {
    const renewed = async (token: string, visitId: string) =>
      (await world.ask('POST', `/visits/${visitId}/token`, {}, bearer(token))).body.token;
    const byPage = (await createWith(await visitOfPage('bob'))).body;
    t.match(byPage, { visitorId: 'bob', visitorIdClaimed: true }, 'with a publishable key');
    await world.engine.apply(byPage.id, { type: 'reject' });
    const later = await createWith(await renewed(await visitOfPage('bob'), 'x'));
    t.equal(later.status, 401, 'no token renews another visit');

    const begun = { visitId: 'v-proven', visitorId: 'bob' };
    const proven = (await world.ask('POST', '/visits', begun)).body.token;
    const fromToken = (await createWith(await renewed(proven, 'v-proven'))).body;
    t.match(fromToken, { visitorId: 'bob', visitorIdClaimed: false }, 'a back end wrote the token');
    t.match(await world.create({ visitorId: 'bob' }), { visitorIdClaimed: false }, 'an API key');
    t.match(await world.create(), { visitorId: null, visitorIdClaimed: false }, 'nobody is named');

    const ofNobody = (await world.ask('POST', '/visits', { visitId: 'v-open' })).body.token;
    const inBody = (await createWith(ofNobody, { visitorId: 'bob' })).body;
    t.match(inBody, { visitorId: 'bob', visitorIdClaimed: true }, 'the page adds the visitor');
    const other = await createWith(proven, { visitorId: 'eve' });
    t.match(other, { status: 403, body: { code: 'forbidden' } }, 'and changes none');

    const listed = async (query: string) =>
      (await world.ask('GET', `/admin/interactions?visitorId=bob${query}`)).body.items.map(
        ({ id }: Json) => id,
      );
    t.equal((await listed('')).length, 4, 'a list has both');
    t.strictSame(await listed('&visitorIdClaimed=true'), [inBody.id, byPage.id]);
    t.equal((await listed('&visitorIdClaimed=false')).length, 2);
  },
);

t.test('a claimed visitor uses up no caps: its attempts count for the visit alone', async (t) => {
  const cap = { attempts: [{ outcome: 'any', withinSeconds: 86_400 }] };
  const rules = [{ name: 'once a day', when: cap, result: { decision: 'noengage' } }];
  await world.ask('PUT', '/admin/strategies/engagement-logic', { rules });
  const token = await visitOfPage('ann');
  const claimed = await decided((await createWith(token)).body);
  t.equal(claimed.state, 'Engaged');
  await world.engine.apply(claimed.id, { type: 'reject' });
  t.equal((await decided((await createWith(token)).body)).state, 'Failed', 'the same visit');
  const again = await decided((await createWith(await visitOfPage('ann'))).body);
  t.equal(again.state, 'Engaged', 'nor for whoever else says so');

  t.equal((await decided(await world.create({ visitorId: 'ann' }))).state, 'Engaged', 'ann');
  t.equal((await decided(await world.create({ visitorId: 'ann' }))).state, 'Failed', 'ann again');
  const stranger = await decided((await createWith(await visitOfPage('ann'))).body);
  t.equal(stranger.state, 'Engaged', 'what ann was offered is told to nobody');
  await world.ask('PUT', '/admin/strategies/engagement-logic', { rules: [] });
});

t.test('what a browser claimed is in an export of its own, and erased with the id', async (t) => {
  const claim = async () => (await createWith(await visitOfPage('cid'))).body.id;
  const proven = (await world.create({ visitorId: 'cid' })).id;
  const claimed = await claim();
  const person = { kind: 'visitor', id: 'cid', ids: [proven] };
  t.strictSame(await exported('cid/export'), person);
  t.strictSame(await exported('cid/export?claimed=false'), person);
  t.strictSame(await exported('cid/export?claimed=true'), {
    kind: 'claimed_visitor',
    id: 'cid',
    ids: [claimed],
  });
  t.match((await world.ask('GET', '/admin/visitors/cid/export?claimed=maybe')).body, {
    code: 'validation_failed',
    errors: [{ detail: /true.*false/ }],
  });

  const erase = async (query = '') =>
    (await world.ask('DELETE', `/admin/visitors/cid${query}`)).body.erased;
  t.equal(await erase('?claimed=true'), 1);
  t.strictSame(await exported('cid/export'), person, 'the proven one is still there');
  // A token of the moment of an erasure counts as one from before.
  await world.clock.advance(1);
  await claim();
  t.equal(await erase('?claimed=false'), 1);
  t.equal((await exported('cid/export?claimed=true')).ids.length, 1);
  await world.create({ visitorId: 'cid' });
  t.equal(await erase(), 2, 'an id that is to be forgotten goes wherever it stands');
  const left = await world.ask('GET', '/admin/interactions?visitorId=cid');
  t.strictSame(left.body.items, []);
  t.match(
    (await world.ask('GET', '/admin/audit?pageSize=2')).body.items,
    [{ target: 'claimed_visitor' }, { target: 'visitor' }],
    'each is audited for itself',
  );
});

t.test('of what was stored before, nobody is proven who a page may have named', (t) => {
  const all = readMigrations();
  const place = all.findIndex(({ name }) => name === 'claimed-visitors');
  const upgraded = (keys: readonly (readonly [text: string, at: number])[]) => {
    const { database, close } = openDatabase(createDirectory(t));
    t.teardown(close);
    migrate(database, () => 1, all.slice(0, place));
    const key = database.prepare(
      `insert into publishable_keys (id, name, key, origins, created_at) values (?, 'x', ?, '[]', ?)`,
    );
    for (const [text, at] of keys) key.run(text, text, at);
    const row = database.prepare(
      `insert into interactions (id, state, queue, visit_id, visitor_id, created_at, placed_at,
         case_data, user_data, version, sequence)
       values (?, 'Qualified', 'q', 'v', ?, ?, 0, '{}', '{}', 1, 1)`,
    );
    row.run('before', 'ann', 10);
    row.run('after', 'ann', 30);
    row.run('nobody', null, 30);
    migrate(database, () => 1, all.slice(0, place + 1));
    return database
      .prepare('select id from interactions where visitor_claimed = 1 order by n')
      .pluck()
      .all();
  };
  t.strictSame(upgraded([]), []);
  t.strictSame(upgraded([['pk_playground_x', 5]]), [], 'its pages are on the machine itself');
  t.strictSame(
    upgraded([
      ['pk_a', 20],
      ['pk_b', 40],
    ]),
    ['after'],
  );
  t.end();
});
