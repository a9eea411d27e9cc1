/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { CONSOLE_KEY, type ConsoleStage, signInWith } from './console.js';

/** How far down the list is gone: five pages of it. */
const DEPTH = 500;
/** Drawn at once: what a window of 720 px shows of rows of 36 px, and a few beyond either edge. */
export const MOST_DRAWN = 40;

/** What was gone through, and how long it took, in milliseconds. */
export interface Browsed {
  /** What axe or the browser have to complain of is asked by whoever wants to know. */
  readonly page: Page;
  readonly said: readonly string[];
  readonly steps: readonly { readonly step: string; readonly ms: number }[];
  /** The most rows that were drawn at a time. */
  readonly mostDrawn: number;
}

/**
 * Goes through a service with many interactions, as `fill` makes them, in the real browser: the list
 * opened, scrolled down five hundred rows and up again, filtered to one state and to one visitor, one
 * opened with its history, and what comes into being meanwhile announced.
 */
export async function browseMany({ visit, ask }: ConsoleStage): Promise<Browsed> {
  const tab = await visit('/console/interactions');
  const { page } = tab;
  const steps: { step: string; ms: number }[] = [];
  let mostDrawn = 0;
  async function step(name: string, run: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    await run();
    steps.push({ step: name, ms: performance.now() - startedAt });
    mostDrawn = Math.max(mostDrawn, await page.locator('tr.row').count());
  }
  const table = page.getByRole('table', { name: 'Interactions' });
  const filters = page.getByRole('form', { name: 'Filters' });
  /** Until the row of that index is drawn with what is in it. */
  const row = (index: number): Promise<void> =>
    table.locator(`tr[data-at="${index}"]`).waitFor({ state: 'attached' });

  await signInWith(tab, CONSOLE_KEY);
  await step('the first rows', () => row(0));
  await step('five hundred rows further down', async () => {
    await page.keyboard.press('j');
    // To the last that is there, once it is more than that: what is in sight has the next fetched.
    for (let last = 0; last < DEPTH; ) {
      const more = await page.waitForFunction((before) => {
        const count = document.querySelector('.view-head [role=status]')?.textContent ?? '';
        const index = Number(count.replace(/\D/g, '')) - 1;
        return index > before ? index : 0;
      }, last);
      last = await more.jsonValue();
      await page.keyboard.press('End');
      await page.waitForFunction((index) => {
        const at = Number(document.activeElement?.getAttribute('data-at'));
        return at >= index && document.querySelector('tr.row.empty') === null;
      }, last);
    }
  });
  await step('up again', async () => {
    await page.keyboard.press('Home');
    await row(0);
  });
  await step('of one state alone', async () => {
    await filters.getByLabel('State').selectOption('Accepted');
    await page.waitForURL('**/interactions?state=Accepted');
    await table.getByText('Accepted').nth(5).waitFor();
  });
  await step('of one visitor alone', async () => {
    await page.goto(new URL('/console/interactions?visitorId=heavy', page.url()).href);
    await row(10);
  });
  await step('one with its history', async () => {
    await table.locator('tr[data-at="3"]').click();
    const drawer = page.getByRole('complementary', { name: /^Interaction / });
    await drawer.getByRole('heading', { name: 'History' }).waitFor();
    await drawer.getByText('On screen').first().waitFor();
    await page.keyboard.press('Escape');
  });
  await step('a newer one announced', async () => {
    await page.goto(new URL('/console/interactions', page.url()).href);
    await row(0);
    await page.getByText('live', { exact: true }).waitFor();
    await table.hover();
    const { id } = await ask('POST', '/v1/interactions', { visitId: 'the newest' });
    assert.ok(id);
    await page.getByRole('button', { name: '1 newer' }).click();
    await table.getByText('the newest').waitFor();
  });
  return { page, said: tab.said, steps, mostDrawn };
}
