/// <reference lib="dom" />
import type { Test } from 'tap';
import { seriousOf } from '../support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, leadTo, signInWith } from '../support/console.js';
import { startGate } from '../support/gate.js';
import { open } from '../support/pages.js';

/** A service out of reach for a while, on a phone: what is said of it, what stays, and what comes again. */
export async function cutOff(
  t: Test,
  { browser, service, decidedAgainst }: ConsoleStage,
): Promise<void> {
  const id = await decidedAgainst({ visitId: 'known before' }, 'so');
  const gate = await startGate(t, service.address);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const tab = await open(context, `${gate.address}/console/nodes`);
  const { page } = tab;
  await signInWith(tab, CONSOLE_KEY);
  const node = page.getByRole('row', { name: /answers you/ });
  await node.waitFor();
  await leadTo(page, `interactions/${id}`);
  const drawer = page.getByRole('complementary', { name: `Interaction ${id}` });
  await drawer.getByRole('heading', { name: 'History' }).waitFor();
  await leadTo(page, 'nodes');
  await node.waitFor();
  await page.getByText('live', { exact: true }).waitFor();

  gate.shut();
  const words = page.getByText(/^No connection since \d\d:\d\d\.$/).filter({ visible: true });
  await words.waitFor();
  const failing = page.waitForEvent('requestfailed', (request) => /nodes/.test(request.url()));
  await page.getByRole('button', { name: 'Refresh' }).click();
  await failing;
  await page.evaluate(() => new Promise(requestAnimationFrame));
  t.equal(await words.count(), 1, 'once for the whole page');
  t.ok(await node.isVisible(), 'what was known stays');
  t.match(await words.locator('time').getAttribute('title'), /\d\d:\d\d:\d\d\.\d{3}/);
  t.strictSame(await seriousOf(page), [], 'old');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wmsg.connector');
  await page.getByText('what it alone knows is not among these').waitFor();
  await page.keyboard.press('Escape');
  await leadTo(page, 'audit');
  await page.getByRole('heading', { name: 'Audit' }).waitFor();
  await page.getByText('The service cannot be reached just now.').waitFor();
  await leadTo(page, `interactions/${id}`);
  await drawer.getByText(/^No connection since/).waitFor();
  await leadTo(page, 'interactions');
  await page.getByText('The service cannot be reached just now.').waitFor();

  gate.open();
  await page.getByRole('row', { name: /known before/ }).waitFor();
  await words.waitFor({ state: 'detached' });
  await leadTo(page, 'audit');
  await page
    .getByRole('row', { name: /session\.created/ })
    .first()
    .waitFor();
  await context.close();
}
