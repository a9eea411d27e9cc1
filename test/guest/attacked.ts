/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { BEGUN, type Stage } from '../support/browser.js';
import { invite, open, type Watched } from '../support/pages.js';

/** What pages do to the element, to events and to the storage, without meaning us. */
export function attack({ site, service, key, keyFor, read, engage, displayed, test }: Stage): void {
  const calm = { reducedMotion: 'reduce' } as const;

  async function showForm(tab: Watched): Promise<string> {
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    await tab.button('Chat now').click();
    return id;
  }

  test(
    'the card keeps its look and its content wherever the page puts it',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await tab.page.evaluate(() => document.body.append(document.createElement('iframe')));
      const id = await invite(tab);
      await engage(id);
      await displayed(id);
      const card = tab.page.locator('webengagement-widget section');
      const looks = () => card.evaluate((node) => getComputedStyle(node).padding);
      const attacks = [
        `document.querySelector('iframe').contentDocument.body.append(widget)`,
        `widget.shadowRoot.replaceChildren()`,
        `document.body.prepend(widget)`,
        `widget.hidePopover()`,
        `widget.hidden = true; widget.inert = true; widget.style.cssText = 'display: none !important'`,
        `document.documentElement.remove(); document.append(document.createElement('html'))`,
      ];
      for (const code of attacks) {
        await tab.page.evaluate(
          `{ const widget = document.querySelector('webengagement-widget'); ${code} }`,
        );
        await tab.page.waitForFunction(() => {
          const host = document.querySelector('html > webengagement-widget');
          return host?.matches(':popover-open') && host.shadowRoot?.querySelector('section');
        });
        t.equal(await looks(), '20px', code);
      }
      await tab.button('No, thank you').click();
      await tab.dialog.waitFor({ state: 'detached' });
      t.strictSame(tab.said, []);
    },
    calm,
  );

  test(
    'what older listeners of the page forbid is done all the same',
    async (t, context) => {
      await context.addInitScript(() => {
        for (const kind of ['keydown', 'beforeinput', 'paste', 'mousedown', 'pointerdown', 'wheel'])
          addEventListener(kind, (event) => event.preventDefault(), {
            capture: true,
            passive: false,
          });
      });
      const tab = await open(context, site.origin);
      await tab.page.setViewportSize({ width: 320, height: 240 });
      const id = await showForm(tab);
      const field = tab.page.getByLabel('E-mail');
      await field.click();
      await tab.page.keyboard.type('ann@');
      t.equal(await field.inputValue(), 'ann@');
      await field.evaluate((input) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', 'example.com');
        const bubbling = { bubbles: true, cancelable: true, composed: true };
        input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, ...bubbling }));
      });
      t.equal(await field.inputValue(), 'ann@example.com');
      const card = tab.page.locator('webengagement-widget section');
      const top = await card.evaluate((node) => node.scrollTop);
      await tab.page.mouse.wheel(0, 60);
      await tab.page.waitForFunction(
        (before) =>
          document.querySelector('webengagement-widget')?.shadowRoot?.querySelector('section')
            ?.scrollTop !== before,
        top,
      );
      await field.press('Enter');
      await tab.button('Close').click();
      t.match(await read(id), { identity: { value: 'ann@example.com' } });
    },
    calm,
  );

  test('what others left in the storage is nothing', async (t, context) => {
    const tab = await open(context, site.origin);
    await tab.page.evaluate(BEGUN);
    await tab.page.evaluate(() => {
      for (const place of Object.keys(localStorage))
        localStorage.setItem(place.replace(/:[a-z]+$/, ':answers'), '[null, 3, {}]');
      for (const place of Object.keys(localStorage))
        if (!place.endsWith(':answers')) localStorage.setItem(place, '{"token":{}}');
    });
    await tab.page.reload();
    assert.ok(await tab.page.evaluate(BEGUN));
    const id = await invite(tab);
    await tab.page.evaluate(() => localStorage.clear());
    await engage(id);
    await displayed(id);
    await tab.button('No, thank you').click();
    await tab.dialog.waitFor({ state: 'detached' });
    t.strictSame(tab.said, []);
  });

  test(
    'a frame that may store nothing and is of no origin is told why',
    async (t, context) => {
      const tab = await open(context, `${site.origin}/bare`);
      const told = tab.page.waitForEvent('console');
      await tab.page.evaluate((src) => {
        const frame = Object.assign(document.createElement('iframe'), { src });
        frame.setAttribute('sandbox', 'allow-scripts');
        document.body.append(frame);
      }, site.origin);
      t.match((await told).text(), /The key is for pages of .*, not of a page that has no origin/);
      t.equal(tab.said.length, 1);
    },
    { bypassCSP: true },
  );

  test('of two tags with different keys the last one is used, and the page is told', async (t, context) => {
    const tab = await open(context, site.origin);
    await tab.page.evaluate(BEGUN);
    const other = await keyFor([site.origin]);
    const told = tab.page.waitForEvent('console');
    await tab.page.evaluate(
      ([src, given]) => {
        const script = Object.assign(document.createElement('script'), { src });
        script.dataset.key = given;
        document.body.append(script);
      },
      [`${service.address}/widget.js`, other] as const,
    );
    t.match((await told).text(), `the page has two keys, ${key} and ${other}`);
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    t.equal(await tab.dialog.count(), 1);
  });
}
