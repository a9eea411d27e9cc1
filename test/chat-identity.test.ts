import t from 'tap';
import { createChatWorld } from './support/chat-world.js';

t.test('a form that names a contact begins a chat of that contact, new or known', async (t) => {
  const world = await createChatWorld(t);
  const { ask } = world;
  await world.agent('ann');
  const identities: unknown[] = [];
  for (const EmailAddress of ['doe@example.com', 'Doe@example.com', 'eve@example.com']) {
    const { id } = await world.create({ channel: 'proactiveChat' });
    for (const type of ['engage', 'displayed'] as const) await world.engine.apply(id, { type });
    await world.engine.apply(id, { type: 'acceptCall' });
    await world.engine.apply(id, { type: 'formCompleted', fields: { EmailAddress } });
    const { chatId, identity } = (await ask('GET', `/interactions/${id}`)).body;
    t.ok(chatId, 'it leads to a chat');
    t.same((await world.see(chatId)).identity, identity);
    identities.push(identity.id);
  }
  t.equal(identities[0], identities[1]);
  t.not(identities[1], identities[2]);
});
