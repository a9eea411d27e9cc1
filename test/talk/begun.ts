/// <reference lib="dom" />
import type { Agent } from '../support/agent.js';
import { seriousOf } from '../support/axe.js';
import { focusOf, type Stage } from '../support/browser.js';
import { open, setVisible } from '../support/pages.js';
import { boxOf, linesOf, listenTo, openChatOf, write } from '../support/talk.js';

declare const WebEngagement: { logout(): void };

/** Chats that visitors begin; `eve` takes them. */
export function beginChats({ site, ask, test }: Stage, eve: Agent): void {
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
    const tried = context.waitForEvent('requestfailed', (request) =>
      request.url().endsWith('/messages'),
    );
    await tab.button('Try again').click();
    await tried;
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
    const [started] = await heard.of('chatstarted');
    const { chatId } = started as { chatId: string };
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
    t.match(await heard.of('chatended'), [{ chatId, outcome: 'processed' }]);
    t.strictSame(tab.said, []);
  });
}
