/// <reference lib="dom" />
import type { FrameLocator, Page } from 'playwright-core';
import t from 'tap';
import { seriousOf } from './support/axe.js';
import { type Stage, setStage } from './support/browser.js';
import { HOSTS, type Host, placeOf, startHosts } from './support/hosts.js';

const stage = await setStage(t);
if (stage) await visit(stage);

async function visit(stage: Stage): Promise<void> {
  const { service, read, engage, noengage, inState, displayed, test } = stage;
  let key = '';
  const hosts = await startHosts(service.address, () => key);
  key = await stage.keyFor(hosts.origins);
  t.teardown(hosts.close);

  for (const [name, host] of Object.entries(HOSTS))
    test(
      `on ${name} every story is told`,
      async (t, context) => {
        const said: string[] = [];
        context.on('weberror', (error) => said.push(error.error().message));
        context.on('console', (message) =>
          said.push(`${message.text()} ${message.location().url}`),
        );
        const page = await context.newPage();
        await page.goto(hosts.urlOf(name));
        const { invited, button, dialog, field } = handsOn(page, host);

        const revoked = await invited();
        if (host.during) await page.evaluate(host.during);
        await noengage(revoked);
        await dialog.waitFor({ state: 'detached' });

        const rejected = await invited();
        t.strictSame(await seriousOf(page.frames().at(-1) ?? page, 'webengagement-widget'), []);
        await button('No, thank you').click();
        await inState(rejected, 'Rejected');

        const accepted = await invited();
        await button('Chat now').click();
        await field('E-mail').click();
        await page.keyboard.type('n s/');
        t.equal(await field('E-mail').inputValue(), 'n s/');
        if (host.during) await page.evaluate(host.during);
        await field('E-mail').fill('ann@example.co');
        await page.keyboard.type('m');
        t.equal(await field('E-mail').inputValue(), 'ann@example.com');
        await page.keyboard.press('Enter');
        await button('Close').click();
        await dialog.waitFor({ state: 'detached' });
        t.match(await read(accepted), {
          state: 'Accepted',
          identity: { value: 'ann@example.com' },
        });
        t.strictSame(
          await page.evaluate('globalThis.heard ?? []'),
          [],
          'the page heard of nothing',
        );

        const other = await context.newPage();
        await other.goto(hosts.urlOf(name, '?brief'));
        const elsewhere = handsOn(other, host);
        const timedOut = await elsewhere.invited();
        await inState(timedOut, 'Timeout');
        await elsewhere.dialog.waitFor({ state: 'detached' });
        t.equal(await dialog.count(), 0, 'in no tab');
        t.strictSame(said, []);
      },
      { reducedMotion: 'reduce' },
    );

  /** What a visitor does on a page, or in its frame. */
  function handsOn(page: Page, host: Host) {
    const place: Page | FrameLocator = placeOf(page, host);
    const dialog = place.locator('webengagement-widget [role=dialog]');
    return {
      dialog,
      button: (text: string) => place.getByRole('button', { name: text, exact: true }),
      field: (label: string) => place.getByLabel(label),
      /** The id of an interaction whose invitation was seen. */
      async invited(): Promise<string> {
        if (host.before) await page.evaluate(host.before);
        const id = String(
          await page.frames().at(-1)?.evaluate('WebEngagement.invite().then(({ id }) => id)'),
        );
        await engage(id);
        await displayed(id);
        return id;
      },
    };
  }
}
