import t from 'tap';
import { createWorld } from './support/strategy-service.js';

const MISSED = '/admin/options/engagement.queueMissed';

const world = await createWorld(t, { STRATEGY: 'builtin', PORT: '0' });
await world.service.listen();
const key = world.service.playground.key();
const begun = await world.ask(
  'POST',
  '/visits',
  {},
  { authorization: `Bearer ${key?.key}`, origin: String(key?.origins[0]) },
);
const { visitId, token } = begun.body;

async function post(url: string, body: object = {}, by: string = token) {
  const headers = { authorization: `Bearer ${by}` };
  const answer = await world.service.app.inject({ method: 'POST', url, headers, payload: body });
  return { status: answer.statusCode, ...(answer.body !== '' && { body: answer.json() }) };
}
const decider = (isVisitor: boolean, by?: string) =>
  post(`/playground/visits/${visitId}/decider`, { isVisitor }, by);
const act = async (id: string, action: string, body?: object) =>
  (await post(`/playground/interactions/${id}/${action}`, body)).body;

/** An interaction of the playground's visit, once whoever decides by themselves has decided. */
async function begin(body: object = { category: 'PlayGround-Cart' }) {
  const { id } = (await post('/v1/interactions', body)).body;
  await world.service.strategy.idle();
  return (await world.ask('GET', `/interactions/${id}`)).body;
}

t.test('who plays decides themselves, until they leave it to the strategy again', async (t) => {
  const left = await begin();
  t.equal(left.state, 'Engaged', 'the strategy of the service decides');
  await act(left.id, 'clean');
  t.equal((await decider(true)).status, 204);
  const kept = await begin();
  t.equal(kept.state, 'Qualified');
  const stranger = await world.create();
  await world.service.strategy.idle();
  const { body } = await world.ask('GET', `/interactions/${stranger.id}`);
  t.equal(body.state, 'Engaged', 'on the visits of others the strategy decides');
  t.equal((await decider(true, stranger.token)).status, 403);
  await act(kept.id, 'clean');
  await decider(false);
  const again = await begin();
  t.equal(again.state, 'Engaged');
  await act(again.id, 'clean');
});

t.test('a rule decides in the playground, for one interaction, and says why', async (t) => {
  await decider(true);
  const result = { decision: 'noengage', reason: 'not now' };
  const rule = { name: 'no carts', when: { category: ['PlayGround-Cart'] }, result };
  const cart = await begin();
  t.match(await act(cart.id, 'decide', { rules: [rule] }), {
    state: 'Failed',
    reason: 'not_engaged',
    verdict: { rule: 'no carts', missed: [] },
  });
  const prices = await begin({ category: 'PlayGround-Prices' });
  const twice = await act(prices.id, 'decide', { rules: [rule, rule] });
  t.match(twice.detail, /is the name of rule 0 already/);
  t.match(await act(prices.id, 'decide', { rules: [rule] }), {
    state: 'Engaged',
    verdict: { rule: null, missed: [{ rule: 'no carts', condition: 'category' }] },
  });
  const late = await act(prices.id, 'decide', { rules: [{ name: 'all', result }] });
  t.match(late, { state: 'Engaged', verdict: undefined }, 'once');
  t.match((await world.ask('GET', '/admin/strategies/engagement-logic')).body, { rules: [] });
  await act(prices.id, 'clean');
});

t.test(
  'in the playground time runs out for one interaction, as for all at its deadline',
  async (t) => {
    await decider(true);
    t.match(await act((await begin()).id, 'runOut'), {
      state: 'Failed',
      reason: 'engagement_expired',
      dispositionCode: 'timeout',
      status: 'stopped',
    });
    t.match(await act((await begin()).id, 'runOut', { isMissedUsed: true }), {
      state: 'Missed',
      queue: 'Webengagement_Missed',
    });
    t.equal((await world.ask('GET', MISSED)).body.value, null, 'no option has changed');

    const seen = await begin();
    await act(seen.id, 'engage');
    await post(`/v1/interactions/${seen.id}/displayed`);
    t.match(await act(seen.id, 'runOut'), { state: 'Failed', reason: 'abandoned' });

    const late = await begin();
    await act(late.id, 'engage');
    await post(`/v1/interactions/${late.id}/disposition`, { code: 'acceptCall' });
    t.match(await act(late.id, 'runOut'), {
      state: 'Accepted',
      deadlineAt: null,
      registrationForm: { status: 'expired' },
    });
    const fields = { EmailAddress: 'ada@example.com' };
    t.match((await post(`/v1/interactions/${late.id}/registration-form`, { fields })).body, {
      registrationForm: { status: 'completed_late' },
    });
    const { body } = await world.ask('GET', `/interactions/${late.id}/history`);
    t.match(
      body.items.map(({ type, by }: { type: string; by: string }) => `${type} ${by}`).slice(-2),
      ['registration_form.expired clock', 'registration_form.completed browser'],
    );
    t.match(await act(late.id, 'runOut'), { registrationForm: { status: 'completed_late' } });
  },
);
