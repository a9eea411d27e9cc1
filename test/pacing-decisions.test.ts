import t from 'tap';
import { createChatWorld } from './support/chat-world.js';
import { startStrategy } from './support/strategy-server.js';
import { createWorld } from './support/strategy-service.js';

const DRY_RUN = '/admin/strategies/engagement-logic/dry-run';

t.test('a dry run says what comes of no room, as the decision does', async (t) => {
  const world = await createChatWorld(t);
  const { engine, ask } = world;
  await world.agent('ann', { capacity: 1 });
  const tried = async (rules?: object) => {
    const { id } = await world.create();
    const dry = (await ask('POST', DRY_RUN, { interactionId: id, ...(rules && { rules }) })).body;
    return { id, dry };
  };
  const room = [
    { name: 'room', when: { capacity: { atLeast: 2 } }, result: { decision: 'engage' } },
    { name: 'none', result: { decision: 'noengage', reason: 'busy' } },
  ];
  t.match((await tried(room)).dry, {
    decision: 'noengage',
    rule: 'none',
    reason: 'busy',
    missed: [{ rule: 'room', condition: 'capacity' }],
    pacing: { limit: 1, outstanding: 0, allowed: 1, because: 'goal' },
  });
  const first = await tried();
  t.match(first.dry, { decision: 'engage', pacing: { allowed: 1 } });
  await engine.decide(first.id);
  const second = await tried();
  t.match(second.dry, { decision: 'noengage', rule: null, pacing: { allowed: 0, outstanding: 1 } });
  t.match(await engine.decide(second.id), {
    interaction: { state: 'Failed', reason: 'not_engaged', reasonDetail: second.dry.reason },
  });
  const calls = [{ name: 'c', result: { decision: 'engage', channel: 'proactiveCallback' } }];
  t.match((await tried(calls)).dry, { decision: 'engage', pacing: null });
});

t.test('a remote strategy is told how many more may be invited, and decides itself', async (t) => {
  const { url, asked } = await startStrategy(t, (one) =>
    one.answer(200, { instruction: 'engage', channel: 'proactiveChat' }),
  );
  const world = await createWorld(t, { STRATEGY: url });
  await world.ask('POST', '/admin/agents', { name: 'ann' });
  const { id } = await world.create();
  await world.service.strategy.idle();
  const { body } = await world.ask('GET', '/pacing');
  t.match(body, { enabled: true, limit: 0, allowed: 0, outstanding: 1, because: 'no_agents' });
  t.strictSame(asked[0]?.body.data.pacing, { ...body, outstanding: 0 });
  t.equal((await world.engine.get(id))?.state, 'Engaged', 'the limit binds the built-in strategy');
});

t.test('what was measured is not looked at again within the refresh period', async (t) => {
  const world = await createChatWorld(t);
  const { engine, ask, clock } = world;
  await world.agent('ann', { capacity: 25 });
  const rate = async () => (await ask('GET', '/pacing')).body.hitRate;
  const reject = async () => {
    const { id } = await world.create();
    await engine.apply(id, { type: 'engage' });
    await engine.apply(id, { type: 'displayed' });
    await engine.apply(id, { type: 'reject' });
  };
  t.equal(await rate(), 1);
  await reject();
  t.equal(await rate(), 1);
  await clock.advance(2000);
  t.equal(await rate(), 9.9 / 10.9);
  await reject();
  await ask('PUT', '/admin/options/pacing.connector.historyLength', { value: 20 });
  t.equal(await rate(), 9 / 11, 'a changed option counts at once');
});
