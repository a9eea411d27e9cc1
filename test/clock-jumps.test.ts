import t from 'tap';
import { openDatabase } from '#src/store/sqlite/open.js';
import { setBack } from '#src/store/sqlite/set-back.js';
import { createComposed } from './support/composed.js';
import { run } from './support/process.js';
import { createWorld, openMigrated } from './support/world.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A service with a stopped interaction that is nearly as old as those it keeps, and what is young. */
async function createKept(t: Parameters<typeof createComposed>[0]) {
  const service = await createComposed(t);
  const { call, clock, app } = service;
  const old = await service.place({ visitId: 'old' });
  await call('POST', `/v1/interactions/${old.id}/noengage`, {});
  await clock.leap(29 * DAY);
  const post = (visitId: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/interactions',
      headers: { authorization: `Bearer ${service.adminKey}`, 'idempotency-key': visitId },
      payload: { visitId },
    });
  const young = (await post('young')).json();
  const check = async (name: string) =>
    (await call('GET', '/readyz?verbose')).body.checks.find(
      (one: { name: string }) => one.name === name,
    );
  return { ...service, old, young, post, check };
}

t.test('a wall clock 40 days wrong for a second deletes, voids and moves nothing', async (t) => {
  const { clock, call, old, young, post, check } = await createKept(t);
  const before = clock.now();
  clock.stepWall(40 * DAY);
  await clock.advance(SECOND);
  t.match(await check('clock'), {
    ok: false,
    detail: 'service time is 3456000 s behind the wall clock',
  });
  t.match(await check('deletion_by_age'), { ok: false, detail: /^paused: .* an hour apart$/ });
  t.match((await call('GET', `/v1/interactions/${young.id}`, undefined, young.token)).status, 200);
  clock.stepWall(-40 * DAY);
  await clock.advance(2 * MINUTE);
  t.equal(clock.now(), before + SECOND + 2 * MINUTE);
  t.equal((await call('GET', `/v1/interactions/${old.id}`)).status, 200);
  t.equal((await post('young')).json().id, young.id, 'the kept answer stands');
  t.match(await check('clock'), { ok: true });
  t.match(await check('deletion_by_age'), { ok: true, detail: 'under way' });
});

t.test('a wall clock that stays 40 days ahead deletes and voids nothing for a day', async (t) => {
  const { clock, call, app, old, young, post, check } = await createKept(t);
  clock.stepWall(40 * DAY);
  const before = clock.now();
  await clock.advance(SECOND);
  await clock.leap(10 * MINUTE);
  t.equal(clock.now(), before + 40 * DAY + 10 * MINUTE + SECOND, 'it is adopted');
  await clock.leap(23 * HOUR);
  await clock.advance(2 * MINUTE);
  t.match(await check('deletion_by_age'), { ok: false });
  t.match(
    (await app.inject('/metrics')).payload,
    'webengagement_deletion_by_age_paused{reason="wall_beyond_stored"} 1',
  );
  t.equal((await call('GET', `/v1/interactions/${old.id}`)).status, 200);
  t.equal((await call('GET', `/v1/interactions/${young.id}`, undefined, young.token)).status, 200);
  t.equal((await post('young')).json().id, young.id);
  await clock.leap(2 * HOUR);
  await clock.advance(2 * MINUTE);
  t.equal((await call('GET', `/v1/interactions/${old.id}`)).status, 404, 'then it is believed');
  t.equal((await call('GET', `/v1/interactions/${young.id}`, undefined, young.token)).status, 401);
});

t.test('moments stored in the future are set back by `webengagement clock`', async (t) => {
  const world = await createWorld(t);
  const { clock, directory } = world;
  const before = await world.invite();
  clock.stepWall(40 * DAY);
  clock.now();
  await clock.leap(10 * MINUTE);
  const ahead = await world.invite();
  await world.set('autoStop', 'false');
  clock.stepWall(-40 * DAY);
  await world.restart();
  t.ok(world.clock.aheadMs() > 39 * DAY, 'a restart alone does not help');
  await world.store.close();

  const { database, close } = openDatabase(directory);
  const changed = setBack(database, clock.now() - clock.aheadMs());
  t.match([...changed.keys()].sort(), [
    'audit',
    'history',
    'interactions',
    'option_changes',
    'service',
  ]);
  const audited = database.prepare('select action from audit order by n').pluck().all();
  t.equal(audited.at(-1), 'time.set_back');
  close();
  await world.restart();
  t.equal(world.clock.aheadMs(), 0);
  t.match(await world.engine.get(ahead.id), { state: 'Qualified', createdAt: world.clock.now() });
  t.equal((await world.engine.get(before.id))?.createdAt, before.createdAt, 'what was right stays');
  await world.clock.advance(MINUTE);
  t.match(await world.engine.get(ahead.id), { state: 'Failed', reason: 'engagement_expired' });
});

t.test('`webengagement clock` says how the newest moment stands, and sets it back', async (t) => {
  const { directory, database, close } = openMigrated(t);
  const newest = Date.now() + 40 * DAY;
  database.prepare('update service set newest_moment = ?').run(newest);
  close();
  const ask = (...flags: string[]) => run(['clock', ...flags], { DATA_DIR: directory });
  t.match((await ask()).stdout, /^the newest stored moment is .* in the future; --set-back moves/);
  const { code, stdout } = await ask('--set-back');
  t.match(stdout, /^set back: .*service 1\nthe newest stored moment is .*, 0 s ago\n$/);
  t.equal(code, 0);
  t.match((await ask('--set-back')).stdout, /^nothing is stored that lies in the future\n/);
});
