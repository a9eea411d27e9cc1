// Has axe judge every page, drawer and dialog of the console, in a real browser: with a day behind it,
// with nothing in it, and cut off; wide and narrow, light and dark. The tests do so once, wide.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { compileTests, root, setup } from './setup.mjs';

await setup();
await compileTests();
const support = '../.out/test/support';
const { findChromium, HOW_TO_GET_ONE, LAUNCH_FLAGS } = await import(`${support}/chromium.js`);
const { complaintsAt, EMPTY, fullStops, LOOKS } = await import(`${support}/console-sweep.js`);
const { CONSOLE_KEY, leadTo, signInWith } = await import(`${support}/console.js`);
const { createAsk } = await import(`${support}/pages.js`);
const executablePath = findChromium();
if (!executablePath) throw new Error(HOW_TO_GET_ONE);

const folder = mkdtempSync(join(tmpdir(), 'webengagement-sweep-'));
const start = (command, ...rest) =>
  spawn(process.execPath, [join(root, 'dist', 'main.js'), command, ...rest], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', ADMIN_KEY: CONSOLE_KEY, DATA_DIR: command },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const services = [start('serve'), start('demo', '--interactions', '2000')];
const browser = await chromium.launch({ executablePath, args: LAUNCH_FLAGS });
const complaints = [];
try {
  const [empty, full] = await Promise.all(services.map(listening));
  await sweep(empty, EMPTY);
  const ask = createAsk(full, CONSOLE_KEY);
  await furnish(ask);
  const page = await sweep(full, await fullStops(ask, full));
  // Of what is old a bar says so; what was there stays.
  await leadTo(page, '');
  await page.getByText('Where visitors were lost').waitFor();
  services[1].kill();
  await page.getByText('No connection since').waitFor();
  complaints.push(
    ...(await complaintsAt(page, { path: '', words: 'Where visitors were lost' }, LOOKS)),
  );
} finally {
  await browser.close();
  for (const service of services) service.kill();
  rmSync(folder, { recursive: true, force: true });
}
for (const complaint of complaints) console.error(complaint);
console.log(`${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg === 'listening') return address;
  }
  throw new Error('the service has ended');
}

/** Goes to every stop, signed in; resolves with the page. */
async function sweep(address, stops) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${address}/console`);
  await signInWith({ page }, CONSOLE_KEY);
  await page.getByRole('main').waitFor();
  for (const stop of stops) complaints.push(...(await complaintsAt(page, stop, LOOKS)));
  console.log(`${stops.length} stops of ${address} in ${LOOKS.length} looks`);
  return page;
}

/** Somebody to be told who is not there, options with a history, and somebody who is invited. */
async function furnish(ask) {
  const endpoint = { url: 'https://crm.invalid/hook', eventTypes: ['*'], description: 'The CRM' };
  await ask('POST', '/v1/admin/webhook-endpoints', endpoint);
  const option = '/v1/admin/options/wmsg.connector.engagementExpirationTime';
  for (const value of ['45', '60']) await ask('PUT', option, { value });
  for (let items = []; items.length === 0; await setTimeout(200))
    ({ items } = await ask('GET', '/v1/admin/deliveries?status=retrying'));
}
