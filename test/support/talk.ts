/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { BrowserContext, Page } from 'playwright-core';
import { BEGUN } from './browser.js';
import type { Ask, Watched } from './pages.js';

/** The widget's global, as pages have it. */
interface Api {
  openChat(request?: object): Promise<{ id: string } | null>;
}
declare const WebEngagement: Api;

/** Nobody is lost on a machine with much to do. */
const PATIENT = {
  'agents.presenceTimeout': 600,
  'chat.visitorLostTime': 600,
  'chat.offerTime': 300,
};

/** Nobody is taken for lost while a test waits. */
export async function bePatient(ask: Ask): Promise<void> {
  for (const [name, value] of Object.entries(PATIENT))
    await ask('PUT', `/v1/admin/options/${name}`, { value });
}

/** What the site is told, over all pages of a tab, in its order. */
interface Heard {
  readonly all: (readonly [name: string, detail: object])[];
  /** The details of that many of one name, once they were told. */
  of(name: string, many?: number): Promise<readonly object[]>;
}

export async function listenTo(context: BrowserContext): Promise<Heard> {
  const all: (readonly [string, object])[] = [];
  const more = new EventEmitter();
  await context.exposeFunction('hear', (name: string, detail: object) => {
    all.push([name, detail]);
    more.emit('told');
  });
  await context.addInitScript(() => {
    const { hear } = window as unknown as { hear(name: string, detail: unknown): void };
    for (const name of ['chatstarted', 'chatmessage', 'chatended', 'handover', 'refused'])
      document.addEventListener(`webengagement:${name}`, (event) =>
        hear(name, (event as CustomEvent).detail),
      );
  });
  return {
    all,
    async of(name, many = 1) {
      const told = () => all.filter(([each]) => each === name).map(([, detail]) => detail);
      while (told().length < many) await once(more, 'told');
      return told();
    },
  };
}

/** What is on screen of the conversation, in order. */
export const linesOf = ({ page }: Watched): Promise<string[]> =>
  page.locator('webengagement-widget .said p').allInnerTexts();

export async function write({ page }: Watched, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

export const openChat = ({ page }: Watched, request?: object): Promise<{ id: string } | null> =>
  page.evaluate((given) => WebEngagement.openChat(given), request);

export async function openChatOf(tab: Watched, request?: object): Promise<string> {
  await tab.page.evaluate(BEGUN);
  const chat = await openChat(tab, request);
  assert.ok(chat);
  return chat.id;
}

/** Where the card is, within the window. */
export const boxOf = (page: Page) =>
  page.locator('webengagement-widget section').evaluate((card) => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return { left, right, top, bottom, width: innerWidth, height: innerHeight };
  });
