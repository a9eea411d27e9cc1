import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { createBegunChats } from '#src/http/site/begun-chats.js';
import { createConversing } from './support/conversing.js';
import { startService } from './support/service.js';

const { most } = LIMITS.reactiveChats;

t.test('of many who begin chats at once from one address no more do than may', async (t) => {
  const service = await startService(t);
  const { visitor } = createConversing(service);
  await service.setOption('chat.whenNoAgents', 'queue');
  const visitors = await Promise.all(Array.from({ length: 4 * most }, () => visitor()));
  const begin = ({ token }: { readonly token: string }) =>
    service.call<{ id: string; code?: string }>('POST', '/v1/chats', {
      as: token,
      body: {},
      headers: { 'idempotency-key': 'k' },
    });
  const answers = await Promise.all(visitors.map(begin));
  const begun = answers.filter(({ status }) => status === 201);
  t.equal(begun.length, most);
  for (const { status, body, headers } of answers)
    if (status !== 201)
      t.match([status, body.code, headers['retry-after']], [429, 'too_many_requests', '30']);

  await t.test('and who has begun one is told so again, whoever waits', async (t) => {
    const again = await Promise.all(visitors.map(begin));
    t.strictSame(
      again.map(({ status, body }) => [status, status === 201 && body.id]),
      answers.map(({ status, body }) => [status, status === 201 && body.id]),
    );
  });

  await t.test('a place is free again once its chat is over', async (t) => {
    const id = begun[0]?.body.id;
    await service.call('POST', `/v1/admin/chats/${id}/stop`, { body: {} });
    const [one, other] = [await visitor(), await visitor()];
    t.strictSame([(await begin(one)).status, (await begin(other)).status], [201, 429]);
  });
});

t.test('an address is forgotten with its last chat, though it never asks again', async (t) => {
  const asked: string[] = [];
  const waiting = new Set(['a', 'b']);
  const begun = createBegunChats({
    most,
    async isWaiting(id) {
      asked.push(id);
      return waiting.has(id);
    },
  });
  for (const id of waiting) (await begun.take(`from ${id}`))?.leave(id);
  waiting.clear();
  for (let other = 0; other < 4; other += 1) (await begun.take(`other ${other}`))?.leave(null);
  asked.length = 0;
  (await begun.take('last'))?.leave(null);
  t.strictSame(asked, [], 'nobody has to be looked after');
});
