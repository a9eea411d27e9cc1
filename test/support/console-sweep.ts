/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { seriousOf } from './axe.js';
import { inviteOnScreen, leadTo } from './console.js';
import type { Ask } from './pages.js';

/** A page of the console, or something that is opened on it. */
export interface Stop {
  readonly path: string;
  /** What stands there once it knows everything. */
  readonly words: string | RegExp;
  /** Opens what is looked at, and resolves once it is there. */
  open?(page: Page): Promise<unknown>;
}

/** How wide the page is, and how it is lit. */
export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

export const LOOKS: readonly Look[] = [1440, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const HEIGHT = 900;

const dialog = (page: Page): Promise<void> => page.getByRole('dialog').last().waitFor();
/** Presses a button, which opens a dialog. */
const opens = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await dialog(page);
};
const presses = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys);
  await dialog(page);
};
const unfolds = (words: string) => (page: Page) =>
  page.locator('summary', { hasText: words }).first().click();

/** What there is also where nothing has happened yet. */
const ALWAYS: readonly Stop[] = [
  { path: 'nodes', words: 'Machine' },
  { path: 'options', words: 'What it does' },
  { path: 'rules', words: 'History' },
  { path: 'rules/chat-routing', words: 'as shipped' },
  { path: 'strategies/new-one', words: 'It is new' },
  { path: 'objects/interaction-queues', words: 'Webengagement_Missed' },
  { path: 'objects/interaction-queues/Webengagement_Missed', words: 'Properties' },
  { path: 'objects/provisioning', words: /^It would / },
  { path: 'reports/queues', words: 'Webengagement_Qualified' },
  { path: 'keys?tab=sessions', words: 'Signed in for' },
  { path: 'audit', words: 'session.created' },
  { path: 'nowhere', words: 'There is no such page' },
  { path: 'interactions?visitId=of+nobody', words: 'None is like that' },
  { path: 'nodes', words: 'Machine', open: presses('?') },
  { path: 'nodes', words: 'Machine', open: presses('Control+k') },
  { path: 'webhooks', words: 'Endpoints', open: opens('New endpoint') },
  { path: 'keys', words: 'Name', open: opens(/^New API key/) },
  { path: 'agents', words: 'Agents', open: opens('New agent') },
  { path: 'objects/interaction-queues', words: 'Name', open: opens('New queue') },
];

/** All pages of a service in which nothing has happened. */
export const EMPTY: readonly Stop[] = [
  { path: '', words: 'No interactions yet' },
  { path: 'interactions', words: 'No interactions yet' },
  { path: 'chats', words: 'No chats yet' },
  { path: 'agents', words: 'No agents yet' },
  { path: 'strategies', words: 'No strategy was pushed yet' },
  { path: 'reports', words: 'Nothing came in this time' },
  { path: 'reports/agents', words: 'No agents yet' },
  { path: 'webhooks', words: 'Nobody is told yet' },
  { path: 'webhooks?tab=deliveries', words: 'Nothing was sent yet' },
  { path: 'webhooks?tab=events', words: 'Nobody is told yet' },
  { path: 'keys?tab=publishable', words: 'Publishable keys' },
  { path: 'keys?tab=strategy', words: 'Keys' },
  ...ALWAYS,
];

/** All pages of a service with a day behind it, one of each kind of thing opened. */
export async function fullStops(ask: Ask, address: string): Promise<readonly Stop[]> {
  type Item = Readonly<Record<'id' | 'name', string>>;
  const first = async (path: string): Promise<Item> => {
    const { items } = await ask<{ items: readonly Item[] }>('GET', `/v1/admin/${path}`);
    const [item] = items;
    if (item === undefined) throw new Error(`there is nothing of ${path}`);
    return item;
  };
  const [accepted, chat, endpoint, delivery, agent, key] = await Promise.all(
    [
      'interactions?state=Accepted',
      'chats',
      'webhook-endpoints',
      'deliveries?status=failed',
      'agents',
      'api-keys',
    ].map(first),
  );
  const live = await inviteOnScreen(ask, address);
  const option = 'options/wmsg.connector.engagementExpirationTime';
  const ofDelivery = `webhooks/${delivery?.id}?tab=deliveries`;
  return [
    { path: '', words: 'Where visitors were lost' },
    { path: 'interactions', words: 'Columns' },
    { path: 'interactions', words: 'Columns', open: unfolds('Columns') },
    { path: 'interactions', words: 'Columns', open: unfolds('More filters') },
    { path: `interactions/${accepted?.id}`, words: 'Deliveries' },
    { path: `interactions/${live}`, words: 'Deliveries', open: opens('Clean') },
    { path: 'interactions', words: 'Columns', open: opens('Act on all …') },
    { path: 'chats', words: 'Columns' },
    { path: `chats/${chat?.id}`, words: 'What it is' },
    { path: 'reports?range=24h', words: 'In numbers' },
    { path: 'reports?range=24h&by=category', words: 'In numbers' },
    { path: 'reports/agents', words: 'Handled' },
    { path: option, words: 'in force' },
    { path: option, words: 'in force', open: opens(/^Roll back to/) },
    { path: 'webhooks', words: 'Average' },
    { path: `webhooks/${endpoint?.id}`, words: 'Answered 2xx' },
    { path: 'webhooks?tab=deliveries', words: 'Last answer' },
    { path: ofDelivery, words: 'webhook-id' },
    { path: ofDelivery, words: 'webhook-id', open: opens('Resend') },
    { path: 'webhooks?tab=events&show=all', words: 'Delivered' },
    { path: `agents/${agent?.name}`, words: 'What they are' },
    { path: 'keys', words: 'Begins with' },
    { path: `keys/${key?.id}`, words: 'What was done to it' },
    ...ALWAYS,
  ];
}

/** Leads to a stop and looks at it in each of some ways; resolves with what axe has to say. */
export async function complaintsAt(
  page: Page,
  { path, words, open }: Stop,
  looks: readonly Look[],
): Promise<readonly string[]> {
  // Narrow pages do not show every column that there is to wait for.
  await page.setViewportSize({
    width: Math.max(...looks.map(({ width }) => width)),
    height: HEIGHT,
  });
  await leadTo(page, path);
  const shown = page.getByRole('main').getByText(words).filter({ visible: true });
  await shown.first().waitFor();
  await open?.(page);
  const complaints: string[] = [];
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme });
    for (const complaint of await seriousOf(page))
      complaints.push(`/${path} ${width} px, ${colorScheme}: ${complaint}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) complaints.push(`/${path}: ${wide} px wide in ${width} px`);
  }
  // Whatever is open closes with Esc: first a dialog, then what is below it.
  if (open) await page.keyboard.press('Escape');
  return complaints;
}
