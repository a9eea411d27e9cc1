/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import t from 'tap';
import { createAgent } from './support/agent.js';
import { seriousOf } from './support/axe.js';
import { BEGUN, focusOf, KEY, type Stage, setStage } from './support/browser.js';
import { invite, open, setVisible, startSite, type Watched } from './support/pages.js';

/** The widget's global, as pages have it. */
interface Api {
  openChat(request?: object): Promise<{ id: string } | null>;
  logout(): void;
}
declare const WebEngagement: Api;

/** Nobody is lost on a machine with much to do. */
const PATIENT = {
  'agents.presenceTimeout': 600,
  'chat.visitorLostTime': 600,
  'chat.offerTime': 300,
};
const RULES = '/v1/admin/strategies/chat-routing';

const stage = await setStage(t);
if (stage) await play(stage);

/** What the site is told, over all pages of a tab. */
async function listenTo(context: BrowserContext): Promise<(readonly [string, object])[]> {
  const heard: (readonly [string, object])[] = [];
  await context.exposeFunction('hear', (name: string, detail: object) =>
    heard.push([name, detail]),
  );
  await context.addInitScript(() => {
    const { hear } = window as unknown as { hear(name: string, detail: unknown): void };
    for (const name of ['chatstarted', 'chatmessage', 'chatended', 'handover', 'refused'])
      document.addEventListener(`webengagement:${name}`, (event) =>
        hear(name, (event as CustomEvent).detail),
      );
  });
  return heard;
}

/** What is on screen of the conversation, in order. */
const linesOf = ({ page }: Watched): Promise<string[]> =>
  page.locator('webengagement-widget .said p').allInnerTexts();

async function write({ page }: Watched, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

const openChat = ({ page }: Watched, request?: object): Promise<{ id: string } | null> =>
  page.evaluate((given) => WebEngagement.openChat(given), request);

async function openChatOf(tab: Watched, request?: object): Promise<string> {
  await tab.page.evaluate(BEGUN);
  const chat = await openChat(tab, request);
  assert.ok(chat);
  return chat.id;
}

/** Where the card is, within the window. */
const boxOf = (page: Page) =>
  page.locator('webengagement-widget section').evaluate((card) => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return { left, right, top, bottom, width: innerWidth, height: innerHeight };
  });

async function play(stage: Stage): Promise<void> {
  const { service, site, ask, test } = stage;
  for (const [name, value] of Object.entries(PATIENT))
    await ask('PUT', `/v1/admin/options/${name}`, { value });
  const eve = await createAgent(service.address, KEY, 'eve', 25);
  await eve.post('ready');

  // First the one that waits the longest.
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
    for (const [name, value] of Object.entries(PATIENT))
      await ask('PUT', `/v1/admin/options/${name}`, { value });
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
    t.match(heard, [['handover', { channel: 'proactiveChat', interaction: { chatId: null } }]]);

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
    t.match(heard.at(-1), ['refused', { code: 'chat_closed' }]);
    await one.button('Close').click();
    await ask('PUT', RULES, { rules: [] });
    await ask('PUT', '/v1/admin/options/chat.maxWaiting', { value: 100 });

    await ask('POST', '/v1/chats', { visitId: 'somebody-else' });
    heard.splice(0);
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
    const typing = ann.typing(chatId);
    await one.page.getByLabel('Your message').pressSequentially('Are');
    await typing;
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
    await one.button('Try again').click();
    await one.page
      .getByText(/^Sent /)
      .last()
      .waitFor();
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

    const names = heard.map(([name]) => name);
    t.equal(names.filter((name) => name === 'chatstarted').length, 1);
    t.equal(names.filter((name) => name === 'chatended').length, 2, 'once in each tab');
    t.notOk(names.includes('handover'), 'only without a chat');
    t.notMatch(JSON.stringify(heard), /Hello|Goodbye/, 'the site is told no texts');
    await second.end('SIGTERM');
  });

  test('who loses the network hears what was said, and says what was written, once', async (t, context) => {
    const tab = await open(context, site.origin);
    const chatId = await openChatOf(tab, { userData: { Topic: 'Lamps' } });
    await eve.accept(chatId);
    await tab.page.getByText('Eve is with you.').waitFor();
    t.match(await ask('GET', `/v1/admin/chats/${chatId}`), { visitorData: { Topic: 'Lamps' } });
    await context.setOffline(true);
    await tab.page.getByText('There is no connection.').waitFor();
    await write(tab, 'In a tunnel');
    await tab.page.getByText('Not sent yet.').waitFor();
    await eve.say(chatId, 'I wait.');
    await context.setOffline(false);
    await tab.page.getByText('I wait.').waitFor();
    await tab.page.getByText('Eve is with you.').waitFor();
    await tab.page.locator('.unsent').waitFor({ state: 'detached' });
    t.strictSame(await linesOf(tab), ['I wait.', 'In a tunnel']);
    t.equal((await eve.heard(chatId, 2)).length, 2);
    const left = context.waitForEvent('response', (response) => response.url().endsWith('/leave'));
    await tab.page.evaluate(() => WebEngagement.logout());
    await tab.dialog.waitFor({ state: 'detached' });
    t.equal(await tab.page.evaluate(() => localStorage.length), 0);
    await left;
    const over = { state: 'Ended', outcome: 'processed' };
    t.match(await ask('GET', `/v1/admin/chats/${chatId}`), over, 'the end of the visit ends it');
  });

  test(
    'on a small screen, from right to left, in the dark, without colours and motion',
    async (t, context) => {
      const tab = await open(context, `${site.origin}/rtl`);
      const chatId = await openChatOf(tab);
      await eve.accept(chatId);
      await eve.say(chatId, 'W'.repeat(200));
      await tab.page.getByText('WWW').waitFor();
      const { left, right, top, bottom, width, height } = await boxOf(tab.page);
      t.ok(left >= 0 && right <= width && top >= 0 && bottom <= height, 'all of it is on screen');
      const field = await tab.page.getByLabel('Your message').boundingBox();
      const send = await tab.button('Send').boundingBox();
      t.ok(field && send && send.x < field.x, 'mirrored');
      t.strictSame(await seriousOf(tab.page, 'webengagement-widget'), []);
      t.equal(
        await tab.page
          .locator('webengagement-widget .said p')
          .evaluate((said) => getComputedStyle(said).borderTopStyle),
        'solid',
        'everything has an edge',
      );
      await setVisible(tab, false);
      await eve.say(chatId, 'Unseen');
      await tab.page.getByText('Unseen').waitFor();
      await tab.page.reload();
      await tab.page.getByText('Unseen').waitFor();
      await tab.button('End chat').click();
      await tab.page.getByRole('group').getByRole('button', { name: 'End chat' }).click();
      await tab.page.getByText('You ended the chat.').waitFor();
      t.strictSame(tab.said, []);
    },
    {
      viewport: { width: 360, height: 640 },
      colorScheme: 'dark',
      forcedColors: 'active',
      reducedMotion: 'reduce',
    },
  );

  test('a visitor begins a chat with a button, and the keyboard is enough', async (t, context) => {
    const heard = await listenTo(context);
    const tab = await open(context, `${site.origin}/button`);
    const parts: string[] = [];
    context.on('request', (request) => parts.push(new URL(request.url()).pathname));
    await tab.button('Chat with us').waitFor();
    t.notOk(parts.includes('/widget-chat.mjs'), 'the part comes when a chat begins');
    await tab.button('Chat with us').focus();
    await tab.page.keyboard.press('Enter');
    await tab.page.getByLabel('Your message').waitFor();
    const started = heard.find(([name]) => name === 'chatstarted')?.[1] as { chatId: string };
    const { chatId } = started;
    await tab.page.keyboard.type('One');
    await tab.page.keyboard.press('Shift+Enter');
    await tab.page.keyboard.type('<b>two</b>');
    await tab.page.keyboard.press('Enter');
    await eve.accept(chatId);
    t.strictSame(
      (await eve.heard(chatId, 1)).map(({ text }) => text),
      ['One\n<b>two</b>'],
    );
    await tab.page.getByText('Eve is with you.').waitFor();
    await tab.page.getByText(/^Sent /).waitFor();
    t.strictSame(await linesOf(tab), ['One\n<b>two</b>'], 'as text');
    t.strictSame(await seriousOf(tab.page), []);

    await tab.page.keyboard.press('Escape');
    await tab.dialog.waitFor({ state: 'detached' });
    t.equal(await focusOf(tab.page), 'Chat with Eve');
    await eve.say(chatId, 'Still there?');
    await tab.page.getByRole('button', { name: 'Chat with Eve 1 new' }).waitFor();
    t.strictSame(await seriousOf(tab.page), []);
    await tab.page.keyboard.press('Enter');
    await tab.dialog.waitFor();
    t.equal(await openChatOf(tab), chatId, 'there is one');
    await tab.button('End chat').click();
    t.equal(await focusOf(tab.page), 'Go on', 'asked once');
    await tab.page.keyboard.press('Escape');
    await tab.button('End chat').click();
    await tab.page.getByRole('group').getByRole('button', { name: 'End chat' }).click();
    await tab.page.getByText('You ended the chat.').waitFor();
    t.equal(await focusOf(tab.page), 'dialog');
    t.strictSame(await seriousOf(tab.page), []);
    await tab.button('Close').click();
    await tab.button('Chat with us').waitFor();
    t.match(heard.at(-1), ['chatended', { chatId, outcome: 'processed' }]);
    t.strictSame(tab.said, []);
  });
}
