/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { Test } from 'tap';

export const MARKUP = '<img src=x onerror="document.title=\'run\'"><b>bold</b>';
/** Of the clocks the one that can be set to a day: no test is so slow that it runs out. */
export const OPTION = 'engagement.abandonedTime';
export const PATIENCE = `/v1/admin/options/${OPTION}`;
/** A day, and a second less, in seconds. */
export const LONG = '86400';
export const SHORTER = '86399';

/** What the operator of the test gets wrong: said at its place, and by the browser. */
const REFUSED =
  /^error: Failed to load resource: .* 4\d\d |^4\d\d .*(?:dryRun=true|webhook-endpoints|engagement-logic|check=true)$/;

/** What a page complained of, apart from what was to be refused. */
export const complaintsOf = (said: readonly string[]): readonly string[] =>
  said.filter((each) => !REFUSED.test(each));

/** Until the page says what was done. */
export const told = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByRole('status', { name: 'Results' }).getByText(words).waitFor();

/** What callers wrote is on the page, and is nothing but text. */
export async function isText(t: Test, page: Page, where: string): Promise<void> {
  t.notMatch(await page.title(), /run/, `nothing has run: ${where}`);
  t.equal(await page.locator('b, img:not([src="/favicon.svg"])').count(), 0, where);
}
