/// <reference lib="dom" />
import t from 'tap';
import { seriousOf } from './support/axe.js';
import {
  beReady,
  type DeskStage,
  type House,
  setDeskStage,
  signIn,
  stands,
} from './support/desk.js';
import { open, type Watched } from './support/pages.js';

const stage = await setDeskStage(t);
if (stage) play(stage);

const field = ({ page }: Watched) => page.getByLabel(/^Message to/);
const messages = ({ page }: Watched) => page.getByRole('region', { name: 'Messages' });

/** What was said on the page, in order. */
const said = (tab: Watched): Promise<readonly string[]> =>
  messages(tab).locator('.text').allInnerTexts();

async function say(tab: Watched, text: string): Promise<void> {
  await field(tab).fill(text);
  await field(tab).press('Enter');
}

const texts = async (visitor: Awaited<ReturnType<House['visitor']>>) =>
  (await visitor.messages()).map(({ text }) => text);

function play({ test, testMortal, browser }: DeskStage): void {
  testMortal(
    'a conversation goes on where it was when the service is killed in the middle of it',
    async (t, house, context) => {
      const tab = await beReady(context, house, await house.agent('ann'));
      const visitor = await house.visitor();
      await tab.page.getByRole('button', { name: /^Take Visitor/ }).click();
      await visitor.say('one');
      await messages(tab).getByText('one').waitFor();
      await house.kill();
      await tab.page.getByText(/^No connection since/).waitFor();
      await say(tab, 'two');
      await say(tab, 'three');
      await tab.page.getByText('Goes out when the service is there again.').first().waitFor();
      const again = await house.restart();
      await tab.page.getByText(/^No connection since/).waitFor({ state: 'detached' });
      await visitor.say('four');
      await messages(tab).getByText('four').waitFor();
      await tab.page.getByText(/^(Not sent|sending)/).waitFor({ state: 'detached' });
      t.strictSame((await said(tab)).toSorted(), ['four', 'one', 'three', 'two']);
      t.strictSame(await said(tab), await texts(visitor), 'both sides see the same, in order');
      t.equal((await again.chat(visitor.chatId)).agent, 'ann');
    },
  );

  test('visitor and agent talk from the offer to the end, and the visitor leaves', async (t, house, context) => {
    await house.set('agents.wrapUpTime', '60');
    const tab = await beReady(context, house, await house.agent('ann', { displayName: 'Ann' }));
    t.strictSame(await seriousOf(tab.page), [], 'an empty desk');
    const fields = { EmailAddress: 'ada@example.com', FirstName: 'Ada', LastName: 'Lovelace' };
    const visitor = await house.invited(fields, {
      category: 'Checkout',
      pageUrl: 'https://shop.example/cart',
    });
    const ringing = tab.page.getByRole('region', { name: 'Ringing' });
    await ringing.getByText('Ada Lovelace').waitFor();
    t.match(await ringing.innerText(), /Checkout.*shop\.example\/cart.*ada@example\.com.*0:\d\d/s);
    t.match(await tab.page.getByRole('alert').innerText(), 'A chat rings: Ada Lovelace, Checkout.');
    t.strictSame(await seriousOf(tab.page), [], 'an offer');
    await tab.button('Take Ada Lovelace').click();
    await field(tab).waitFor();

    await visitor.type();
    await messages(tab).getByText('Ada Lovelace writes').waitFor();
    await visitor.say('Hello?');
    await messages(tab).getByText('Hello?').waitFor();
    await messages(tab).getByText('writes').waitFor({ state: 'detached' });
    await field(tab).fill('Good morning,');
    await tab.page.reload();
    await tab.page.getByRole('button', { name: /^Ada Lovelace/ }).click();
    t.equal(await field(tab).inputValue(), 'Good morning,', 'what was begun is there again');
    await field(tab).press('Shift+Enter');
    await field(tab).pressSequentially('Ada.');
    await field(tab).press('Enter');
    await messages(tab).getByText('sent').waitFor();
    t.strictSame(await texts(visitor), ['Hello?', 'Good morning,\nAda.']);
    t.strictSame(await seriousOf(tab.page), [], 'a conversation');

    await visitor.leave();
    await tab.page.getByText('The conversation has ended.').waitFor();
    t.match(await house.chat(visitor.chatId), { state: 'Wrapping' });
    await tab.button('Done').click();
    await tab.page.getByText('The visitor left.').waitFor();
    t.match(await house.chat(visitor.chatId), { state: 'Ended', outcome: 'processed' });
    await tab.button('Close').click();
    await tab.page.getByText('The next visitor who waits rings here.').waitFor();
    t.strictSame(tab.said, [], 'no failing request, and nothing in the console');
  });

  test('the keyboard is enough, from signing in to signing out', async (t, house, context) => {
    const { page } = await signIn(context, house, await house.agent('ann'));
    const { keyboard } = page;
    await keyboard.press('Alt+KeyR');
    await stands(page, 'Ready');
    const one = await house.invited({ EmailAddress: 'a@example.com', FirstName: 'Ada' });
    await page.getByRole('button', { name: 'Take Ada' }).waitFor();
    await keyboard.press('Alt+KeyX');
    await page.getByRole('button', { name: 'Take Ada' }).waitFor({ state: 'detached' });
    t.match(await house.chat(one.chatId), { state: 'Queued' }, 'declined');
    const two = await house.invited({ EmailAddress: 'b@example.com', FirstName: 'Bea' });
    const three = await house.invited({ EmailAddress: 'c@example.com', FirstName: 'Cy' });
    for (const name of ['Bea', 'Cy']) {
      await page.getByRole('button', { name: `Take ${name}` }).waitFor();
      await keyboard.press('Alt+KeyT');
      await page.getByLabel(`Message to ${name}`).and(page.locator(':focus')).waitFor();
    }
    await keyboard.type('hello Cy');
    await two.say('And me?');
    await page.getByText('1 not read').first().waitFor();
    await keyboard.press('Alt+KeyU');
    await page.getByLabel('Message to Bea').and(page.locator(':focus')).waitFor();
    await keyboard.type('hello Bea');
    await keyboard.press('Enter');
    await keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to Cy').and(page.locator(':focus')).waitFor();
    await keyboard.press('Enter');
    await page.getByText('sent').waitFor();
    t.strictSame(await texts(three), ['hello Cy'], 'what was begun was kept');
    t.strictSame(await texts(two), ['And me?', 'hello Bea']);
    await keyboard.press('Alt+KeyE');
    await page.getByRole('dialog', { name: /^End the conversation with Cy/ }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('You ended it.').waitFor();
    await keyboard.press('Tab');
    await page.locator('body').press('?');
    await page.getByRole('dialog', { name: 'Keys and switches' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.press('Alt+KeyR');
    await page.getByRole('dialog', { name: 'Not ready' }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('Break', { exact: true }).waitFor();
    await stands(page, 'Not ready, finishing');
    await page.getByRole('button', { name: 'Sign out' }).focus();
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Sign out' }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('You have signed out.').waitFor();
    t.match(await house.chat(two.chatId), { state: 'Queued' }, 'back to the queue');
  });

  test('two tabs of one agent show the same', async (t, house, context) => {
    const one = await beReady(context, house, await house.agent('ann'));
    const two = await open(context, `${house.address}/desk`);
    await stands(two.page, 'Ready');
    const visitor = await house.visitor();
    await two.page.getByRole('button', { name: /^Take/ }).waitFor();
    await one.page.getByRole('button', { name: /^Take/ }).click();
    await two.page.getByRole('button', { name: /^Take/ }).waitFor({ state: 'detached' });
    await two.page.locator('.item').click();
    await say(one, 'from the first');
    await messages(two).getByText('from the first').waitFor();
    await say(two, 'from the second');
    await messages(one).getByText('from the second').waitFor();
    await visitor.say('to both');
    for (const tab of [one, two]) {
      await messages(tab).getByText('to both').waitFor();
      t.strictSame(await said(tab), ['from the first', 'from the second', 'to both']);
    }
    t.strictSame([...one.said, ...two.said], []);
    // What the other tab asks at that moment may be refused: by that it knows.
    await one.button('Sign out').click();
    await one.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await two.page.getByLabel('Your key').waitFor();
  });

  test('offers that expire or are withdrawn vanish with a word', async (t, house, context) => {
    await house.set('chat.offerTime', '5');
    await house.set('agents.afterMissedOffer', 'notready');
    const { page } = await beReady(context, house, await house.agent('ann'));
    const left = await house.invited({ EmailAddress: 'a@example.com', FirstName: 'Ada' });
    await page.getByRole('button', { name: 'Take Ada' }).waitFor();
    await left.leave();
    await page.getByText('Ada does not ring any more.').waitFor();
    await house.invited({ EmailAddress: 'b@example.com', FirstName: 'Bea' });
    await page.getByText('Bea rang for too long: it is offered to others.').waitFor();
    await stands(page, 'Not ready');
    await page.getByText('set by the service: a chat rang and nobody answered').waitFor();
    await house.ask('POST', '/v1/admin/agents/ann/logout', {});
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
    await page.getByText('set by an operator').waitFor();
    await page.getByRole('button', { name: 'Log in' }).click();
    await stands(page, 'Not ready');
    t.pass('who changed it is told');
  });

  test('a chat is transferred with a note, and refusals are told where they arise', async (t, house, context) => {
    const tab = await beReady(context, house, await house.agent('ann'));
    const other = await browser.newContext();
    t.teardown(() => other.close());
    const his = await signIn(other, house, await house.agent('bob', { displayName: 'Bob' }));
    await house.ask('PUT', '/v1/admin/objects/agent-groups/Gone', { properties: {} });
    const visitor = await house.invited({ EmailAddress: 'a@example.com', FirstName: 'Ada' });
    await tab.button('Take Ada').click();
    await field(tab).waitFor();
    await tab.button('Transfer').click();
    const dialog = tab.page.getByRole('dialog', { name: 'Transfer Ada' });
    const refused = dialog.getByRole('alert');
    await dialog.getByLabel('Name of the group').selectOption('Gone');
    await house.ask('DELETE', '/v1/admin/objects/agent-groups/Gone');
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await refused.getByText('there is no agent group "Gone"').waitFor();
    await dialog.getByLabel('A colleague').check();
    await dialog.getByLabel('Name of the colleague').selectOption({ label: 'Bob: not ready' });
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await refused.getByText('That agent is not ready now. Choose another, or a group.').waitFor();
    await his.page.keyboard.press('Alt+KeyR');
    await stands(his.page, 'Ready');
    await dialog.getByLabel('A note for whoever').fill('She waits for the second lamp.');
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await dialog.waitFor({ state: 'detached' });
    await his.page.getByText('She waits for the second lamp.').waitFor();
    await his.button('Take Ada').click();
    await his.page.getByText('Note with the transfer').waitFor();
    t.match(await house.chat(visitor.chatId), { state: 'Active', agent: 'bob' });
    await house.ask('POST', '/v1/admin/agents/bob/logout', {});
    await his.page.getByText('You were logged out: it went back to the queue.').waitFor();
    await his.button('Log in').click();
    await stands(his.page, 'Not ready');
  });
}
