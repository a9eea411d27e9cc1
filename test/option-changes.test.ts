import t from 'tap';
import { deadline } from '#src/domain/interactions/clocks.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { changing } from './support/changes.js';
import { turn } from './support/clock.js';
import { deciding } from './support/deciding.js';
import { T0 } from './support/lifecycle.js';
import { createWorld } from './support/world.js';

const { name } = CATALOGUE.engagementExpirationTime;
/** Changes of one option while one clock runs: more than anybody makes, and nothing may give way. */
const MANY = 10_000;

const nth = (change: number): string => String(10 + (change % 51));

t.test('ten thousand option changes in one open clock are forgotten as they come', async (t) => {
  const { store, engine, invite, clock } = await createWorld(t);
  const { id } = await invite();
  await clock.leap(1000);
  await Promise.all(
    Array.from({ length: MANY }, (_, change) => deciding(store, {}, changing(name, nth(change)))),
  );
  t.equal(store.lastSettings().timeline.length, 1, 'no clock was due under any value but the last');
  await clock.leap(10_000);
  await deciding(store, {}, changing(name, '15'));
  await clock.leap(4000);
  t.match(await engine.get(id), { state: 'Failed', disposedAt: T0 + 15_000 });
});

t.test('what was due before ten thousand option changes is settled as it was due', async (t) => {
  const world = await createWorld(t);
  const { clock } = world;
  const { id } = await world.invite();
  const young = await (async () => {
    await clock.leap(25_000);
    return world.invite();
  })();
  // Nobody has looked since: the first is due, and the second is not.
  await clock.leap(6_000);
  world.database.exec(`
    insert into option_changes (name, version, value, at, actor)
    with recursive seq (i) as (select 0 union all select i + 1 from seq where i < ${MANY - 1})
    select '${name}', i + 2, 10 + i % 51, ${T0 + 31_000} + i / 10, 'ops' from seq;
    update service set newest_moment = ${T0 + 31_000 + MANY / 10}`);
  await world.restart();
  const { store, engine } = world;
  const settled = store.lastSettings().timeline;
  t.ok(settled.length > 1, 'the values in force when it was due are kept for it');
  let steps = 0;
  const counting = new Proxy(settled, {
    get(target, key, receiver) {
      if (/^\d+$/.test(String(key))) steps += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  const first = await store.read('interaction', id);
  t.ok(first);
  if (first === null) return;
  deadline(first, counting);
  steps = 0;
  for (let n = 0; n < 100; n += 1) deadline(first, counting);
  t.ok(steps <= 100 * 2, `a deadline looks at one of them: ${steps} in 100`);

  t.match(await engine.get(id), { state: 'Failed', disposedAt: T0 + 30_000 });
  t.match(await store.read('interaction', young.id), { state: 'Qualified' });
  for (let n = 0; n < 3; n += 1) await deciding(store, {}, changing(name, String(50 + n)));
  await turn();
  t.equal(store.lastSettings().timeline.length, 1, 'and with it they are forgotten');
});
