/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import t from 'tap';
import { seriousOf } from './support/axe.js';
import { beReady, type DeskStage, enterKey, setDeskStage, signIn, stands } from './support/desk.js';
import { open } from './support/pages.js';

/** Compressed, everything that the first view needs. */
const MOST_BYTES = 60_000;
const MARKUP = '<img src=x onerror="document.title=\'run\'"><b>bold</b>';

t.test('the first view of the desk is small', async (t) => {
  const bytes = ['desk.js', 'desk.css'].map(
    (file) => gzipSync(readFileSync(new URL(`../../dist/web/${file}`, import.meta.url))).length,
  );
  const all = bytes.reduce((sum, each) => sum + each, 0);
  t.ok(all > 1000 && all < MOST_BYTES, `${all} bytes`);
});

const stage = await setDeskStage(t);
if (stage) play(stage);

/** Every address that the pages of a context ask for. */
function requestsOf(context: BrowserContext): Set<string> {
  const addresses = new Set<string>();
  context.on('request', (request) => addresses.add(request.url()));
  return addresses;
}

function play({ test }: DeskStage): void {
  test('a desk that nobody has signed in to makes no failing request, and none to others', async (t, house, context) => {
    const requests = requestsOf(context);
    const tab = await open(context, `${house.address}/desk`);
    await tab.page.getByLabel('Your key').and(tab.page.locator(':focus')).waitFor();
    t.strictSame(tab.said, []);
    t.strictSame(await seriousOf(tab.page), [], 'signing in');
    t.ok([...requests].every((address) => address.startsWith(`${house.address}/`)));
    const { headers } = await fetch(`${house.address}/desk`);
    t.equal(headers.get('referrer-policy'), 'no-referrer');
    const policy = headers.get('content-security-policy') ?? '';
    t.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    t.notMatch(policy, /unsafe|data:|https?:|\*/);
    const html = await (await fetch(`${house.address}/desk`)).text();
    t.notMatch(html, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/, 'nothing inline');

    await tab.page.getByLabel('Your key').fill('wak_of-nobody');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByText("This is not an agent's key, or it was replaced.").waitFor();
    t.equal(tab.said.length, 2, 'only the key that is wrong is refused');
  });

  test('what callers fill is text, and nothing else', async (t, house, context) => {
    const { page } = await signIn(
      context,
      house,
      await house.agent('ann', { displayName: MARKUP }),
    );
    await page.getByRole('button', { name: 'Ready' }).click();
    await stands(page, 'Ready');
    const data = {
      FirstName: MARKUP,
      EmailAddress: 'x@example.com',
      [MARKUP]: 'javascript:alert(1)',
    };
    const visitor = await house.invited(data, {
      category: MARKUP,
      pageUrl: 'https://a.example/<b>',
    });
    await page.getByRole('region', { name: 'Ringing' }).getByText(MARKUP).first().waitFor();
    await page.getByRole('button', { name: /^Take/ }).click();
    await visitor.say(MARKUP);
    const messages = page.getByRole('region', { name: 'Messages' });
    await messages.locator('.visitor .text').getByText(MARKUP).waitFor();
    await page.getByLabel(/^Message to/).fill(MARKUP);
    await page.keyboard.press('Enter');
    await messages.getByText('sent').waitFor();
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByText('javascript:alert(1)').waitFor();
    const { chatId } = visitor;
    const note = { group: 'Web Engagement Chat', note: MARKUP };
    await house.ask('POST', `/v1/admin/chats/${chatId}/transfer`, note);
    await page.getByRole('region', { name: 'Ringing' }).getByText(MARKUP).first().waitFor();
    await page.keyboard.press('Alt+KeyR');
    await page.getByLabel('Or in your own words').fill(MARKUP);
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'Where you stand' }).getByText(MARKUP).waitFor();
    t.equal(await page.title(), 'Desk', 'nothing has run');
    t.equal(await page.locator('b, img:not([src="/favicon.svg"])').count(), 0);
    t.equal(await page.locator('a:not([href^="https://"])').count(), 0, 'links lead to pages');
  });

  test('a key that is replaced, and an agent who is deleted, lead back to signing in', async (t, house, context) => {
    const tab = await beReady(context, house, await house.agent('ann'));
    const rotated = await house.ask<{ key: string }>('POST', '/v1/admin/agents/ann/rotate-key', {});
    await tab.page.getByText('You were signed out: the session has ended').waitFor();
    await enterKey(tab, rotated.key);
    await stands(tab.page, 'Ready');
    await house.ask('DELETE', '/v1/admin/agents/ann');
    await tab.page.getByText('You were signed out: the session has ended').waitFor();
    const fresh = await open(context, `${house.address}/desk`);
    await fresh.page.getByLabel('Your key').waitFor();
    t.strictSame(fresh.said, [], 'a session that has ended makes no failing request');
  });

  test(
    'a narrow desk shows one pane at a time',
    async (t, house, context) => {
      const { page } = await beReady(context, house, await house.agent('ann'));
      const visitor = await house.invited({ EmailAddress: 'a@example.com', FirstName: 'Ada' });
      await page.getByRole('button', { name: 'Take Ada' }).click();
      await page.getByLabel('Message to Ada').waitFor();
      const list = page.getByRole('navigation', { name: 'Conversations' });
      const details = page.getByRole('complementary', { name: 'Details' });
      t.notOk((await list.isVisible()) || (await details.isVisible()));
      await page.getByRole('button', { name: 'Details' }).click();
      await details.getByText('a@example.com').first().waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: 'All' }).click();
      await list.waitFor();
      t.notOk(await page.getByLabel('Message to Ada').isVisible());
      await visitor.say('שלום');
      await list.getByText('1 not read').waitFor({ state: 'attached' });
      t.equal(await page.title(), 'Desk', 'no hint that nobody wants');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      t.equal(width, 360, 'nothing is cut off');
      await list.getByRole('button', { name: /Ada/ }).click();
      const text = page.getByRole('region', { name: 'Messages' }).getByText('שלום');
      t.equal(await text.evaluate((node) => getComputedStyle(node).direction), 'rtl');
      t.strictSame(await seriousOf(page), []);
    },
    { viewport: { width: 360, height: 700 }, colorScheme: 'dark' },
  );

  test('the playground leads to the desk without a key, by a code that is good once', async (t, house, context) => {
    const shop = await open(context, `${house.address}/playground`);
    const requests = requestsOf(context);
    const opened = context.waitForEvent('page');
    await shop.button('Be the agent').click();
    const desk = await opened;
    await stands(desk, 'Not ready');
    t.equal(desk.url(), `${house.address}/desk`, 'the code is not in the history');
    t.equal(await desk.evaluate(() => history.length), 1);
    t.notOk([...requests].some((address) => address.includes('wak_')));
    const address = [...requests].find((each) => each.includes('/desk?code='));
    t.ok(address);
    const again = await open(context, String(address));
    await again.page.getByText('it works once, for a minute').waitFor();
    t.equal(again.page.url(), `${house.address}/desk`);
    await desk.getByRole('button', { name: 'Ready', exact: true }).click();
    await stands(desk, 'Ready');

    await shop.button('Offer help on this page').click();
    await shop.button('Engage for a chat').click();
    await shop.button('Chat now').click();
    await shop.page.getByLabel('E-mail').fill('ada@example.com');
    await shop.button('Send').click();
    await desk.getByRole('button', { name: 'Take ada@example.com' }).click();
    await desk.getByLabel('Message to ada@example.com').waitFor();
    t.strictSame(shop.said, []);
  });
}
