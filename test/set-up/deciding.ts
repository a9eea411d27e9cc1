/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Test } from 'tap';
import { createAgent } from '../support/agent.js';
import { seriousOf } from '../support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, leadTo, signInWith } from '../support/console.js';
import { complaintsOf, isText, MARKUP, told } from './common.js';

/** Rules tried on an interaction and rolled back, provisioning, an agent, and what reports say of it all. */
export async function setUpDeciding(
  t: Test,
  { visit, ask, service }: ConsoleStage,
  id: string,
): Promise<void> {
  const tab = await visit('/console/objects/agent-groups');
  const { page } = tab;
  await signInWith(tab, CONSOLE_KEY);
  await page.getByRole('heading', { name: 'Objects' }).waitFor();
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
  t.match(await ask('GET', `/v1/interactions/${id}`), { state: 'Engaged' }, 'nothing changed');
  await apply.click();
  await told(page, 'Version 2 is in force: 1 rule.');
  await page.getByRole('button', { name: 'Roll back to 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await told(page, 'Version 3 is in force: no rules.');
  t.match(await ask('GET', '/v1/admin/strategies/engagement-logic'), { rules: [], version: 3 });

  await ask('DELETE', '/v1/admin/objects/interaction-queue-views/Webengagement_Missed.Clean');
  await leadTo(page, 'objects/provisioning');
  await page.getByText(/^It would create 1 object; /).waitFor();
  const planned = page.getByRole('region', { name: 'The plan' }).getByRole('row');
  await planned.filter({ hasText: 'created' }).getByText('Webengagement_Missed.Clean').waitFor();
  t.strictSame(await seriousOf(page), [], 'a plan');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply it' }).click();
  await told(page, 'Done: 1 created, 0 corrected, 0 removed.');
  await page.getByText(/^It would change nothing; /).waitFor();

  await (await createAgent(service.address, CONSOLE_KEY, 'ann')).post('ready');
  await leadTo(page, 'agents/ann');
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
  t.strictSame(complaintsOf(tab.said), [], 'no more than was refused');
  await page.context().close();
}
