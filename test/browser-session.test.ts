/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import t from 'tap';
import { BEGUN, type Stage, setStage } from './support/browser.js';
import { invite, open, setVisible, type Watched } from './support/pages.js';
import { startSilentProxy } from './support/silent-proxy.js';

/** The widget's global, as pages have it. */
interface Api {
  start(settings: object): Promise<{ visitId: string } | undefined>;
  stop(): void;
  logout(): void;
  invite(offer?: object): Promise<{ id: string } | null>;
}
declare const WebEngagement: Api;

const stage = await setStage(t);
if (stage) play(stage);

function play({ service, site, key, read, engage, inState, displayed, test }: Stage): void {
  const begin = async ({ page }: Watched, settings: object = {}): Promise<string> => {
    await page.evaluate(BEGUN);
    const visit = await page.evaluate((all) => WebEngagement.start(all), { key, ...settings });
    assert.ok(visit);
    return visit.visitId;
  };
  const next = (context: BrowserContext): Promise<Watched> => open(context, `${site.origin}/next`);

  test('another visitor in the same browser is another visit', async (t, context) => {
    const tab = await open(context, site.origin);
    const nobodys = await begin(tab);
    const alices = await begin(tab, { visitorId: 'alice' });
    t.equal(alices, nobodys, 'an anonymous visit becomes the visitor’s at log-in');
    const hers = await invite(tab);
    t.match(await read(hers), { visitorId: 'alice' });
    const other = await next(context);
    const bobs = await begin(other, { visitorId: 'bob' });
    t.not(bobs, alices);
    const his = await invite(other);
    t.match(await read(his), { visitId: bobs, visitorId: 'bob' });
    await engage(hers);
    await tab.dialog.waitFor();
    t.equal(await other.dialog.count(), 0, 'nobody sees what is for somebody else');
    await tab.button('No, thank you').click();
    await inState(hers, 'Rejected');
    t.not(await begin(other), bobs, 'a page without a visitor is nobody’s');
    t.strictSame([...tab.said, ...other.said], []);
  });

  test('a log-out ends the visit in every tab, and leaves nothing behind', async (t, context) => {
    const one = await open(context, site.origin);
    const before = await begin(one, { visitorId: 'alice' });
    const two = await next(context);
    await begin(two, { visitorId: 'alice' });
    await engage(await invite(two));
    await Promise.any([one.dialog.waitFor(), two.dialog.waitFor()]);
    await one.page.evaluate(() => WebEngagement.logout());
    for (const { dialog, page } of [one, two]) {
      await dialog.waitFor({ state: 'detached' });
      t.equal(await page.evaluate(() => localStorage.length), 0);
    }
    t.not(await begin(one, { visitorId: 'alice' }), before);
  });

  test('a tab that sleeps keeps nothing from one that is looked at', async (t, context) => {
    const one = await open(context, site.origin);
    await one.page.evaluate(BEGUN);
    const two = await next(context);
    await two.page.evaluate(BEGUN);
    const id = await invite(one);
    await engage(id);
    await displayed(id);
    const [asleep, awake] = (await one.dialog.count()) ? [one, two] : [two, one];
    const debuggee = await context.newCDPSession(asleep.page);
    const paused = new Promise((resolve) => debuggee.once('Debugger.paused', resolve));
    await debuggee.send('Debugger.enable');
    await debuggee.send('Debugger.pause');
    await paused;
    await awake.dialog.waitFor();
    await awake.button('No, thank you').click();
    t.match(await inState(id, 'Rejected'), { dispositionCode: 'reject' });
    await debuggee.send('Debugger.resume');
    await asleep.dialog.waitFor({ state: 'detached' });
  });

  test('who is hidden lets the one that is looked at have the stream', async (t, context) => {
    const one = await open(context, site.origin);
    await one.page.evaluate(BEGUN);
    await setVisible(one, false);
    const streams = context.waitForEvent('request', (request) => request.url().includes('/stream'));
    const two = await next(context);
    await streams;
    await engage(await invite(two));
    await two.dialog.waitFor();
    t.equal(await one.dialog.count(), 0);
  });

  test(
    'a stream that is silent is replaced within three heartbeats',
    async (t, context) => {
      const proxy = await startSilentProxy(service.address);
      try {
        const tab = await open(context, site.origin);
        await begin(tab, { server: proxy.address });
        await proxy.opened();
        const id = await invite(tab);
        proxy.silence();
        await engage(id);
        await proxy.opened();
        await tab.dialog.waitFor();
        t.match(await displayed(id), { state: 'Engaged' });
      } finally {
        await proxy.close();
      }
    },
    { bypassCSP: true },
  );

  test('the visitor’s clock may be wrong by years, and be set meanwhile', async (t, context) => {
    await context.addInitScript(() => {
      const { now } = Date;
      const years = location.pathname === '/' ? 5 : -5;
      Date.now = () => now() + years * 365 * 86_400_000;
    });
    const tab = await open(context, site.origin);
    const visitId = await begin(tab);
    const id = await invite(tab);
    await tab.page.goto(`${site.origin}/next`);
    t.equal(await begin(tab), visitId);
    await engage(id);
    await tab.dialog.waitFor();
    await tab.page.evaluate(() => {
      Date.now = () => 0;
    });
    await tab.button('Chat now').click();
    await tab.page.getByText(/^[01]:\d\d left$/).waitFor();
    t.match(await inState(id, 'Accepted'), { dispositionCode: 'acceptCall' });
    t.strictSame(tab.said, []);
  });

  for (const how of ['forbidden', 'full'])
    test(`where the storage is ${how}, a tab goes by what it remembers`, async (t, context) => {
      const tab = await open(context, site.origin);
      const stale = await begin(tab, { visitorId: 'alice' });
      await context.addInitScript((isFull) => {
        const fail = (): never => {
          throw new DOMException('no', isFull ? 'QuotaExceededError' : 'SecurityError');
        };
        if (isFull) Storage.prototype.setItem = fail;
        else Object.defineProperty(window, 'localStorage', { get: fail });
      }, how === 'full');
      await tab.page.reload();
      const fresh = await begin(tab, { visitorId: 'bob' });
      t.not(fresh, stale);
      await tab.page.evaluate(() => WebEngagement.stop());
      t.equal(await begin(tab, { visitorId: 'bob' }), fresh, 'also after a stop and a start');
      const id = await invite(tab);
      t.match(await read(id), { visitId: fresh, visitorId: 'bob' });
      await engage(id);
      await tab.button('No, thank you').click();
      await inState(id, 'Rejected');
      t.strictSame(tab.said, []);
    });

  test('mistakes of integrators speak, and do not stop anything', async (t, context) => {
    const tab = await open(context, site.origin);
    const heard = (text: string) =>
      tab.said.some((line) => line.includes(text)) ||
      tab.page.waitForEvent('console', (message) => message.text().includes(text));
    await begin(tab, { visitorId: 42, displaySeconds: 'soon', theme: 'blue', visitorID: 1 });
    await heard('displaySeconds (data-display-seconds) is "soon": valid is a number from 0 on');
    await heard('theme (data-theme) is "blue": valid are auto, light and dark');
    await heard('there is no setting visitorID: there are key');
    const make = (offer: unknown) =>
      tab.page.evaluate((given) => WebEngagement.invite(given as object), offer);
    t.equal(await make('PlayGround-Cart'), null);
    await heard('invite takes an object');
    t.equal(await make({ kategory: 'x' }), null);
    await heard('/v1/interactions answered 422: ');
    t.ok(
      tab.said.some((line) => line.includes('kategory')),
      'in the words of the service',
    );
    const made = await make({ pageId: 7, userData: { total: 12.5, vip: true, none: null } });
    t.match(await read(made?.id ?? ''), {
      visitorId: '42',
      pageId: '7',
      userData: { total: '12.5', vip: 'true' },
    });
  });

  test('a tag manager sets a global instead of attributes', async (t, context) => {
    const inject = (tab: Watched, settings: object | undefined) =>
      tab.page.evaluate(
        ([src, given]) => {
          Object.assign(window, { webengagementSettings: given });
          const script = document.createElement('script');
          script.src = String(src);
          document.body.append(script);
        },
        [`${service.address}/widget.js`, settings] as const,
      );
    const strict = await open(context, `${site.origin}/bare/mute`);
    const why = strict.page.waitForEvent('console', (message) => message.type() === 'warning');
    await inject(strict, { key });
    t.equal(await strict.page.evaluate(BEGUN), undefined);
    t.match((await why).text(), /Content-Security-Policy of the page forbids .* connect-src/);
    const tab = await open(context, `${site.origin}/bare`);
    await inject(tab, { key });
    t.match(await tab.page.evaluate(BEGUN), { visitId: String });
    const bare = await open(context, `${site.origin}/bare`);
    const told = bare.page.waitForEvent('console');
    await inject(bare, undefined);
    t.match((await told).text(), /the tag has no key: tag managers strip data-key/);
  });
}
