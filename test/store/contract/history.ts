import { T0 } from '../../support/lifecycle.js';
import { happen, place } from '../decisions.js';
import { fits } from '../fits.js';
import type { Contract } from '../under-test.js';

/** What happened stays told, and when. */
export const history: Contract = (t, makeStore) => {
  t.test('a history is every fact in its order, without gaps', async (t) => {
    const made = makeStore(t);
    await place(made.store, { id: 'i1' });
    for (const type of ['engage', 'acceptCall'] as const) {
      await made.clock.advance(1000);
      await happen(made.store, 'i1', type);
    }
    await made.reopen();
    const facts = await made.store.read('history', 'i1');
    t.strictSame(
      facts.map(({ sequence, type, at, by, from, to }) => [sequence, type, at - T0, by, from, to]),
      [
        [1, 'interaction.created', 0, 'site', null, 'Qualified'],
        [2, 'interaction.engaged', 1000, 'strategy', 'Qualified', 'Engaged'],
        [3, 'interaction.displayed', 2000, 'browser', 'Engaged', 'Engaged'],
        [4, 'interaction.accepted', 2000, 'browser', 'Engaged', 'Accepted'],
        [5, 'interaction.stopped', 2000, 'system', 'Accepted', 'Accepted'],
      ],
    );
    fits(t, await made.store.read('interaction', 'i1'), { sequence: 5 });
    t.strictSame(await made.store.read('history', 'i2'), []);
  });

  t.test('after a restart time is not earlier than anything stored', async (t) => {
    const made = makeStore(t);
    await made.clock.advance(3_600_000);
    await place(made.store);
    made.clock.stepWall(-7_200_000);
    await made.reopen();
    t.equal(made.clock.now(), T0 + 3_600_000);
    t.equal(made.clock.aheadMs(), 7_200_000);
    const { createdAt } = await place(made.store);
    t.equal(createdAt, T0 + 3_600_000);
  });
};
