/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } from './chromium.js';
import { type Ask, createAsk, type Interaction, type Site, startSite, until } from './pages.js';
import { type Serving, serve } from './process.js';
import { type Served, serveHere } from './serve-here.js';

export const KEY = 'an-admin-key-for-the-browser-tests';
/** The longest that an invitation may take: machines that run tests may be slow. */
const PATIENCE = '/v1/admin/options/wmsg.connector.engagementExpirationTime';
const KEYS = '/v1/admin/publishable-keys';
/** The tests are the strategy. */
const ENV = { ADMIN_KEY: KEY, STRATEGY: 'none' };

/** Painted without a graphics card: no larger than the pages of the tests need. */
const VIEW = { width: 800, height: 600 };

/** Pages are kept for going back to, as for visitors. */
const KEPT_PAGES = ['--disable-back-forward-cache'];

/** A real browser, a real service, and a site on an origin of its own that carries the widget. */
export interface Stage {
  readonly service: Served;
  readonly site: Site;
  /** The publishable key of the site. */
  readonly key: string;
  /** An operator's hands on the service. */
  readonly ask: Ask;
  /** Another publishable key. */
  keyFor(origins: readonly string[]): Promise<string>;
  noengage(id: string): Promise<Interaction>;
  read(id: string): Promise<Interaction>;
  engage(id: string, body?: object): Promise<Interaction>;
  inState(id: string, state: string): Promise<Interaction>;
  /** Until the service knows that the invitation is on screen. */
  displayed(id: string): Promise<Interaction>;
  /** Another service, which may be killed; a second one on the same port finds its data again. */
  serveApart(t: Test, port?: string): Promise<Apart>;
  /** A case in a browser of its own: no storage, no tab in common. */
  test(
    name: string,
    run: (t: Test, context: BrowserContext) => Promise<void>,
    options?: Parameters<Awaited<ReturnType<typeof chromium.launch>>['newContext']>[0],
  ): void;
}

export interface Apart extends Serving {
  readonly ask: Ask;
  latest(): Promise<Interaction>;
  until(id: string, isSo: (interaction: Interaction) => boolean): Promise<Interaction>;
}

/** Launches everything once; without such a browser undefined, having said how to get one. */
export async function setStage(t: Test, isWhole = false): Promise<Stage | undefined> {
  const executablePath = findChromium(isWhole);
  if (executablePath === undefined) {
    // Where everything is installed for the tests, a missing browser is a fault.
    if (process.env.CI) t.fail(HOW_TO_GET_ONE);
    else t.pass('every case in a real browser', { skip: HOW_TO_GET_ONE });
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-browser-'));
  const [browser, service] = await Promise.all([
    chromium.launch({
      executablePath,
      args: LAUNCH_FLAGS,
      ignoreDefaultArgs: KEPT_PAGES,
      timeout: 180_000,
    }),
    serveHere(t, { ...ENV, DATA_DIR: join(folder, 'main') }),
  ]);
  const ask = createAsk(service.address, KEY);
  let key = '';
  const site = await startSite(service.address, (path) => {
    if (path.includes('bare')) return '';
    const seconds = path.includes('brief') ? ' data-display-seconds="1"' : '';
    const given = path.includes('stranger') ? 'pk_of-nobody' : key;
    const button = path.includes('button') ? ' data-chat-button="available"' : '';
    return `<script src="${service.address}/widget.js" data-key="${given}"${seconds}${button} async></script>`;
  });
  await ask('PUT', PATIENCE, { value: '60' });
  const body = { name: 'site', origins: [site.origin] };
  key = (await ask<{ key: string }>('POST', KEYS, body)).key;
  t.teardown(async () => {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Most of the time a page waits for something: several cases wait at once.
  t.jobs = 4;

  const follow = (id: string, isSo: (interaction: Interaction) => boolean) =>
    until(service.address, KEY, id, isSo);
  return {
    service,
    site,
    key,
    ask,
    keyFor: async (origins) =>
      (await ask<{ key: string }>('POST', KEYS, { name: 'site', origins })).key,
    noengage: (id) => ask('POST', `/v1/interactions/${id}/noengage`, {}),
    read: (id) => ask('GET', `/v1/interactions/${id}`),
    engage: (id, given = {}) => ask('POST', `/v1/interactions/${id}/engage`, given),
    inState: (id, state) => follow(id, (interaction) => interaction.state === state),
    displayed: (id) => follow(id, ({ displayedAt }) => displayedAt !== null),
    async serveApart(within, port = '0') {
      const settings = { ...ENV, DATA_DIR: join(folder, 'apart'), PORT: port };
      const apart = await serve(within, settings);
      const own = createAsk(apart.address, KEY);
      await own('PUT', PATIENCE, { value: '60' });
      return {
        ...apart,
        ask: own,
        async latest() {
          const list = await own<{ items: Interaction[] }>('GET', '/v1/admin/interactions');
          assert.ok(list.items[0]);
          return list.items[0];
        },
        until: (id, isSo) => until(apart.address, KEY, id, isSo),
      };
    },
    test(name, run, options = {}) {
      t.test(name, { buffered: true }, async (t) => {
        const context = await browser.newContext({ viewport: VIEW, ...options });
        context.setDefaultTimeout(60_000);
        try {
          await run(t, context);
        } finally {
          await context.close();
        }
      });
    },
  };
}

/** The role or the words of what has the focus, also inside the widget. */
export function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('role') ?? active?.textContent ?? '';
  });
}

/** On a page: the visit, once the widget knows whether it has one. */
export const BEGUN = `new Promise((done) => {
  const look = () => globalThis.WebEngagement ? done(WebEngagement.visit()) : requestAnimationFrame(look);
  look();
})`;
