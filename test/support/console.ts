/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } from './chromium.js';
import { type Ask, createAsk, open, type Watched } from './pages.js';
import { type Served, serveHere } from './serve-here.js';

/** The key that may do everything. */
export const CONSOLE_KEY = 'an-admin-key-for-the-tests-of-the-console';

/** One service and one browser for all cases: a page costs half a second of the processor. */
export interface ConsoleStage {
  readonly browser: Browser;
  readonly service: Served;
  /** The data directory of the service. */
  readonly directory: string;
  readonly ask: Ask;
  /** Opens an address of the service, or of another one, in a context of its own. */
  visit(
    path: string,
    options?: Parameters<Browser['newContext']>[0],
    of?: Served,
  ): Promise<Watched>;
  /** A key that may do no more than is named; resolves with the key and its id. */
  keyFor(...scopes: readonly string[]): Promise<{ readonly id: string; readonly key: string }>;
  /** Makes an invitation that is on screen; resolves with the id of the interaction. */
  onScreen(): Promise<string>;
  /** Makes an interaction and decides against it, in words of the caller. */
  decidedAgainst(members: object, reason: string): Promise<string>;
}

/** What a stage needs of a test. */
export interface StageTest {
  teardown(close: () => unknown): void;
  fail(words: string): unknown;
  pass(words: string, extra: { readonly skip: string }): unknown;
}

/** Starts both; without a browser undefined, having said how to get one. */
export async function setConsoleStage(
  t: StageTest,
  start: (t: StageTest, env: Readonly<Record<string, string>>) => Promise<Served> = serveHere,
  env: Readonly<Record<string, string>> = {},
): Promise<ConsoleStage | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env.CI) t.fail(HOW_TO_GET_ONE);
    else t.pass('every case in a real browser', { skip: HOW_TO_GET_ONE });
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-console-'));
  const [browser, service] = await Promise.all([
    chromium.launch({ executablePath, args: LAUNCH_FLAGS, timeout: 180_000 }),
    start(t, { ADMIN_KEY: CONSOLE_KEY, DATA_DIR: folder, PORT: '0', STRATEGY: 'none', ...env }),
  ]);
  t.teardown(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = createAsk(service.address, CONSOLE_KEY);
  return {
    browser,
    service,
    directory: folder,
    ask,
    async visit(path, options = {}, of = service) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        reducedMotion: 'reduce',
        ...options,
      });
      context.setDefaultTimeout(60_000);
      return open(context, of.address + path);
    },
    keyFor: (...scopes) => ask('POST', '/v1/admin/api-keys', { name: scopes.join(' '), scopes }),
    onScreen: () => inviteOnScreen(ask, service.address),
    async decidedAgainst(members, reason) {
      const { id } = await ask('POST', '/v1/interactions', members);
      await ask('POST', `/v1/interactions/${id}/noengage`, { reason });
      return id;
    },
  };
}

/** An invitation that is on screen, as its page would say; resolves with the id of the interaction. */
export async function inviteOnScreen(ask: Ask, address: string): Promise<string> {
  const { visitId, token } = await ask<Record<'visitId' | 'token', string>>('POST', '/v1/visits');
  const { id } = await ask('POST', '/v1/interactions', { visitId });
  await ask('POST', `/v1/interactions/${id}/engage`, {});
  await createAsk(address, token)('POST', `/v1/interactions/${id}/displayed`, {});
  return id;
}

/** Types a key and presses Enter. */
export async function signInWith({ page }: Watched, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.keyboard.press('Enter');
}

/** Leads to another address of the console as its links do: nothing is loaded anew, and nothing compiled. */
export function leadTo(page: Page, path: string): Promise<void> {
  return page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/console/${path}`);
}
