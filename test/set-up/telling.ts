/// <reference lib="dom" />
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { seriousOf } from '../support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, leadTo, signInWith } from '../support/console.js';
import { complaintsOf, isText, LONG, MARKUP, OPTION, PATIENCE, SHORTER, told } from './common.js';

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

/** An option, with what it would do to the two interactions that are on the clock, and who is told what happens. */
export async function setUpTelling(t: Test, { visit, ask }: ConsoleStage): Promise<void> {
  const tab = await visit(`/console/options/${OPTION}`);
  const { page } = tab;
  await signInWith(tab, CONSOLE_KEY);

  const option = page.getByRole('complementary', { name: `Option ${OPTION}` });
  await option.getByRole('button', { name: 'Roll back to 600' }).waitFor();
  await option.getByLabel('Value').fill(SHORTER);
  await option.getByText('2 running deadlines would move, none would end now.').waitFor();
  await option.getByRole('button', { name: 'Apply' }).click();
  await told(page, `${OPTION} is ${SHORTER} from now on.`);
  t.match(await ask('GET', PATIENCE), { value: SHORTER });
  await option.getByRole('button', { name: `Roll back to ${LONG}` }).click();
  const back = page.getByRole('dialog', { name: 'Roll back to version 2' });
  await back.getByText('2 running deadlines would move, none would end now.').waitFor();
  t.strictSame(await seriousOf(page, 'dialog'), [], 'rolling back');
  await back.getByRole('button', { name: 'Roll back' }).click();
  await told(page, `${OPTION} is ${LONG} from now on.`);
  t.match(await ask('GET', PATIENCE), { value: LONG, version: 4 });
  // The button that was pressed is gone.
  await option.and(page.locator(':focus')).waitFor();
  await option.getByLabel('Value').focus();
  await page.keyboard.press('Escape');
  await option.and(page.locator(':focus')).waitFor();
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
  await leadTo(page, 'webhooks');
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
  await page.getByRole('button', { name: 'Resend it' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await told(page, 'It is on its way again.');
  const { headers } = await arrived;
  await delivery.getByText(String(headers['webhook-id'])).waitFor();
  t.match(await delivery.innerText(), id, 'the same message, of that interaction');
  t.strictSame(complaintsOf(tab.said), [], 'no more than was refused');
  await page.context().close();
}
