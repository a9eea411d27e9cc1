/// <reference lib="dom" />
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { createAgent } from './support/agent.js';
import { seriousOf } from './support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, setConsoleStage, signInWith } from './support/console.js';
import { serveHere } from './support/serve-here.js';

const MARKUP = '<img src=x onerror="document.title=\'run\'"><b>bold</b>';
const OPTION = 'wmsg.connector.engagementExpirationTime';
const PATIENCE = `/v1/admin/options/${OPTION}`;

/** What only those get who may change something. */
const CHANGES =
  /^(?:Apply|Push|Check|Roll|Reset|New|Resend|Test|Recover|Disable|Rotate|Delete|Change$|Ready|Not ready|Log out|Revoke|Sign with|End)/m;
/** What the operator of the test gets wrong: said at its place, and by the browser. */
const REFUSED =
  /^error: Failed to load resource: .* 4\d\d |^4\d\d .*(?:dryRun=true|webhook-endpoints|engagement-logic|check=true)$/;

const stage = await setConsoleStage(t, serveHere, { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });

if (stage) play(stage);

const told = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByRole('status', { name: 'Results' }).getByText(words).waitFor();

/** What callers wrote is on the page, and is nothing but text. */
async function isText(t: Test, page: Page, where: string): Promise<void> {
  t.notMatch(await page.title(), /run/, `nothing has run: ${where}`);
  t.equal(await page.locator('b, img:not([src="/favicon.svg"])').count(), 0, where);
}

/** A receiver that hangs up on everybody, until it is asked to take the next message. */
async function startReceiver(t: Test) {
  let take: ((request: IncomingMessage) => void) | undefined;
  const server = createServer((request, response) => {
    if (!take) return void request.socket.destroy();
    take(request);
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    next: () =>
      new Promise<IncomingMessage>((resolve) => {
        take = resolve;
      }),
  };
}

function play({ visit, ask, keyFor, service }: ConsoleStage): void {
  t.test('an operator sets the service up, and takes each thing back', async (t) => {
    await ask('PUT', PATIENCE, { value: '60' });
    const tab = await visit(`/console/options/${OPTION}`);
    const { page } = tab;
    await signInWith(tab, CONSOLE_KEY);

    const option = page.getByRole('complementary', { name: `Option ${OPTION}` });
    await option.getByRole('button', { name: 'Roll back to 30' }).waitFor();
    await ask('POST', '/v1/interactions', { visitId: 'on the clock' });
    await option.getByLabel('Value').fill('59');
    await option.getByText('1 running deadline would move, none would end now.').waitFor();
    await option.getByRole('button', { name: 'Apply' }).click();
    await told(page, `${OPTION} is 59 from now on.`);
    t.match(await ask('GET', PATIENCE), { value: '59' });
    await option.getByRole('button', { name: 'Roll back to 60' }).click();
    const back = page.getByRole('dialog', { name: 'Roll back to version 2' });
    await back.getByText('1 running deadline would move, none would end now.').waitFor();
    t.strictSame(await seriousOf(page, 'dialog'), [], 'rolling back');
    await back.getByRole('button', { name: 'Roll back' }).click();
    await told(page, `${OPTION} is 60 from now on.`);
    t.match(await ask('GET', PATIENCE), { value: '60', version: 4 });
    await page.keyboard.press('Escape');
    await page.getByLabel('Find').fill('copyUserData');
    await page.waitForURL('**/console/options?q=copyUserData');
    await page.getByRole('row', { name: /chat\.copyUserData/ }).click();
    const copied = page.getByRole('complementary', { name: 'Option chat.copyUserData' });
    await copied.getByLabel('Value').fill(MARKUP);
    await copied.getByRole('alert').waitFor();
    t.equal(await copied.getByRole('button', { name: 'Apply' }).isDisabled(), true);
    await isText(t, page, 'a value of an option');
    await copied.getByRole('button', { name: 'Keep it as it is' }).click();

    const receiver = await startReceiver(t);
    await page.goto(new URL('/console/webhooks', page.url()).href);
    await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
    t.strictSame(await seriousOf(page), [], 'no endpoints');
    await page.getByRole('button', { name: 'New endpoint' }).click();
    const making = page.getByRole('dialog', { name: 'New endpoint' });
    await making.getByLabel('Address').fill('ftp://127.0.0.1/');
    await making.getByLabel('Description').fill(MARKUP);
    await making.getByRole('button', { name: 'Create it' }).click();
    await making.getByLabel('Address').and(page.locator('[aria-invalid=true]')).waitFor();
    await making.getByLabel('Address').fill(receiver.url);
    await making.getByLabel('Events, one a line').fill('interaction.created');
    await making.getByRole('button', { name: 'Create it' }).click();
    const shown = page.getByRole('dialog', { name: 'The secret of this endpoint' });
    const secret = await shown.getByText(/^whsec_/).innerText();
    t.strictSame(await seriousOf(page, 'dialog'), [], 'a secret');
    await shown.getByRole('button', { name: 'Done' }).click();
    await shown.waitFor({ state: 'detached' });
    t.notMatch(await page.content(), secret, 'it was shown once');
    const endpoint = page.getByRole('complementary', { name: `Endpoint ${receiver.url}` });
    await endpoint.getByText(MARKUP).waitFor();
    await isText(t, page, 'the description of an endpoint');
    await endpoint.getByRole('button', { name: 'Recover' }).click();
    const recovering = page.getByRole('dialog', { name: 'Recover what it missed' });
    await recovering.getByText('It has missed nothing since then.').waitFor();
    await recovering.getByRole('button', { name: 'Cancel' }).click();

    const { id } = await ask('POST', '/v1/interactions', { visitId: 'told of' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('link', { name: MARKUP }).click();
    await endpoint.getByRole('link', { name: 'interaction.created' }).click();
    const delivery = page.getByRole('complementary', { name: /^Delivery / });
    await delivery.getByText('interaction.created').waitFor();
    t.strictSame(await seriousOf(page), [], 'a delivery');
    const arrived = receiver.next();
    await delivery.getByRole('button', { name: 'Resend' }).click();
    await page.getByRole('button', { name: 'Resend it' }).click();
    await told(page, 'It is on its way again.');
    const { headers } = await arrived;
    await delivery.getByText(String(headers['webhook-id'])).waitFor();
    t.match(await delivery.innerText(), id, 'the same message, of that interaction');

    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    const editor = page.getByLabel('The rules of Engagement Logic, as JSON');
    const rule = { name: MARKUP, result: { decision: 'noengage', reason: MARKUP } };
    const text = JSON.stringify([rule], null, 2);
    await editor.fill(text.replace('"noengage",', '"noengage"'));
    await page.getByText('a comma is missing before this').waitFor();
    await page.getByRole('button', { name: 'Line 6' }).waitFor();
    const apply = page.getByRole('button', { name: 'Apply as version 2' });
    t.equal(await apply.isDisabled(), true);
    await editor.fill(text.replace('noengage', 'perhaps'));
    await apply.click();
    await page.getByRole('button', { name: 'Line 5' }).click();
    t.strictSame(await seriousOf(page), [], 'rules with a mistake');
    await editor.fill(text);
    await page.getByLabel('Id of an interaction').fill(id);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It would not be engaged').waitFor();
    await page.getByRole('status').getByText(`“${MARKUP}”`).waitFor();
    await isText(t, page, 'the name of a rule');
    t.match(await ask('GET', `/v1/interactions/${id}`), { state: 'Qualified' }, 'nothing changed');
    await apply.click();
    await told(page, 'Version 2 is in force: 1 rule.');
    await page.getByRole('button', { name: 'Roll back to 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await told(page, 'Version 3 is in force: no rules.');
    t.match(await ask('GET', '/v1/admin/strategies/engagement-logic'), { rules: [], version: 3 });

    await ask('DELETE', '/v1/admin/objects/interaction-queue-views/Webengagement_Missed.Clean');
    await page.goto(new URL('/console/objects/provisioning', page.url()).href);
    await page.getByText(/^It would create 1 object; /).waitFor();
    const planned = page.getByRole('region', { name: 'The plan' }).getByRole('row');
    await planned.filter({ hasText: 'created' }).getByText('Webengagement_Missed.Clean').waitFor();
    t.strictSame(await seriousOf(page), [], 'a plan');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply it' }).click();
    await told(page, 'Done: 1 created, 0 corrected, 0 removed.');
    await page.getByText(/^It would change nothing; /).waitFor();

    await (await createAgent(service.address, CONSOLE_KEY, 'ann')).post('ready');
    await page.goto(new URL('/console/agents/ann', page.url()).href);
    const agent = page.getByRole('complementary', { name: /ann/ });
    await agent.getByRole('button', { name: 'Not ready' }).click();
    const pausing = page.getByRole('dialog', { name: 'Give ann no more chats' });
    await pausing.getByLabel('Why, as they will see it').fill(MARKUP);
    await pausing.getByRole('button', { name: 'Not ready' }).click();
    await told(page, 'ann is not ready.');
    await agent.getByText(MARKUP).first().waitFor();
    await isText(t, page, 'why an agent is not ready');
    t.strictSame(await seriousOf(page), [], 'an agent');

    await page.getByRole('link', { name: 'Reports' }).click();
    await page
      .getByRole('region', { name: 'The funnel', exact: true })
      .getByText('Qualified')
      .waitFor();
    await page.getByText('The same with curl').click();
    await page.getByText(/reports\/funnel.*text\/csv/).waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await coming;
    t.equal(file.suggestedFilename(), 'funnel.csv');
    t.match(readFileSync(await file.path(), 'utf8'), /^step,.*\r?\n.*qualified/s);
    t.strictSame(
      tab.said.filter((said) => !REFUSED.test(said)),
      [],
      'no more than was refused',
    );
    await page.context().close();
  });

  t.test('an operator begins a strategy, is shown its mistakes, and tries it', async (t) => {
    const tab = await visit('/console/strategies/shop');
    const { page } = tab;
    await signInWith(tab, CONSOLE_KEY);
    const text = page.getByLabel('The text of shop.scxml');
    const good = await text.inputValue();
    await text.fill(good.replace('target="engage"', 'target="nowhere"'));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('no state nowhere').waitFor();
    t.strictSame(await page.locator('.numbers .wrong').allInnerTexts(), ['5'], 'at its line');
    await page.getByRole('button', { name: 'Discard what I wrote' }).click();
    await page.getByRole('button', { name: 'Push as version 1' }).click();
    await told(page, 'Version 1 of shop is the newest.');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It would be engaged').waitFor();
    t.strictSame(await page.locator('.chart-state.now text').allTextContents(), ['done']);
    t.strictSame(await page.locator('.chart-state.passed text').allTextContents(), [
      'waiting',
      'engage',
      'done',
    ]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      t.strictSame(await seriousOf(page), [], colorScheme);
    }
    t.strictSame(
      tab.said.filter((said) => !REFUSED.test(said)),
      [],
    );
    await page.context().close();
  });

  t.test(
    'whoever may only look sees every view, and no button that would be refused',
    async (t) => {
      const { id } = await ask('POST', '/v1/interactions', { visitId: 'looked-at' });
      type Sent = Readonly<Record<'id' | 'endpointId', string>>;
      const { items } = await ask<{ items: Sent[] }>('GET', '/v1/admin/deliveries');
      const { id: keyId, key } = await keyFor('admin:read', 'interactions:read');
      const tab = await visit('/console/options');
      const { page } = tab;
      await signInWith(tab, key);
      const main = page.getByRole('main');
      /** Each view, and what stands there once it knows everything. */
      const views = [
        ['options', 'chat.copyUserData'],
        [`options/${OPTION}`, 'Version 4,'],
        ['rules/chat-routing', 'as shipped'],
        ['rules', 'What changed'],
        ['strategies/shop', 'named by routing as'],
        ['strategies', 'version 1'],
        [`webhooks/${items[0]?.endpointId}`, 'Answered 2xx'],
        [`webhooks/${items[0]?.id}?tab=deliveries`, 'webhook-id'],
        ['webhooks?tab=deliveries', 'interaction.created'],
        ['webhooks?tab=events', 'interaction.created'],
        ['reports/queues', 'Webengagement_Qualified'],
        ['reports/agents', 'ann'],
        ['reports', 'In numbers'],
        ['objects/interaction-queues', 'Webengagement_Missed'],
        ['agents/ann', MARKUP],
        ['keys', 'admin'],
        [`keys/${keyId}`, 'interactions:read'],
        ['keys?tab=sessions', 'admin'],
        ['audit', 'option.'],
      ] as const;
      for (const [path, words] of views) {
        await page.evaluate((to) => {
          history.pushState(null, '', to);
          dispatchEvent(new PopStateEvent('popstate'));
        }, `/console/${path}`);
        await main.getByText(words).filter({ visible: true }).first().waitFor();
        t.strictSame(await seriousOf(page), [], path);
        if (path === 'rules' || path === 'reports') {
          await page.emulateMedia({ colorScheme: 'dark' });
          t.strictSame(await seriousOf(page), [], `${path} in the dark`);
          await page.emulateMedia({ colorScheme: 'light' });
        }
        const buttons = await main.getByRole('button').allInnerTexts();
        t.notMatch(buttons.join('\n'), CHANGES, path);
        await isText(t, page, path);
        if (path !== 'rules') continue;
        t.equal(await page.getByLabel(/^The rules of/).isEditable(), false);
        await page.getByLabel('Id of an interaction').fill(id);
        await page.getByRole('button', { name: 'Try it' }).click();
        await page.getByText(/^It would (?:not )?be engaged/).waitFor();
      }
      t.strictSame(tab.said, [], 'nothing was refused, nothing complained');
      await page.context().close();
    },
  );
}
