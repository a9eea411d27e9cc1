/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** The small build: every page that is judged compiles it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: typeof import('axe-core');

/** What axe finds wrong on a page, or in a part of it, in words; serious things unless `only` says what. */
export async function seriousOf(
  page: Page | Frame,
  part?: string,
  only?: RunOptions['runOnly'],
): Promise<readonly string[]> {
  // Colours half way are nobody's to judge.
  await page.waitForFunction(() => {
    const roots = [document, document.querySelector('webengagement-widget')?.shadowRoot];
    return roots
      .flatMap((root) => root?.getAnimations() ?? [])
      .every(({ playState }) => playState === 'finished');
  });
  // Not as a script tag: the policy of the page is strict.
  if (await page.evaluate('!globalThis.axe')) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    ([part, runOnly]) =>
      axe.run(part ?? document, {
        resultTypes: ['violations'],
        preload: false,
        ...(runOnly && { runOnly }),
      }),
    [part, only] as const,
  );
  return violations
    .filter(({ impact }) => only || impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`);
}
