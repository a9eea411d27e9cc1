/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { createAgent } from '../support/agent.js';
import { BEGUN, focusOf, KEY, type Stage } from '../support/browser.js';
import { invite, open, startSite } from '../support/pages.js';
import { bePatient, linesOf, listenTo, openChat, write } from '../support/talk.js';

const RULES = '/v1/admin/strategies/chat-routing';

/** From no agents at all to the end of a chat, on a service that is killed in between. */
export function tellStory(stage: Stage): void {
  const { test } = stage;
  test('an accepted invitation becomes a chat that goes on over pages, tabs, agents and a kill', async (t, context) => {
    const first = await stage.serveApart(t);
    const { address, ask } = first;
    let key = '';
    const shop = await startSite(
      address,
      () => `<script src="${address}/widget.js" data-key="${key}" async></script>`,
    );
    t.teardown(shop.close);
    const keys = { name: 'shop', origins: [shop.origin] };
    key = (await ask<{ key: string }>('POST', '/v1/admin/publishable-keys', keys)).key;
    await bePatient(ask);
    const heard = await listenTo(context);
    const one = await open(context, shop.origin);
    await one.page.evaluate(BEGUN);
    const accept = async (): Promise<string> => {
      const id = await invite(one);
      await ask('POST', `/v1/interactions/${id}/engage`, {});
      await one.button('Chat now').click();
      await one.page.getByLabel('E-mail').fill('ann@example.com');
      await one.button('Send').click();
      return id;
    };

    // Where nobody takes chats the site's own one does.
    await accept();
    await one.page.getByText('The chat goes on from here.').waitFor();
    await heard.of('handover');
    t.match(heard.all, [['handover', { channel: 'proactiveChat', interaction: { chatId: null } }]]);

    const ann = await createAgent(address, KEY, 'ann');
    const bob = await createAgent(address, KEY, 'bob');
    t.equal(await openChat(one), null);
    await one.page.getByText('Nobody is here to chat just now.').waitFor();
    await ask('PUT', '/v1/admin/options/chat.whenNoAgents', { value: 'queue' });
    await ask('PUT', '/v1/admin/options/chat.maxWaiting', { value: 0 });
    await one.button('Try again').click();
    await one.page.getByText(/try again in less than a minute/).waitFor();
    const closed = { rules: [{ name: 'night', result: { closed: { message: 'We sleep.' } } }] };
    await ask('PUT', RULES, closed);
    await one.button('Try again').click();
    await one.page.getByText('We sleep.').waitFor();
    const refused = await heard.of('refused', 3);
    t.match(refused.at(-1), { code: 'chat_closed' });
    await one.button('Close').click();
    await ask('PUT', RULES, { rules: [] });
    await ask('PUT', '/v1/admin/options/chat.maxWaiting', { value: 100 });

    await ask('POST', '/v1/chats', { visitId: 'somebody-else' });
    heard.all.splice(0);
    const id = await accept();
    await one.page.getByText('You are number 2.').waitFor();
    t.equal(await focusOf(one.page), '', 'the visitor can write at once');
    await write(one, 'Hello?');
    const { chatId } = await first.until(id, (interaction) => interaction.chatId !== null);
    assert.ok(chatId);

    await ann.post('ready');
    const { items } = await ask<{ items: readonly { id: string; visitId: string }[] }>(
      'GET',
      '/v1/admin/chats',
    );
    const other = items.find(({ visitId }) => visitId === 'somebody-else')?.id ?? '';
    await ann.accept(other);
    await one.page.getByText('You are number 1.').waitFor();
    await ann.post(`chats/${other}/end`);
    await ann.accept(chatId);
    await one.page.getByText('Ann is with you.').waitFor();
    const { hint } = await ann.listenForTyping(chatId);
    await one.page.getByLabel('Your message').pressSequentially('Are');
    await hint;
    await ann.post(`chats/${chatId}/typing`);
    await one.page.getByText('Ann is writing …').waitFor();
    await ann.say(chatId, 'Hi!');
    await one.page.getByText('Hi!').waitFor();

    // The next page, with what was half written; another tab.
    await one.page.goto(`${shop.origin}/next`);
    await one.page.getByText('Hi!').waitFor();
    t.equal(await one.page.getByLabel('Your message').inputValue(), 'Are');
    await write(one, 'Are you there?');
    const two = await open(context, shop.origin);
    await two.page.getByText('Are you there?').waitFor();
    await two.button('Make it small').click();
    await ann.say(chatId, 'I am.');
    await two.page.getByRole('button', { name: 'Chat with Ann 1 new' }).waitFor();
    await one.page.getByText('I am.').waitFor();
    const soFar = ['Hello?', 'Hi!', 'Are you there?', 'I am.'];
    t.strictSame(await linesOf(one), soFar, 'one of them is small, the other goes on');

    await first.end('SIGKILL');
    await write(one, 'Did I lose you?');
    await one.page.getByText('Not sent yet.').waitFor();
    const second = await stage.serveApart(t, new URL(address).port);
    // By itself: the stream is there again.
    await one.page.locator('.unsent').waitFor({ state: 'detached' });
    t.equal((await ann.heard(chatId, 5)).at(-1)?.text, 'Did I lose you?');

    await bob.post('ready');
    await ann.post('not-ready');
    await ann.post(`chats/${chatId}/transfer`, { agent: 'bob' });
    await one.page.getByText('You are being put through to somebody else.').waitFor();
    await bob.accept(chatId);
    await one.page.getByText('Bob is with you.').waitFor();
    await two.page.getByRole('button', { name: 'Chat with Bob' }).click();
    await bob.say(chatId, 'Goodbye.');
    await bob.post(`chats/${chatId}/end`);
    for (const tab of [one, two]) {
      await tab.page.getByText('The chat has ended.').waitFor();
      await tab.page.getByText('Goodbye.').waitFor();
      t.strictSame(await linesOf(tab), [...soFar, 'Did I lose you?', 'Goodbye.']);
    }
    await one.page.reload();
    await one.page.getByText('Goodbye.').waitFor();
    await one.button('Close').click();
    for (const tab of [one, two]) await tab.dialog.waitFor({ state: 'detached' });
    t.strictSame(
      await ask<object>('GET', `/v1/admin/chats/${chatId}`).then(
        ({ outcome }: { outcome?: string }) => outcome,
      ),
      'processed',
    );

    await heard.of('chatended', 2);
    const names = heard.all.map(([name]) => name);
    t.equal(names.filter((name) => name === 'chatstarted').length, 1);
    t.equal(names.filter((name) => name === 'chatended').length, 2, 'once in each tab');
    t.notOk(names.includes('handover'), 'only without a chat');
    t.notMatch(JSON.stringify(heard.all), /Hello|Goodbye/, 'the site is told no texts');
    await second.end('SIGTERM');
  });
}
