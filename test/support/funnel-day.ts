import { createDay, type Day } from './statistics-day.js';
import type { Cleanup } from './world.js';

const GOOD_FORM = { fields: { EmailAddress: 'ann@example.com' } };

/** A step of the visitor, or of somebody else: a path of the interaction with a body. */
type Act = readonly [path: string, body?: object];
const DISPLAYED: Act = ['displayed'];
const ACCEPTED: Act = ['disposition', { code: 'acceptCall' }];
const FORM: Act = ['registration-form', GOOD_FORM];

/** A day on which the built-in strategy decides by rules. */
export async function createRuledDay(t: Cleanup) {
  const day = await createDay(t, undefined, 'builtin');
  const rule = (name: string, category: string, result: object) => ({
    name,
    when: { category: [category] },
    result,
  });
  await day.must('PUT', '/v1/admin/strategies/engagement-logic', {
    rules: [
      rule('no shoes', 'Shoes', { decision: 'noengage', reason: 'sold out' }),
      rule('carts', 'Cart', { decision: 'engage' }),
      rule('calls', 'Help', { decision: 'engage', channel: 'proactiveCallback' }),
    ],
  });
  let visits = 0;

  /** A visit that is found worth an offer, what it does, and how long it takes for each. */
  async function attempt(more: object, seconds: number, ...acts: readonly Act[]) {
    visits += 1;
    const visitId = `funnel-${visits}`;
    const { id, token } = await day.service.place({ visitId, ...more });
    await day.service.strategy.idle();
    for (const [path, body = {}] of acts) {
      await day.pass(seconds);
      await day.must('POST', `/v1/interactions/${id}/${path}`, body, token);
    }
    return { id, token, visitId, chatId: (await day.must('GET', `/v1/interactions/${id}`)).chatId };
  }
  return { ...day, day, attempt };
}

export type RuledDay = Awaited<ReturnType<typeof createRuledDay>>;

/** Attempts that end before there is a chat, in each way there is. */
export async function beforeChats({ day, attempt }: RuledDay): Promise<void> {
  await attempt({ category: 'Shoes' }, 1);
  await attempt({ category: 'Cart' }, 2, DISPLAYED, ['disposition', { code: 'reject' }]);
  await attempt({ category: 'Cart' }, 3, DISPLAYED, ['disposition', { code: 'timeout' }]);
  await attempt({ category: 'Hats' }, 1, ['disposition', { code: 'timeout' }]);
  await attempt({ category: 'Hats' }, 1, ['disposition', { code: 'reject' }]);
  // Displayed and not answered; not displayed; the form not completed.
  await attempt({ category: 'Cart' }, 4, DISPLAYED);
  await attempt({}, 0);
  const late = await attempt({ category: 'Cart' }, 5, DISPLAYED, ACCEPTED);
  await day.pass(130);
  await day.agent('ann', 'heartbeat');
  await day.must('POST', `/v1/interactions/${late.id}/registration-form`, GOOD_FORM, late.token);
  await day.pass(70);
  await day.option('engagement.queueMissed', 'Webengagement_Failed');
  await attempt({ category: 'Cart' }, 0);
  await day.pass(61);
  await attempt({ category: 'Help' }, 6, DISPLAYED, ACCEPTED, [
    'registration-form',
    { fields: { EmailAddress: 'a@example.com', PhoneNumber: '5550100' } },
  ]);
  const again = await attempt({ category: 'Cart' }, 0);
  const refused = await day.service.call('POST', '/v1/interactions', { visitId: again.visitId });
  if (refused.status !== 409) throw new Error('a second attempt was not refused');
  await day.must('POST', `/v1/admin/interactions/${again.id}/clean`, {});
  const known = await attempt({ category: 'Cart', visitorId: 'ada' }, 2, DISPLAYED);
  await day.must('DELETE', '/v1/admin/visitors/ada');
  await attempt({ category: 'Cart', visitorId: 'bea' }, 2, DISPLAYED, ACCEPTED);
  await day.must('DELETE', '/v1/admin/visitors/bea');
  await day.option('engagement.strictCategories', true);
  const unknown = { visitId: `${known.visitId}-2`, category: 'Made up' };
  const none = await day.service.call('POST', '/v1/interactions', unknown);
  if (none.status !== 422) throw new Error(`an unknown category was taken: ${none.status}`);
  await day.option('engagement.strictCategories', false);
}

/** Chats that an invitation led to, and how each ends. */
export async function chats({ day, attempt }: RuledDay): Promise<void> {
  const chat = (seconds: number) =>
    attempt({ category: 'Cart' }, seconds, DISPLAYED, ACCEPTED, FORM);
  const processed = await chat(7);
  await day.pass(12);
  await day.agentDoes('ann', processed.chatId, 'accept');
  await day.pass(100);
  await day.agentDoes('ann', processed.chatId, 'end');
  await day.pass(5);
  await day.agentDoes('ann', processed.chatId, 'done');
  const left = await chat(2);
  await day.pass(4);
  await day.must('POST', `/v1/chats/${left.chatId}/leave`, {}, left.token);
  const rejected = await chat(2);
  await day.pass(3);
  await day.agentDoes('ann', rejected.chatId, 'reject');
  const busy = await day.service.call('POST', '/v1/interactions', { visitId: rejected.visitId });
  if (busy.body.code !== 'chat_in_progress') throw new Error('a visit in a chat was invited');
  await day.must('POST', `/v1/chats/${rejected.chatId}/end`, {});
  const stopped = await chat(1);
  await day.agentDoes('ann', stopped.chatId, 'accept');
  await day.pass(8);
  await day.must('POST', `/v1/admin/chats/${stopped.chatId}/stop`, {});
  const waiting = await attempt({ category: 'Cart' }, 1, DISPLAYED, ACCEPTED);
  const shut = await attempt({ category: 'Cart' }, 1, DISPLAYED, ACCEPTED);
  const form = ({ id, token }: { id: string; token: string }) =>
    day.must('POST', `/v1/interactions/${id}/registration-form`, GOOD_FORM, token);
  await day.agent('ann', 'not-ready');
  // By now nobody has room.
  await attempt({ category: 'Cart' }, 0);
  await form(waiting);
  await day.pass(61);
  await day.option('chat.maxWaiting', 0);
  await form(shut);
  await day.option('chat.maxWaiting', 100);
  await day.agent('ann', 'heartbeat');
  await day.agent('ann', 'ready');
  // What a visitor begins is no part of it.
  const reactive = await day.ask();
  await day.agentDoes('ann', reactive.id, 'accept');
  await day.agentDoes('ann', reactive.id, 'end');
  await day.agentDoes('ann', reactive.id, 'done');
}

/** Agents are there again after a restart. */
export async function backAgain(day: Day): Promise<void> {
  for (const path of ['login', 'ready'])
    for (const name of ['ann', 'bob']) await day.agent(name, path);
}
