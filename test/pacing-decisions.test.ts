import t from 'tap';
import type { Event } from '#src/domain/interactions/interaction.js';
import { createChatWorld } from './support/chat-world.js';

const world = await createChatWorld(t);
const { engine, ask, clock } = world;
const ann = await world.agent('ann', { capacity: 1 });
const DRY_RUN = '/admin/strategies/engagement-logic/dry-run';

t.test('a dry run says what comes of no room, as the decision does', async (t) => {
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

t.test('what was measured is not looked at again within the refresh period', async (t) => {
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

t.test('what is known of invitations and of the chats they led to is counted', async (t) => {
  const { store } = world.service;
  const counted = (shortAbandonMs = 5000) =>
    store.read('measured', 'Web Engagement Chat', {
      historyLength: 100,
      shortAbandonMs,
      now: clock.now(),
    });
  const before = await counted();
  const engaged = async (...events: readonly Event[]) => {
    const { id } = await world.create();
    for (const event of [{ type: 'engage' }, ...events] as const) await engine.apply(id, event);
    return id;
  };
  const seen = { type: 'displayed' } as const;
  const yes = { type: 'acceptCall' } as const;
  const form = { type: 'formCompleted', fields: {} } as const;
  const added = async () => {
    const { engagements } = await counted();
    return [engagements.known - before.engagements.known, engagements.chats];
  };
  await engaged();
  const callback = await world.create();
  await engine.apply(callback.id, { type: 'engage', channel: 'proactiveCallback' });
  await engine.apply(callback.id, { type: 'reject' });
  const pending = await engaged(seen, yes);
  const cleaned = await engaged();
  await ask('POST', `/admin/interactions/${cleaned}/clean`, {});
  t.same(await added(), [0, 0], 'open, over another channel, or taken out by hand');
  await engaged(seen, { type: 'reject' });
  await engaged(seen, { type: 'timeout' });
  await engaged(seen, { type: 'noengage' });
  t.same(await added(), [3, 0]);
  const [talked, left, gone] = [await engaged(seen, yes), await engaged(seen, yes), pending];
  t.same(await added(), [3, 0], 'accepted, and the form is open');
  for (const id of [talked, left, gone]) await engine.apply(id, form);
  t.same(await added(), [6, 3], 'chats were made of them');
  await world.service.router.idle();
  const { chatId } = (await ask('GET', `/interactions/${talked}`)).body;
  t.match(await ann(`/chats/${chatId}/accept`, {}), { state: 'Active' });
  t.match((await counted()).proactive, { chats: 1, abandoned: 0 }, 'two wait still');
  await engaged(seen, yes);
  await clock.advance(120_000);
  await world.service.expiry.idle();
  t.same(await added(), [9, 3], 'a form expired, and two invitations that were never displayed');
  t.same((await counted()).proactive, { chats: 3, abandoned: 2 }, 'they closed their page');
  t.same((await counted(120_000)).proactive, { chats: 1, abandoned: 0 }, 'too short to count');
});
