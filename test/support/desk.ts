/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } from './chromium.js';
import { type Ask, createAsk, open, type Watched } from './pages.js';
import { serve } from './process.js';
import { type Served, serveHere } from './serve-here.js';

const KEY = 'an-admin-key-for-the-tests-of-the-desk';

/** What is read of a chat. */
export interface DeskChat {
  readonly id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly agent: string | null;
}

interface Message {
  readonly sequence: number;
  readonly from: string;
  readonly text: string;
}

/** Somebody who chats, without a page. */
export interface Visitor {
  readonly chatId: string;
  say(text: string, clientId?: string): Promise<void>;
  type(): Promise<void>;
  leave(): Promise<void>;
  messages(): Promise<readonly Message[]>;
}

/** A service with agents and visitors. */
export interface House extends Served {
  readonly ask: Ask;
  set(option: string, value: string): Promise<void>;
  /** Makes an agent; resolves with the key. */
  agent(name: string, members?: object): Promise<string>;
  /** Asks for a chat: the visitor begins it, and sends `visitorData` along. */
  visitor(visitorData?: object, visit?: object): Promise<Visitor>;
  /** The same of an accepted invitation, whose form has `fields`. */
  invited(fields: object, interaction?: object): Promise<Visitor>;
  chat(id: string): Promise<DeskChat>;
}

/** One whose service runs in a process of its own. */
export interface MortalHouse extends House {
  /** Kills the service without a word. */
  kill(): Promise<void>;
  /** Starts it again where it was, on its data. */
  restart(): Promise<House>;
}

/** Adds a case with a house and a browser context of its own. */
type InHouse<H extends House> = (
  name: string,
  run: (t: Test, house: H, context: BrowserContext) => Promise<void>,
  options?: Parameters<Browser['newContext']>[0],
) => void;

/** A real browser. */
export interface DeskStage {
  readonly browser: Browser;
  readonly test: InHouse<House>;
  readonly testMortal: InHouse<MortalHouse>;
}

const VIEW = { width: 1200, height: 720 };

/** Launches the browser once; without one undefined, having said how to get it. */
export async function setDeskStage(t: Test): Promise<DeskStage | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env.CI) t.fail(HOW_TO_GET_ONE);
    else t.pass('every case in a real browser', { skip: HOW_TO_GET_ONE });
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-desk-'));
  const browser = await chromium.launch({ executablePath, args: LAUNCH_FLAGS, timeout: 180_000 });
  t.teardown(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  t.jobs = 3;
  let houses = 0;

  async function buildMortal(within: Test, folder: string, port = '0'): Promise<MortalHouse> {
    const serving = await serve(within, { ...settingsIn(folder), PORT: port });
    return {
      ...furnish(serving),
      kill: async () => void (await serving.end('SIGKILL')),
      restart: () => buildMortal(within, folder, new URL(serving.address).port),
    };
  }
  const build = async (within: Test, folder: string): Promise<House> =>
    furnish(await serveHere(within, settingsIn(folder)));

  const inHouses =
    <H extends House>(build: (within: Test, folder: string) => Promise<H>): InHouse<H> =>
    (name, run, options = {}) => {
      houses += 1;
      const own = join(folder, `house-${houses}`);
      t.test(name, { buffered: true }, async (t) => {
        const [context, built] = await Promise.all([
          browser.newContext({ viewport: VIEW, ...options }),
          build(t, own),
        ]);
        context.setDefaultTimeout(60_000);
        try {
          await run(t, built, context);
        } finally {
          await context.close();
        }
      });
    };
  return { browser, test: inHouses(build), testMortal: inHouses(buildMortal) };
}

const settingsIn = (folder: string) => ({ ADMIN_KEY: KEY, DATA_DIR: folder });

function furnish({ address }: Served): House {
  const ask = createAsk(address, KEY);
  let visits = 0;

  function visitorOf(chatId: string, token: string): Visitor {
    const own = createAsk(address, token);
    const path = `/v1/chats/${chatId}`;
    return {
      chatId,
      say: async (text, clientId) =>
        void (await own('POST', `${path}/messages`, { text, ...(clientId && { clientId }) })),
      type: async () => void (await own('POST', `${path}/typing`, {})),
      leave: async () => void (await own('POST', `${path}/leave`, {})),
      messages: async () =>
        (await own<{ items: readonly Message[] }>('GET', `${path}/messages`)).items,
    };
  }
  async function visit(members: object): Promise<{ visitId: string; token: string }> {
    visits += 1;
    return ask('POST', '/v1/visits', { visitId: `visit-${visits}`, ...members });
  }

  return {
    address,
    ask,
    set: async (option, value) => void (await ask('PUT', `/v1/admin/options/${option}`, { value })),
    agent: async (name, members = {}) =>
      (await ask<{ key: string }>('POST', '/v1/admin/agents', { name, ...members })).key,
    async visitor(userData = {}, members = {}) {
      const { token } = await visit(members);
      const { id } = await createAsk(address, token)<{ id: string }>('POST', '/v1/chats', {
        userData,
      });
      return visitorOf(id, token);
    },
    async invited(fields, interaction = {}) {
      const { visitId, token } = await visit({});
      const { id } = await ask('POST', '/v1/interactions', { visitId, ...interaction });
      const path = `/v1/interactions/${id}`;
      await ask('POST', `${path}/engage`, { channel: 'proactiveChat' });
      const own = createAsk(address, token);
      await own('POST', `${path}/disposition`, { code: 'acceptCall' });
      const { chatId } = await own<{ chatId: string }>('POST', `${path}/registration-form`, {
        fields,
      });
      return visitorOf(chatId, token);
    },
    chat: (id) => ask<DeskChat>('GET', `/v1/admin/chats/${id}`),
  };
}

/** Opens the desk and signs in by keyboard. */
export async function signIn(
  context: BrowserContext,
  { address }: House,
  key: string,
): Promise<Watched> {
  const tab = await open(context, `${address}/desk`);
  await enterKey(tab, key);
  await stands(tab.page, 'Not ready');
  return tab;
}

/** Types the key, and waits until the page is told what happens. */
export async function enterKey({ page }: Watched, key: string): Promise<void> {
  const streaming = page.waitForResponse(/\/v1\/agent\/stream$/);
  await page.getByLabel('Your key').fill(key);
  await page.keyboard.press('Enter');
  await streaming;
}

/** Until the page says where the agent stands. */
export function stands(page: Page, words: string): Promise<void> {
  return page
    .getByRole('status', { name: 'Where you stand' })
    .getByText(words, { exact: true })
    .waitFor();
}

/** Signs in, and is ready. */
export async function beReady(
  context: BrowserContext,
  house: House,
  key: string,
): Promise<Watched> {
  const tab = await signIn(context, house, key);
  await tab.button('Ready').click();
  await stands(tab.page, 'Ready');
  return tab;
}
