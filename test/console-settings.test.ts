/// <reference lib="dom" />
import type { RunOptions } from 'axe-core';
import t from 'tap';
import { isText, LONG, MARKUP, OPTION, PATIENCE } from './set-up/common.js';
import { setUpDeciding } from './set-up/deciding.js';
import { setUpStrategy } from './set-up/strategy.js';
import { setUpTelling } from './set-up/telling.js';
import { seriousOf } from './support/axe.js';
import { type ConsoleStage, leadTo, setConsoleStage, signInWith } from './support/console.js';
import { serveHere } from './support/serve-here.js';

/** What only those get who may change something. */
const CHANGES =
  /^(?:Apply|Push|Check|Roll|Reset|New|Resend|Test|Recover|Disable|Rotate|Delete|Change$|Ready|Not ready|Log out|Revoke|Sign with|End)/m;

/** What the dark may break. */
const COLOURS: RunOptions['runOnly'] = { type: 'rule', values: ['color-contrast'] };

const stage = await setConsoleStage(t, serveHere, { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });

if (stage) await play(stage);

async function play(stage: ConsoleStage): Promise<void> {
  const { visit, ask, keyFor, onScreen } = stage;
  await ask('PUT', PATIENCE, { value: LONG });
  // On a busy machine an agent without a page would be logged out before all views were seen.
  await ask('PUT', '/v1/admin/options/agents.presenceTimeout', { value: 600 });
  await onScreen();
  const id = await onScreen();
  // Most of the time an operator waits for the service: three of them wait at once.
  t.jobs = 3;
  // Each with options of its own: tap keeps in them what came of a test, and would tell it of all of them.
  await Promise.all([
    t.test('an operator has others told, and takes each thing back', { buffered: true }, (t) =>
      setUpTelling(t, stage),
    ),
    t.test('an operator sets up what decides, and takes each thing back', { buffered: true }, (t) =>
      setUpDeciding(t, stage, id),
    ),
    t.test(
      'an operator begins a strategy, is shown its mistakes, and tries it',
      { buffered: true },
      (t) => setUpStrategy(t, stage),
    ),
  ]);

  t.test(
    'whoever may only look sees every view, and no button that would be refused',
    async (t) => {
      // Nobody takes messages any more: this one stays undelivered.
      await ask('POST', '/v1/interactions', { visitId: 'looked-at' });
      type Sent = Readonly<Record<'id' | 'endpointId', string>>;
      const { items } = await ask<{ items: Sent[] }>('GET', '/v1/admin/deliveries');
      const { id: keyId, key } = await keyFor('admin:read', 'interactions:read');
      const tab = await visit('/console/options');
      const { page } = tab;
      await signInWith(tab, key);
      const main = page.getByRole('main');
      /** Each view, and what stands there once it knows everything. */
      const views = [
        ['', 'Where visitors were lost'],
        ['interactions', 'looked-at'],
        [`interactions/${id}`, 'What it is'],
        ['chats', 'No chats yet'],
        ['nodes', 'In the background'],
        ['webhooks', 'Answered 2xx, 24 h'],
        ['objects/provisioning', 'Your key may not see this'],
        ['keys?tab=publishable', 'publishable key'],
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
        await leadTo(page, path);
        await main.getByText(words).filter({ visible: true }).first().waitFor();
        t.strictSame(await seriousOf(page), [], path);
        await page.emulateMedia({ colorScheme: 'dark' });
        t.strictSame(await seriousOf(page, undefined, COLOURS), [], `${path} in the dark`);
        await page.emulateMedia({ colorScheme: 'light' });
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
