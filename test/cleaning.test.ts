import t from 'tap';
import { createChats } from '#src/engine/chats.js';
import { createCleaning } from '#src/engine/cleaning-by-hand.js';
import { createWorld, OPERATOR } from './support/world.js';

const QUEUE = 'Webengagement_Qualified';
const ALL = { olderThanSeconds: 0, dryRun: false };
/** What one step may take out of a queue: a few milliseconds of the event loop. */
const STEP = 25;

t.test('cleaning goes in steps, and one that is cut short is ended by asking again', async (t) => {
  const { engine, store, clock, invite } = await createWorld(t);
  for (let n = 0; n < 60; n += 1) await invite();
  let asked = 0;
  const read: typeof store.read = (name, ...args) => {
    if (name === 'activeInQueue') {
      const limit = args[2] as number;
      t.ok(limit <= STEP, `${limit} at a time`);
      asked += 1;
      if (asked === 2) return Promise.reject(new Error('killed'));
    }
    return store.read(name, ...args);
  };
  const cleaning = createCleaning(
    engine,
    { ...store, read },
    createChats({ store, clock, application: 'Web_Engagement_Server' }),
  );
  await t.rejects(cleaning.clean(QUEUE, OPERATOR, ALL), /killed/);
  const lines = async () => (await store.read('audit', {}, { size: 100 })).items.length;
  t.equal(await lines(), STEP, 'what was cleaned has its line in the audit');
  t.strictSame(await cleaning.clean(QUEUE, OPERATOR, ALL), { matched: 35, cleaned: 35 });
  t.equal(await lines(), 60);
});
