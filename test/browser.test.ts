/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { Request } from 'playwright-core';
import t from 'tap';
import { seriousOf } from './support/axe.js';
import { BEGUN, focusOf, type Stage, setStage } from './support/browser.js';
import { invite, open, setVisible, startSite } from './support/pages.js';

const stage = await setStage(t);
if (stage) play(stage);

function play(stage: Stage): void {
  const { service, site, key, read, engage, inState, displayed, test } = stage;

  // First those that wait the longest.
  test('an answer and the stream survive that the service is killed', async (t, context) => {
    const first = await stage.serveApart(t);
    const { address } = first;
    const tab = await open(context, `${address}/playground`);
    await tab.button('Offer help on this page').click();
    await tab.button('Engage for a chat').click();
    await tab.dialog.waitFor();
    const { id } = await first.latest();
    await first.until(id, ({ displayedAt }) => displayedAt !== null);
    await first.end('SIGKILL');
    await tab.button('No, thank you').click();
    await tab.dialog.waitFor({ state: 'detached' });
    const second = await stage.serveApart(t, new URL(address).port);
    await second.until(id, ({ state }) => state === 'Rejected');
    await tab.page.getByText('The visitor said no.').waitFor();
    await tab.button('Offer help on this page').click();
    await tab.button('Engage for a callback').click();
    await tab.dialog.waitFor();
    t.match(await tab.dialog.innerText(), /Shall we call you\?/);
  });

  test('leaving the site with the invitation open is a timeout, five seconds later', async (t, context) => {
    const tab = await open(context, site.origin);
    const id = await invite(tab);
    await engage(id);
    await displayed(id);
    await tab.page.goto('about:blank');
    t.match(await inState(id, 'Timeout'), { dispositionCode: 'timeout' });
  });

  test('the playground carries an engagement from the offer to the form, in two tabs', async (t, context) => {
    const codes = new Set<string>();
    context.on('request', (request) => {
      if (request.url().endsWith('/disposition'))
        codes.add(JSON.parse(request.postData() ?? '{}').code);
    });
    const one = await open(context, `${service.address}/playground`);
    await one.button('Offer help on this page').click();
    t.strictSame(await seriousOf(one.page), []);
    await one.button('Engage for a chat').click();
    await one.dialog.waitFor();
    const two = await open(context, `${service.address}/playground/prices`);
    await two.page.getByText('On screen. The visitor answers.').waitFor();
    t.equal(await two.dialog.count(), 0, 'it is in one tab only');

    await setVisible(one, false);
    await two.dialog.waitFor();
    await two.button('Chat now').click();
    await setVisible(one, true);
    await one.page.getByText('The visitor said yes. The form is open.').waitFor();
    t.equal(await one.dialog.count(), 0, 'the answer takes it away everywhere');

    // The next page shows the form again, with what remains.
    await setVisible(one, false);
    await two.page.reload();
    await two.page.evaluate(() => {
      document.addEventListener('webengagement:handover', (event) => {
        document.title = JSON.stringify((event as CustomEvent).detail);
      });
    });
    await two.page.getByText(/^\d+:\d\d left$/).waitFor();
    await two.button('Send').click();
    await two.page.getByText('Please fill this in.').waitFor();
    await two.page.getByLabel('E-mail').fill('nobody');
    await two.button('Send').click();
    await two.page.getByText('Please write it like').waitFor();
    t.strictSame(await seriousOf(two.page), []);
    await two.page.getByLabel('E-mail').fill('ann@example.com');
    await two.page.getByLabel('Name (optional)').fill('Ann');
    await two.button('Send').click();
    await two.page.getByText('The chat goes on from here.').waitFor();
    const handedOver = JSON.parse(await two.page.title());
    t.match(handedOver, {
      channel: 'proactiveChat',
      fields: { EmailAddress: 'ann@example.com', FirstName: 'Ann' },
      isLate: false,
    });
    await one.page.getByText('The visitor said yes, and the form is in.').waitFor();
    t.match(await read(handedOver.interactionId), {
      state: 'Accepted',
      registrationForm: { status: 'completed' },
      identity: { value: 'ann@example.com' },
    });
    t.strictSame([...codes], ['acceptCall'], 'nobody posts two answers');

    // The same panel lets a rule decide, a form be closed, and come late.
    const shown = two.page.getByLabel('Hand-over');
    t.strictSame(JSON.parse(await shown.innerText()), handedOver);
    await two.button('Offer, and decide by this rule').click();
    await two.page.getByText('The rule “offer a call” decided: Engaged.').waitFor();
    await two.page.getByText('To answer, then it is a timeout').waitFor();
    await two.button('Call me').click();
    await two.button('Not now').click();
    await two.page.getByText('The visitor said yes, and closed the form.').waitFor();
    await two.button('Let the form be late').click();
    await two.page.getByText('It can still be sent, late.').waitFor();
    await two.button('Send the form').click();
    await two.page.getByText('the form came late, and counts').waitFor();
    const late = { channel: 'proactiveCallback', isLate: true, phoneNumber: '+49 30 1234567' };
    t.match(JSON.parse(await shown.innerText()), late);
    await two.button('Offer, and decide yourself').click();
    await two.button('Let it be missed').click();
    await two.page.getByText('It ended before anybody saw it.').waitFor();
    t.strictSame([...one.said, ...two.said], []);
  });

  test('two tabs of a visit hold one stream, and the other takes over', async (t, context) => {
    const streams = new Set<Request>();
    context.on('request', (request) => request.url().includes('/stream?') && streams.add(request));
    context.on('requestfailed', (request) => streams.delete(request));
    const one = await open(context, site.origin);
    await one.page.evaluate(BEGUN);
    const two = await open(context, `${site.origin}/next`);
    const id = await invite(two);
    await engage(id);
    await displayed(id);
    const counts = await Promise.all([one, two].map(({ dialog }) => dialog.count()));
    t.strictSame(counts.toSorted(), [0, 1], 'and one of them shows the invitation');
    // On a machine with much to do a tab may be taken for asleep, and then has it no more.
    while (streams.size > 1) await context.waitForEvent('requestfailed');
    t.equal(streams.size, 1);
    await one.page.close();
    await two.dialog.waitFor();
    await two.button('No, thank you').click();
    await inState(id, 'Rejected');
    await two.dialog.waitFor({ state: 'detached' });
    t.ok([...streams].some((request) => request.frame().page() === two.page));
  });

  test('on another origin, under a strict policy, the keyboard is enough', async (t, context) => {
    const tab = await open(context, site.origin);
    await tab.button('Buy').focus();
    const first = await invite(tab);
    await engage(first, { invitation: { title: 'Hello', text: 'Shall we talk?' } });
    await tab.dialog.waitFor();
    t.match(await tab.dialog.innerText(), /Hello\s+Shall we talk\?/);
    t.equal(await focusOf(tab.page), 'dialog', 'the focus goes to the invitation');
    await displayed(first);
    t.strictSame(await seriousOf(tab.page), []);
    await tab.page.keyboard.press('Escape');
    await tab.dialog.waitFor({ state: 'detached' });
    t.equal(await focusOf(tab.page), 'Buy', 'and back');
    await inState(first, 'Rejected');

    const second = await invite(tab);
    await engage(second, { channel: 'proactiveCallback' });
    await tab.dialog.waitFor();
    await tab.page.keyboard.press('Tab');
    t.equal(await focusOf(tab.page), 'Call me');
    await tab.page.keyboard.press('Tab');
    t.equal(await focusOf(tab.page), 'No, thank you');
    await tab.page.keyboard.press('Shift+Tab');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByLabel('Phone number').waitFor();
    await tab.page.keyboard.type('+49 30 1234567');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByText('We call you in a moment.').waitFor();
    await tab.page.keyboard.press('Escape');
    await tab.dialog.waitFor({ state: 'detached' });
    t.match(await read(second), { state: 'Accepted', registrationForm: { status: 'completed' } });
    t.strictSame(tab.said, []);
  });

  test('who is writing is not interrupted, and is told all the same', async (t, context) => {
    const tab = await open(context, site.origin);
    await tab.page.getByLabel('Search').focus();
    await engage(await invite(tab), { invitation: { title: 'Hello', text: 'You there' } });
    await tab.dialog.waitFor();
    await tab.page.keyboard.type('lamps');
    t.equal(await tab.page.getByLabel('Search').inputValue(), 'lamps');
    t.equal(await tab.page.getByRole('status').innerText(), 'Hello You there');
  });

  for (const path of ['/stranger', '/'])
    test(`a page that may not have a visit gets one warning (${path})`, async (t, context) => {
      const foreign = path === '/' ? await startSite(service.address, () => script) : site;
      const script = `<script src="${service.address}/widget.js" data-key="${key}"></script>`;
      const tab = await open(context, foreign.origin + path);
      t.equal(await tab.page.evaluate(BEGUN), undefined);
      t.equal(tab.said.length, 1);
      t.match(tab.said[0], /^warning: WebEngagement: The (publishable )?key is /);
      if (foreign !== site) await foreign.close();
    });

  test('going to the next page keeps the invitation, with what remains of its time', async (t, context) => {
    const tab = await open(context, site.origin);
    const id = await invite(tab);
    await engage(id);
    await tab.dialog.waitFor();
    const { displayedAt } = await displayed(id);
    await tab.page.getByRole('link', { name: 'Next' }).click();
    await tab.page.waitForURL('**/next');
    await tab.dialog.waitFor();
    t.match(await read(id), { state: 'Engaged', displayedAt });
    // A page that gives it a second finds that it is over.
    await tab.page.goto(`${site.origin}/brief`);
    t.match(await inState(id, 'Timeout'), { dispositionCode: 'timeout' });
    await tab.dialog.waitFor({ state: 'detached' });
  });

  test('what is answered offline is sent when the page is online again', async (t, context) => {
    const tab = await open(context, site.origin);
    const id = await invite(tab);
    await engage(id);
    await tab.dialog.waitFor();
    await context.setOffline(true);
    await tab.button('Chat now').click();
    await tab.page.getByLabel('E-mail').fill('off@example.com');
    await tab.button('Send').click();
    await tab.page.getByText('You are offline.').waitFor();
    t.equal((await read(id)).state, 'Engaged');
    await context.setOffline(false);
    await tab.page.getByText('The chat goes on from here.').waitFor();
    t.match(await read(id), { state: 'Accepted', identity: { value: 'off@example.com' } });
  });

  test(
    'right to left it is in the other corner, and it does not move for who wants no motion',
    async (t, context) => {
      const tab = await open(context, `${site.origin}/rtl`);
      await engage(await invite(tab));
      await tab.dialog.waitFor();
      const box = await tab.dialog.boundingBox();
      assert.ok(box);
      t.ok(
        box.x < 40 && box.x + box.width <= 360,
        'inline end is on the left, on a small screen too',
      );
      const card = tab.page.locator('webengagement-widget section');
      t.equal(await card.evaluate((node) => getComputedStyle(node).animationName), 'none');
      t.strictSame(await seriousOf(tab.page), [], 'in the dark');
    },
    { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce', colorScheme: 'dark' },
  );

  test(
    'the playground is readable in the dark, on a phone, and to everybody',
    async (t, context) => {
      const tab = await open(context, `${service.address}/playground`);
      for (const path of ['/playground/cart', '/playground']) {
        await tab.page.goto(service.address + path);
        await tab.button('Offer help on this page').waitFor();
        t.strictSame(await seriousOf(tab.page), [], path);
        const width = await tab.page.evaluate(() => document.documentElement.scrollWidth);
        t.equal(width, 360, 'nothing sticks out');
      }
      const begun = await tab.page.evaluate(
        `import('/widget.mjs').then(({ start }) =>
          start({ key: document.querySelector('[data-key]').dataset.key }))`,
      );
      t.match(begun, { visitId: String, token: /^wvt_/ }, 'as a module it does the same');
      t.strictSame(tab.said, []);
    },
    { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  );
}
