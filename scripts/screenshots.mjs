// Takes the pictures of docs/images in a real browser, on a service of its own.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { compileTests, root, setup } from './setup.mjs';

await setup();
await compileTests();
const { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } = await import(
  '../.out/test/support/chromium.js'
);
const executablePath = findChromium();
if (!executablePath) throw new Error(HOW_TO_GET_ONE);

/** Only pictures whose name has this: `npm run screenshots -- console`. */
const only = process.argv[2] ?? '';
const IMAGES = join(root, 'docs', 'images');
const WIDE = { width: 1440, height: 900 };
const ADMIN_KEY = 'an-admin-key-for-the-pictures-alone';
/** Smaller: there are many of them. */
const MIDDLE = { width: 1120, height: 630 };
/** Views of the console: a name, the address, and what stands there once everything does. */
const VIEWS = [
  ['interactions', 'interactions', 'Columns'],
  ['chats', 'chats', 'Columns'],
  ['reports', 'reports?range=24h', 'Over time'],
  ['options', 'options/wmsg.connector.engagementExpirationTime', 'in force'],
  ['rules', 'rules', 'What changed'],
  ['webhooks', 'webhooks?tab=deliveries', 'retrying'],
  ['objects', 'objects/interaction-queues', 'Webengagement_Missed'],
  ['agents', 'agents', 'Ada'],
  ['keys', 'keys', 'New API key'],
  ['audit', 'audit?action=interaction.cleaned', 'interaction.cleaned'],
];

/** Who they are, what they look at, and what they say; the last of all rings. */
const VISITORS = [
  ['Ada', 'ada', 'Checkout', ['Hello, the second lamp of my order has not come yet.']],
  ['Grace', 'grace', 'Prices', ['What does the Globe cost with the bulb?', 'Hello?']],
  ['محمد', 'mohammed', 'Prices', ['مرحبا، هل يمكنك مساعدتي في اختيار مصباح؟']],
  ['Margaret', 'margaret', 'Cart', []],
  ['Linus', 'linus', 'Checkout', []],
];

const folder = mkdtempSync(join(tmpdir(), 'webengagement-pictures-'));
mkdirSync(IMAGES, { recursive: true });

const start = (command, rest, env) =>
  spawn(process.execPath, [join(root, 'dist', 'main.js'), command, ...rest], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', ADMIN_KEY, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const service = start('serve', [], { STRATEGY: 'none' });
/** With a day behind it. */
const busy = start('demo', ['--interactions', '4000'], { DATA_DIR: 'demo' });
const browser = await chromium.launch({ executablePath, args: LAUNCH_FLAGS });
try {
  const address = await listening(service);
  await picture(address, 'playground-light', { viewport: WIDE }, toInvitation);
  await picture(address, 'playground-dark', { viewport: WIDE, colorScheme: 'dark' }, toForm);
  const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
  await picture(address, 'playground-narrow', phone, toInvitation);
  await picture(
    address,
    'widget-chat',
    { ...phone, viewport: { width: 360, height: 480 } },
    toChat(address),
  );
  await picture(address, 'desk-light', { viewport: WIDE }, toDesk(5), '/desk');
  await picture(address, 'desk-narrow', { ...phone, colorScheme: 'dark' }, toDesk(1), '/desk');
  const wall = await listening(busy);
  const dark = { colorScheme: 'dark' };
  await picture(wall, 'console-light', { viewport: WIDE }, toOverview, '/console');
  await picture(wall, 'console-narrow', { ...phone, ...dark }, toOverview, '/console');
  const accepted = '/console/interactions?state=Accepted';
  await picture(wall, 'console-dark', { viewport: WIDE, ...dark }, toInteraction, accepted);
  if ('console-views'.includes(only)) await furnish(wall);
  for (const [name, path, words] of VIEWS) {
    const options = { viewport: MIDDLE };
    await picture(wall, `console-views-${name}`, options, toView(words), `/console/${path}`, true);
  }
} finally {
  await browser.close();
  service.kill();
  busy.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg === 'listening') return address;
  }
  throw new Error('the service has ended');
}

async function picture(address, name, options, story, path = '/playground', isSmall = false) {
  if (!name.includes(only)) return;
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(address + path);
  await story(page, address);
  // As it is where the service listens on its usual port.
  await page.evaluate(() => {
    for (const code of document.querySelectorAll('code'))
      code.textContent = code.textContent.replace(location.host, '127.0.0.1:8080');
  });
  await page.mouse.move(0, 0);
  const shown = name === 'widget-chat' ? page.getByRole('dialog') : page;
  const file = `${name}.${isSmall ? 'webp' : 'png'}`;
  const taken = await shown.screenshot();
  writeFileSync(join(IMAGES, file), isSmall ? await smaller(taken) : taken);
  await context.close();
  console.log(`docs/images/${file}`);
}

/** The same picture as WebP, at half the size: the browser has an encoder. */
async function smaller(png) {
  const page = await browser.newPage();
  const url = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      canvas.getContext('2d').drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.75 });
      return new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.readAsDataURL(blob);
      });
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await page.close();
  return Buffer.from(url.split(',')[1], 'base64');
}

function press(page, name) {
  return page.getByRole('button', { name, exact: true }).click();
}

async function toInvitation(page) {
  await press(page, 'Offer help on this page');
  await press(page, 'Engage for a chat');
  await page.getByRole('dialog').waitFor();
  await page.getByText('On screen. The visitor answers.').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
}

async function toForm(page) {
  await toInvitation(page);
  await press(page, 'Chat now');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByText('The visitor said yes. The form is open.').waitFor();
  await page.getByText(/ left$/).waitFor();
}

/** An agent answers; the picture is of the card alone. */
function toChat(address) {
  return async (page) => {
    const ask = async (key, path, body = {}) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await fetch(address + path, sent)).json();
    };
    const groups = ['Web Engagement Chat'];
    const agent = { name: 'grace', displayName: 'Grace', groups };
    const { key } = await ask(ADMIN_KEY, '/v1/admin/agents', agent);
    await ask(key, '/v1/agent/login');
    const ringing = new AbortController();
    const { body } = await fetch(`${address}/v1/agent/stream`, {
      headers: { authorization: `Bearer ${key}` },
      signal: ringing.signal,
    });
    await ask(key, '/v1/agent/ready');
    await page.waitForFunction(() => globalThis.WebEngagement?.visit());
    const { id } = await page.evaluate(() => WebEngagement.openChat());
    for await (const chunk of body.pipeThrough(new TextDecoderStream()))
      if (chunk.includes('event: offer')) break;
    await ask(key, `/v1/agent/chats/${id}/accept`);
    const say = (text, clientId) => ask(key, `/v1/agent/chats/${id}/messages`, { text, clientId });
    const write = async (text) => {
      await page.getByLabel('Your message').fill(text);
      await page.keyboard.press('Enter');
      await page.getByText(text).waitFor();
      await page
        .getByText(/^Sent /)
        .last()
        .waitFor();
    };
    await write('Does the brass lamp come with a dimmer?');
    await say('It does: turn the foot of it. Shall I show you where?', 'one');
    await page.getByText('Shall I show you where?').waitFor();
    await write('Please!');
    await ask(key, `/v1/agent/chats/${id}/typing`);
    await page.getByText('Grace is writing …').waitFor();
    // What comes next is for somebody else.
    await ask(key, '/v1/agent/not-ready');
  };
}
async function signIn(page) {
  await page.getByLabel('API key').fill(ADMIN_KEY);
  await page.keyboard.press('Enter');
}

/** The page on the wall, some visits later. */
async function toOverview(page) {
  await signIn(page);
  await page.getByRole('link', { name: /^Rejected \+/ }).waitFor({ timeout: 300_000 });
}

/** Somebody to be told who is not there, and rules. */
async function furnish(address) {
  const endpoint = { url: 'https://crm.invalid/hook', eventTypes: ['*'], description: 'The CRM' };
  await createAsk(address, ADMIN_KEY)('/v1/admin/webhook-endpoints', endpoint);
  const rules = [
    { name: 'Prices', when: { category: ['PlayGround-Prices'] }, result: { decision: 'engage' } },
  ];
  const path = '/v1/admin/strategies/engagement-logic';
  await createAsk(address, ADMIN_KEY, 'PUT')(path, { rules });
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  // The list shows what there is as it is opened: somebody must have been tried by then.
  for (let items = []; items.length === 0; await setTimeout(200))
    ({ items } = await (
      await fetch(`${address}/v1/admin/deliveries?status=retrying`, { headers })
    ).json());
}

function toView(words) {
  return async (page) => {
    await signIn(page);
    const main = page.getByRole('main');
    const shown = main.getByText(words).filter({ visible: true }).first();
    await shown.waitFor({ timeout: 300_000 });
    await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
  };
}

async function toInteraction(page) {
  await signIn(page);
  await page.locator('tr.row').nth(2).click();
  await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
}

/** An agent among visitors, the last of whom rings when there are all. */
function toDesk(most) {
  return async (page, address) => {
    const ask = createAsk(address, ADMIN_KEY);
    const name = `ann-${most}`;
    const agent = { name, displayName: 'Ann Becker', capacity: 6 };
    await page.getByLabel('Your key').fill((await ask('/v1/admin/agents', agent)).key);
    await page.keyboard.press('Enter');
    await press(page, 'Ready');
    const visitors = [];
    for (const [name, account, category] of VISITORS.slice(0, most)) {
      visitors.push(await invited(address, ask, { name, account, category }));
      const take = page.getByRole('button', { name: `Take ${name}` });
      await take.waitFor();
      if (visitors.length === VISITORS.length) break;
      await take.click();
      await page.getByLabel(`Message to ${name}`).waitFor();
    }
    if (most > 1) await page.locator('.item').first().click();
    for (const [index, [, , , says]] of VISITORS.slice(0, most).entries())
      for (const text of says) await visitors[index]('messages', { text });
    const field = page.getByLabel('Message to Ada');
    await field.fill('Hello Ada, I am Ann. Let me look at your order.');
    await field.press('Enter');
    await page.getByText(/sent$/).waitFor();
    await visitors[0]('messages', { text: 'Thank you! It is number 0815.' });
    await page.getByRole('region', { name: 'Messages' }).getByText('0815').waitFor();
    await field.fill('It left our house yesterday');
    await visitors[0]('typing');
    await page.getByText('Ada writes …').waitFor();
  };
}

function createAsk(address, token, method = 'POST') {
  return async (path, body = {}) => {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
}

/** Somebody who has accepted an invitation to a chat; resolves with what they do in it. */
async function invited(address, ask, { name, account, category }) {
  const pageUrl = `https://shop.example/${category.toLowerCase()}`;
  const { visitId, token } = await ask('/v1/visits');
  const { id } = await ask('/v1/interactions', { visitId, category, pageUrl });
  await ask(`/v1/interactions/${id}/engage`, { channel: 'proactiveChat' });
  const own = createAsk(address, token);
  await own(`/v1/interactions/${id}/disposition`, { code: 'acceptCall' });
  const fields = { FirstName: name, EmailAddress: `${account}@example.com` };
  const { chatId } = await own(`/v1/interactions/${id}/registration-form`, { fields });
  return (what, body) => own(`/v1/chats/${chatId}/${what}`, body);
}
