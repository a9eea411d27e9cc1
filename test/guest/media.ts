/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { seriousOf } from '../support/axe.js';
import { BEGUN, type Stage } from '../support/browser.js';
import { invite, open, setVisible, startSite, type Watched } from '../support/pages.js';

/** On what the card is shown, and what browsers do to whole pages. */
export function show({ site, service, key, engage, inState, displayed, test }: Stage): void {
  const calm = { reducedMotion: 'reduce' } as const;

  async function invited(tab: Watched): Promise<string> {
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    return id;
  }
  /** Where the card is, in the window. */
  const boxOf = ({ page }: Watched) =>
    page
      .locator('webengagement-widget section')
      .evaluate((card) => card.getBoundingClientRect().toJSON() as DOMRect);

  test(
    'above the keyboard, zoomed, in forced colours and under popovers it is on screen and readable',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await tab.page.setViewportSize({ width: 360, height: 640 });
      await invited(tab);
      // As on a phone, where the keyboard covers the page without moving it.
      await tab.page.evaluate(() => {
        Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => 340 });
        visualViewport?.dispatchEvent(new Event('resize'));
      });
      const isAbove = () =>
        tab.page.waitForFunction(() => {
          const card = document
            .querySelector('webengagement-widget')
            ?.shadowRoot?.querySelector('section');
          return card && card.getBoundingClientRect().bottom <= (visualViewport?.height ?? 0);
        });
      await isAbove();
      await tab.button('Chat now').click();
      await isAbove();
      t.ok((await boxOf(tab)).top >= 0, 'the form scrolls');
      await tab.page.evaluate(() => Reflect.deleteProperty(visualViewport ?? {}, 'height'));
      await tab.page.waitForFunction(() => {
        const card = document
          .querySelector('webengagement-widget')
          ?.shadowRoot?.querySelector('section');
        return card && card.getBoundingClientRect().bottom > 600;
      });

      await tab.page.evaluate(() => {
        document.documentElement.style.zoom = '2';
      });
      const zoomed = await boxOf(tab);
      t.ok(zoomed.left >= 0 && zoomed.right <= 360 && zoomed.top >= 0, JSON.stringify(zoomed));
      await tab.page.evaluate(() => document.documentElement.style.removeProperty('zoom'));

      await tab.page.emulateMedia({ forcedColors: 'active' });
      t.strictSame(await seriousOf(tab.page, 'webengagement-widget'), []);
      const edges = await tab.page
        .locator('webengagement-widget :is(section, button, input)')
        .evaluateAll((all) => all.map((each) => getComputedStyle(each).borderTopStyle));
      t.ok(
        edges.every((style) => style !== 'none'),
        'everything has an edge',
      );

      await tab.page.evaluate(() => {
        const over = document.createElement('div');
        over.textContent = 'Over all';
        over.popover = 'manual';
        over.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%';
        document.body.append(over);
        over.showPopover();
      });
      await tab.page.getByLabel('E-mail').click();
      await tab.page.keyboard.type('ann');
      t.equal(await tab.page.getByLabel('E-mail').inputValue(), 'ann');
      t.strictSame(tab.said, []);
    },
    calm,
  );

  test(
    'where everything is inert nothing was displayed, and it is usable when that is over',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await tab.page.evaluate(() => {
        document.documentElement.inert = true;
        document.addEventListener('webengagement:displayed', () => {
          document.title = `seen ${document.documentElement.inert}`;
        });
      });
      const id = await invite(tab);
      await engage(id);
      await tab.page.locator('webengagement-widget section').waitFor();
      await tab.page.evaluate(() => {
        document.documentElement.inert = false;
        document.body.inert = true;
      });
      await displayed(id);
      t.equal(await tab.page.title(), 'seen false');
      await tab.button('No, thank you').click();
      await inState(id, 'Rejected');
    },
    calm,
  );

  test('a page that sleeps gives up what it has, and has it again when it wakes', async (t, context) => {
    const tab = await open(context, site.origin);
    const id = await invited(tab);
    await tab.page.evaluate(() => document.dispatchEvent(new Event('freeze')));
    await tab.page.locator('webengagement-widget section').waitFor({ state: 'hidden' });
    t.strictSame((await tab.page.evaluate(() => navigator.locks.query())).held, []);
    await tab.page.evaluate(() => document.dispatchEvent(new Event('resume')));
    await tab.button('No, thank you').click();
    await inState(id, 'Rejected');
  });

  test('without locks and channels every visible tab is on its own', async (t, context) => {
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
      Object.assign(window, { BroadcastChannel: undefined });
    });
    const one = await open(context, site.origin);
    const id = await invited(one);
    const two = await open(context, `${site.origin}/next`);
    await two.dialog.waitFor();
    await two.button('No, thank you').click();
    await one.dialog.waitFor({ state: 'detached' });
    t.match(await inState(id, 'Rejected'), { dispositionCode: 'reject' });
    await setVisible(two, false);
    t.strictSame([...one.said, ...two.said], []);
  });

  test('a page that is prepared begins nothing until somebody looks at it', async (t, context) => {
    await context.addInitScript(() => {
      Object.defineProperty(document, 'prerendering', { configurable: true, get: () => true });
    });
    const asked: string[] = [];
    context.on('request', (request) => {
      if (request.url().includes('/v1/')) asked.push(request.url());
    });
    const tab = await open(context, site.origin);
    await tab.page.waitForFunction(() => 'WebEngagement' in globalThis);
    t.strictSame(asked, []);
    await tab.page.evaluate(() => {
      Reflect.deleteProperty(document, 'prerendering');
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    t.match(await tab.page.evaluate(BEGUN), { visitId: String });
  });

  test(
    'why the service cannot be asked is said: the network, mixed content, another server',
    async (t, context) => {
      const shop = 'https://shop.example';
      const folder = new URL('../../../dist/web/', import.meta.url);
      await context.route(`${shop}/**`, (route) => {
        const { pathname } = new URL(route.request().url());
        return pathname.startsWith('/widget')
          ? route.fulfill({
              contentType: 'text/javascript',
              body: readFileSync(new URL(`.${pathname}`, folder), 'utf8'),
            })
          : route.fulfill({
              contentType: 'text/html',
              body: '<!doctype html><title>A shop</title><script src="/widget.js"></script>',
            });
      });
      const why = async (url: string, server: string): Promise<string> => {
        const tab = await open(context, url);
        await tab.page.waitForFunction(() => 'WebEngagement' in globalThis);
        const told = tab.page.waitForEvent('console', (message) =>
          /^WebEngagement: (?!the tag has no key)/.test(message.text()),
        );
        await tab.page.evaluate(`void WebEngagement.start(${JSON.stringify({ key, server })})`);
        return (await told).text();
      };
      t.match(
        await why(shop, 'http://engage.example'),
        /http:\/\/engage\.example \(mixed content\)/,
      );
      // Whether it is there or not: what is on the visitor's own machine is not mixed content.
      t.notMatch(await why(shop, 'http://127.0.0.1:1'), 'mixed');
      const other = await startSite(service.address, () => '');
      t.teardown(other.close);
      t.match(
        await why(`${site.origin}/next`, other.origin),
        /answers, but not to this page \(CORS\)/,
      );
      const offline = await open(context, shop);
      const told = offline.page.waitForEvent('console', (message) =>
        /offline/.test(message.text()),
      );
      await context.setOffline(true);
      await offline.page.evaluate(
        `void WebEngagement.start(${JSON.stringify({ key, server: 'https://engage.example' })})`,
      );
      t.match((await told).text(), 'the browser is offline');
    },
    { bypassCSP: true },
  );
}
