/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BEGUN, type Stage } from '../support/browser.js';
import { invite, open } from '../support/pages.js';

/** What the site's own chat or call takes over with, and what a site may set of the look. */
export function takeOver({ site, key, engage, test }: Stage): void {
  test('the examples of the hand-over get all that they need', async (t, context) => {
    const docs = readFileSync(new URL('../../../docs/widget.md', import.meta.url), 'utf8');
    const [, handover = ''] = docs.split('## Hand-over');
    const examples = [...handover.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    t.equal(examples.length, 3);
    const tab = await open(context, site.origin);
    await tab.page.evaluate(BEGUN);
    const start = `WebEngagement.start(${JSON.stringify({ key, visitorId: 'ann' })})`;
    assert.ok(await tab.page.evaluate(start));
    await tab.page.evaluate(() => {
      const calls: unknown[] = [];
      const record =
        (name: string) =>
        (...all: unknown[]) =>
          calls.push([name, ...all]);
      const names = ['setUser', 'setConversationCustomAttributes', 'toggle'];
      const chat = Object.fromEntries(names.map((name) => [name, record(name)]));
      Object.assign(window, { calls, $chatwoot: chat });
      const link = Object.assign(document.createElement('a'), { id: 'contact', hidden: true });
      const form = Object.assign(document.createElement('form'), { id: 'callback' });
      for (const name of ['phone', 'name', 'reference'])
        form.append(Object.assign(document.createElement('input'), { name }));
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        const inputs = Array.from(form.querySelectorAll('input'));
        calls.push(['submit', ...inputs.map(({ value }) => value)]);
      });
      document.body.append(link, form);
    });
    for (const code of examples) await tab.page.evaluate(code);
    const calls = () => tab.page.evaluate('window.calls.splice(0)');
    const link = tab.page.locator('#contact');

    const chat = await invite(tab);
    await engage(chat);
    await tab.button('Chat now').click();
    await tab.page.getByLabel('E-mail').fill('ann@example.com');
    await tab.page.getByLabel('Name (optional)').fill('Ann');
    await tab.button('Send').click();
    await tab.page.getByText('The chat goes on from here.').waitFor();
    t.strictSame(await calls(), [
      ['setUser', 'ann', { email: 'ann@example.com', name: 'Ann', phone_number: undefined }],
      [
        'setConversationCustomAttributes',
        {
          'WebEngagement.EngagementStartPage': `${site.origin}/`,
          'WebEngagement.CurrentWebPage': `${site.origin}/`,
          interactionId: chat,
        },
      ],
      ['toggle', 'open'],
    ]);
    t.match(await link.getAttribute('href'), /^mailto:.*subject=/);

    const call = await invite(tab);
    await engage(call, { channel: 'proactiveCallback' });
    await tab.button('Call me').click();
    await tab.page.getByLabel('Phone number').fill('call me maybe');
    await tab.button('Send').click();
    await tab.page.getByText('Please write it with its digits').waitFor();
    await tab.page.getByLabel('Phone number').fill('+49 30 1234567');
    await tab.button('Send').click();
    await tab.page.getByText('We call you in a moment.').waitFor();
    t.strictSame(await calls(), [['submit', '+49 30 1234567', '', call]]);
    t.match(await link.getAttribute('href'), /^tel:/);
  });

  test(
    'one colour of the site is readable in the dark',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await engage(await invite(tab));
      await tab.dialog.waitFor();
      for (const accent of ['#0b2a5c', '#ffd400', '#e4002b', '#777777', 'oklch(0.57 0.2 25)']) {
        const contrast = await tab.button('Chat now').evaluate((button, colour) => {
          document.documentElement.style.setProperty('--webengagement-accent', colour);
          const canvas = document.createElement('canvas').getContext('2d');
          const luminance = (value: string): number => {
            if (!canvas) return 0;
            canvas.fillStyle = value;
            canvas.fillRect(0, 0, 1, 1);
            const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) =>
              byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
            );
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const { color, backgroundColor } = getComputedStyle(button);
          const [low = 0, high = 0] = [color, backgroundColor].map(luminance).sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        }, accent);
        t.ok(contrast >= 4.5, `${accent}: ${contrast}`);
      }
    },
    { colorScheme: 'dark' },
  );
}
