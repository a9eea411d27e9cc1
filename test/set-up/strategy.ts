/// <reference lib="dom" />
import type { Test } from 'tap';
import { seriousOf } from '../support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, signInWith } from '../support/console.js';
import { complaintsOf, told } from './common.js';

/** A strategy, from its first text to a run of it. */
export async function setUpStrategy(t: Test, { visit }: ConsoleStage): Promise<void> {
  const tab = await visit('/console/strategies/shop');
  const { page } = tab;
  await signInWith(tab, CONSOLE_KEY);
  const text = page.getByLabel('The text of shop.scxml');
  const good = await text.inputValue();
  await text.fill(good.replace('target="engage"', 'target="nowhere"'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('no state nowhere').waitFor();
  t.strictSame(await page.locator('.numbers .wrong').allInnerTexts(), ['5'], 'at its line');
  await page.getByRole('button', { name: 'Discard what I wrote' }).click();
  await page.getByRole('button', { name: 'Push as version 1' }).click();
  await told(page, 'Version 1 of shop is the newest.');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('It would be engaged').waitFor();
  t.strictSame(await page.locator('.chart-state.now text').allTextContents(), ['done']);
  t.strictSame(await page.locator('.chart-state.passed text').allTextContents(), [
    'waiting',
    'engage',
    'done',
  ]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    t.strictSame(await seriousOf(page), [], colorScheme);
  }
  t.strictSame(complaintsOf(tab.said), []);
  await page.context().close();
}
