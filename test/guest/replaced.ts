/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { BEGUN, type Stage } from '../support/browser.js';
import { invite, open, setVisible } from '../support/pages.js';

/** What pages do to themselves while the widget is a guest on them. */
export function replacePages(stage: Stage): void {
  const { site, read, engage, displayed, test } = stage;
  const calm = { reducedMotion: 'reduce' } as const;

  /** A page whose visitor said yes, and is about to type. */
  async function openForm(context: BrowserContext) {
    const tab = await open(context, site.origin);
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    await tab.button('Chat now').click();
    const field = tab.page.getByLabel('E-mail');
    await field.click();
    return { tab, id, field };
  }

  test(
    'the card is put back wherever it was taken from, with what was typed',
    async (t, context) => {
      const { tab, id, field } = await openForm(context);
      let typed = '';
      const thefts = [
        `document.body = document.createElement('body')`,
        `document.querySelector('webengagement-widget').remove()`,
        `document.documentElement.replaceWith(document.createElement('html'))`,
        `document.open(); document.write('<h1>Another page</h1>'); document.close()`,
      ];
      for (const theft of thefts) {
        await tab.page.evaluate(`{ ${theft} }`);
        await tab.page.waitForFunction(
          () =>
            document.querySelector('webengagement-widget')?.shadowRoot?.activeElement?.id ===
            'field-0',
        );
        await tab.page.keyboard.type('a@b.example ');
        typed += 'a@b.example';
        t.equal((await field.inputValue()).replaceAll(' ', ''), typed, theft);
      }
      await field.fill('ann@example.com');
      await tab.page.keyboard.press('Enter');
      await tab.button('Close').click();
      t.match(await read(id), { state: 'Accepted' });
    },
    calm,
  );

  test('a page that is written anew is still followed', async (t, context) => {
    const tab = await open(context, site.origin);
    await tab.page.evaluate(BEGUN);
    await tab.page.evaluate(`document.open(); document.write('<h1>Anew</h1>'); document.close()`);
    const stream = tab.page.waitForRequest(/\/stream\?/);
    await tab.page.evaluate(() => dispatchEvent(new Event('online')));
    await stream;
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    await setVisible(tab, false);
    await tab.page.locator('webengagement-widget section').waitFor({ state: 'hidden' });
    await setVisible(tab, true);
    await tab.dialog.waitFor();
    const told = tab.page.waitForRequest(/\/disposition$/);
    await tab.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    t.match((await told).postData(), /"leaving":true/);
  });

  test(
    'Enter and Escape of an input method are its own',
    async (t, context) => {
      const { tab } = await openForm(context);
      const session = await context.newCDPSession(tab.page);
      const compose = (text: string) =>
        session.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
      for (const key of ['Escape', 'Enter']) {
        await compose('か');
        await tab.page.keyboard.press(key);
        t.equal(await tab.page.getByText('Please write it like').count(), 0);
        t.equal(await tab.dialog.count(), 1, key);
      }
      await session.send('Input.insertText', { text: 'か' });
      await tab.page.keyboard.press('Escape');
      await tab.dialog.waitFor({ state: 'detached' });
    },
    calm,
  );

  test(
    'where nothing can be seen nothing was displayed, and it is on no paper',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await tab.page.setViewportSize({ width: 320, height: 240 });
      await tab.page.evaluate(() => {
        document.documentElement.style.display = 'none';
        document.addEventListener('webengagement:displayed', () => {
          document.title = `seen ${document.documentElement.style.display}`;
        });
      });
      const id = await invite(tab);
      await engage(id);
      await tab.page.locator('webengagement-widget section').waitFor({ state: 'attached' });
      t.equal((await read(id)).displayedAt, null);
      await tab.page.evaluate(() => document.documentElement.style.removeProperty('display'));
      await displayed(id);
      t.equal(await tab.page.title(), 'seen');
      const box = await tab.dialog.boundingBox();
      assert.ok(box);
      t.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 240);
      await tab.page.emulateMedia({ media: 'print' });
      t.notOk(await tab.dialog.isVisible());
    },
    calm,
  );
}
