/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import t from 'tap';
import { PROBLEM_CODES } from '#src/domain/problems.js';
import { seriousOf } from './support/axe.js';
import { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } from './support/chromium.js';
import { serveHere } from './support/serve-here.js';

const FILES = ['docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `/${folder}/${file}`.replace(/(\/README)?\.md$/, '')),
);

const folder = mkdtempSync(join(tmpdir(), 'webengagement-guides-'));
const executablePath = findChromium();
// Before the first test: the file ends with its last one, however long a browser takes to start.
const [service, browser] = await Promise.all([
  serveHere(t, { DATA_DIR: folder }),
  executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: LAUNCH_FLAGS, timeout: 180_000 }),
]);
t.teardown(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function read(path: string): Promise<string> {
  const response = await fetch(service.address + path);
  assert.equal(response.status, 200, path);
  return response.text();
}

t.test(
  'every page of the documentation is served, and every link on it leads somewhere',
  async (t) => {
    const pages = new Map<string, string>();
    for (const path of ['/docs', '/docs/start', '/docs/security', '/docs/changes', ...FILES])
      pages.set(path, await read(path));
    const broken: string[] = [];
    const elsewhere = new Set<string>();
    for (const [path, html] of pages)
      for (const [, href = ''] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
        if (/^https?:/.test(href)) continue;
        const { pathname, hash } = new URL(href, service.address + path);
        const target = pages.get(pathname);
        if (hash && target !== undefined && !target.includes(` id="${hash.slice(1)}"`))
          broken.push(`${path}: ${href}`);
        if (target === undefined) elsewhere.add(pathname);
      }
    for (const path of elsewhere)
      if ((await fetch(service.address + path, { method: 'HEAD' })).status !== 200)
        broken.push(path);
    t.strictSame(broken, []);
    t.ok(pages.size > 30);
  },
);

t.test('the type of a problem is the address of what the guides say of it', async (t) => {
  const response = await fetch(`${service.address}/v1/interactions/x`);
  const { type } = (await response.json()) as { type: string };
  t.equal(type, `${service.address}/docs/errors#unauthenticated`);
  const page = await read('/docs/errors');
  for (const code of PROBLEM_CODES) t.ok(page.includes(` id="${code}"`), code);
});

if (browser === undefined) {
  if (process.env.CI) t.fail(HOW_TO_GET_ONE);
  else t.pass('the guides in a real browser', { skip: HOW_TO_GET_ONE });
} else play(browser);

function play(browser: Browser): void {
  /** Opens a page that must not complain, ask anybody else, or be in the way of anybody. */
  async function open(path: string, options: object): Promise<Page> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(service.address))
        complaints.push(request.url());
    });
    await page.goto(service.address + path, { waitUntil: 'load' });
    if (path.endsWith('reference')) await page.locator('.opblock').first().waitFor();
    assert.deepEqual(complaints, [], path);
    return page;
  }

  t.test('the guides can be read by everybody, in the light and in the dark', async (t) => {
    for (const path of ['/docs', '/docs/lifecycle']) {
      const page = await open(path, { viewport: { width: 360, height: 740 } });
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      t.notOk(isWide, `${path} fits a phone`);
      t.strictSame(await seriousOf(page, undefined, ['wcag2a', 'wcag2aa', 'wcag21aa']), [], path);
      await page.emulateMedia({ colorScheme: 'dark' });
      const contrast = { type: 'rule' as const, values: ['color-contrast'] };
      t.strictSame(await seriousOf(page, undefined, contrast), [], `${path}, dark`);
      await page.close();
    }
  });

  t.test('the reference shows the operations, and complains of nothing', async (t) => {
    const page = await open('/docs/reference', {});
    t.match(await page.title(), 'Reference · webengagement');
    t.equal(await page.locator('.topbar').count(), 0);
    await page.close();
  });

  t.test('the search finds an option by a word of its name, with the keyboard alone', async (t) => {
    const page = await open('/docs', {});
    await page.keyboard.press('/');
    await page.keyboard.type('expiration');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/docs\/.+/);
    t.match(await page.locator('main').textContent(), /engagementExpirationTime/);
    await page.goBack();
    await page.getByRole('combobox').fill('engagementExpirationTime');
    await page.getByRole('option').first().getByText('Times · Options').waitFor();
    const found = await page.getByRole('listbox').textContent();
    t.match(found, /wmsg\.connector\.engagementExpirationTime/, 'names are whole');
    await page.getByRole('combobox').fill('xyzzyplugh');
    await page.getByText('Nothing about “xyzzyplugh”').waitFor();
    await page.close();
  });
}
