/// <reference lib="dom" />
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import t from 'tap';
import { cutOff } from './set-up/cut-off.js';
import { seriousOf } from './support/axe.js';
import { CONSOLE_KEY, type ConsoleStage, setConsoleStage, signInWith } from './support/console.js';

/** Compressed, everything that the first view needs. */
const MOST_BYTES = 150_000;
const FOLDER = new URL('../../dist/web/console/', import.meta.url);
const MARKUP = '<img src=x onerror="document.title=\'run\'"><b>bold</b>';

/** A file of the bundle with all that it cannot do without. */
function closureOf(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  for (const [, other = ''] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
    closureOf(other, known);
  return known;
}

const stage = await setConsoleStage(t);

t.test('the first view of the console is small', async (t) => {
  const overview = readdirSync(FOLDER).find((name) => /^overview-.*\.js$/.test(name)) ?? '';
  const files = new Set(['console.css', ...closureOf('console.js'), ...closureOf(overview)]);
  t.ok(files.size > 3, [...files].join(' '));
  const bytes = [...files].map((name) => gzipSync(readFileSync(new URL(name, FOLDER))).length);
  const all = bytes.reduce((sum, each) => sum + each, 0);
  t.ok(all > 10_000 && all < MOST_BYTES, `${all} bytes`);
});

if (stage) play(stage);

const here = (page: Page): string => page.url().replace(/^https?:\/\/[^/]+/, '');
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

function play(stage: ConsoleStage): void {
  const { visit, ask, keyFor, decidedAgainst, service } = stage;
  t.test('a console that has nothing says how to begin, and asks nobody else', async (t) => {
    const tab = await visit('/console');
    const { page } = tab;
    const requests = new Set<string>();
    page.on('request', (request) => requests.add(request.url()));
    await page.getByLabel('API key').and(page.locator(':focus')).waitFor();
    t.strictSame(await seriousOf(page), [], 'signing in');
    t.strictSame(tab.said, [], 'asking who is signed in is no failing request');
    await signInWith(tab, CONSOLE_KEY);
    await page.getByRole('heading', { name: 'No interactions yet' }).waitFor();
    await page.getByText('curl -s -X POST').waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    t.strictSame(await seriousOf(page), [], 'empty');
    const made = await ask('POST', '/v1/interactions', { visitId: 'first' });
    await page.getByRole('link', { name: /^Qualified 1 / }).waitFor();
    t.equal(await page.getByText('No interactions yet').count(), 0, 'gone by itself');
    await page.getByRole('link', { name: /^Qualified 1 / }).click();
    t.equal(here(page), '/console/interactions?state=Qualified&status=active');
    await page.getByRole('row', { name: /first/ }).waitFor();
    await ask('POST', `/v1/admin/interactions/${made.id}/clean`, {});
    await page.getByRole('row', { name: /first/ }).getByText('Failed').waitFor();
    t.strictSame(tab.said, []);
    t.ok([...requests].every((address) => address.startsWith(`${service.address}/`)));
    const answer = await fetch(`${service.address}/console/interactions/x?y`);
    t.match(
      await answer.text(),
      /<script src="\/console\/assets\/console\.js\?v=[\w-]{12}" type="module">/,
    );
    t.notMatch(answer.headers.get('content-security-policy') ?? '', /unsafe|data:|https?:|\*/);
    t.equal((await fetch(`${service.address}/console/assets/..%2fdesk.js`)).status, 404);
    await page.context().close();
  });

  t.test('the keyboard alone: filtered, found, understood, played again, cleaned', async (t) => {
    const hostile = { visitId: MARKUP, category: MARKUP, pageUrl: 'javascript:alert(1)' };
    const data = { userData: { [MARKUP]: MARKUP } };
    const id = await decidedAgainst({ ...hostile, ...data }, MARKUP);
    await ask('POST', '/v1/interactions', { visitId: 'second' });
    const tab = await visit('/console/interactions?state=Failed&reason=not_engaged');
    const { page } = tab;
    await signInWith(tab, 'a key of nobody');
    await page.getByText('This key is not known, or was revoked.').waitFor();
    await signInWith(tab, CONSOLE_KEY);
    const table = page.getByRole('table', { name: 'Interactions' });
    const filters = page.getByRole('form', { name: 'Filters' });
    await table.getByText('Decided against').waitFor();
    t.equal(here(page), '/console/interactions?state=Failed&reason=not_engaged', 'as shared');
    t.equal(await filters.getByLabel('Reason').inputValue(), 'not_engaged');

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: `Interaction ${id}` });
    await drawer.getByText(`Decided against: ${MARKUP}`).first().waitFor();
    await drawer.getByText('Nobody subscribed to what happened to it.').waitFor();
    t.equal(here(page).split('?')[0], `/console/interactions/${id}`);
    t.match(await focused(page), /^Interaction /, 'the focus is in the drawer');
    t.equal(await drawer.getByText('by the strategy').count(), 1);
    t.notMatch(await page.title(), /run/, 'nothing has run');
    t.equal(await page.locator('b, img:not([src="/favicon.svg"])').count(), 0);
    t.equal(await page.locator('a[href^="javascript:" i]').count(), 0);
    t.strictSame(await seriousOf(page), [], 'with a drawer');

    const replay = drawer.getByRole('button', { name: 'Replay' });
    await replay.focus();
    await page.keyboard.press('Home');
    await drawer.getByText('1 of 3').waitFor();
    await drawer.getByRole('status').getByText('Qualified').first().waitFor();
    await page.keyboard.press('End');
    await drawer.getByText('3 of 3').waitFor();
    await drawer.getByRole('status').getByText('stopped').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await drawer.getByRole('button', { name: 'Pause' }).waitFor();
    await drawer.getByText('3 of 3').waitFor();
    await drawer.getByRole('button', { name: 'Replay' }).waitFor();
    t.equal(
      await drawer.getByRole('button', { name: 'Clean' }).count(),
      0,
      'nothing is left to do',
    );

    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.locator('tr:focus').getByText('Decided against').waitFor();
    t.equal(here(page), '/console/interactions?state=Failed&reason=not_engaged');
    await filters.getByLabel('State').selectOption('Qualified');
    await page.getByText('None is like that').waitFor();
    await page.goBack();
    await table.getByText('Decided against').waitFor();
    t.equal(await filters.getByLabel('State').inputValue(), 'Failed');
    await page.goForward();
    await page.getByText('None is like that').waitFor();
    await filters.getByLabel('Reason').selectOption('');
    await page.getByRole('row', { name: /second/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Clean' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Clean this interaction' });
    await dialog.getByText('It moves from Qualified to Failed').waitFor();
    await dialog.getByText('The same with curl').click();
    await dialog.getByText(/curl -s -X POST .*\/clean' .* -d '\{\}'/).waitFor();
    await dialog.getByRole('button', { name: 'Clean it' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'Results' }).getByText('It is cleaned').waitFor();
    await page.getByRole('complementary').getByText('Cleaned').first().waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Overview').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Go to' }).waitFor();
    await page.keyboard.type(id);
    await page.getByText(`Enter: ${id}`).waitFor();
    await page.getByLabel('Views, queues, options, any id').fill('chats');
    await page.getByText('Enter: Chats').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No chats yet' }).waitFor();
    t.strictSame(await seriousOf(page), [], 'chats');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await table.waitFor();
    t.equal(here(page), '/console/interactions');
    await page.locator('#view:focus').waitFor();
    await page.keyboard.press('/');
    await filters.getByLabel('State').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#view:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('tr[data-at="0"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.drawer:focus').waitFor();
    await page.keyboard.press('j');
    await page.locator('tr[data-at="1"][aria-current="true"]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await page.locator('tr[data-at="1"]:focus').waitFor();

    for (const visitId of ['a', 'b', 'c'])
      await ask('POST', '/v1/interactions', { visitId, visitorId: 'many' });
    await decidedAgainst({ visitId: 'd', visitorId: 'many' }, 'so');
    await filters.getByText('More filters').click();
    await filters.getByLabel('Visitor', { exact: true }).fill('many');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/interactions?visitorId=many');
    await page.getByRole('button', { name: 'Act on all …' }).click();
    const bulk = page.getByRole('dialog', { name: 'Act on all that match' });
    await bulk.getByText('visitorId = many').waitFor();
    await bulk.getByRole('button', { name: 'Count first' }).click();
    await bulk.getByText('3 would change').waitFor();
    await bulk.getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor();
    await bulk.getByText(/4 match: .*3 Qualified/).waitFor();
    await bulk.getByRole('button', { name: 'Clean 3' }).click();
    await page.getByRole('status', { name: 'Results' }).getByText('3 changed.').waitFor();
    t.strictSame(await seriousOf(page, 'dialog'), [], 'acting on many');
    await bulk.getByRole('button', { name: 'Close' }).click();
    t.equal(await table.getByText('Cleaned').count(), 3);
    t.strictSame(
      tab.said.filter((said) => !said.includes('401')),
      [],
    );
    await page.context().close();
  });

  // The first of them waits most of its time: the other goes on meanwhile.
  t.jobs = 2;
  t.test(
    'who is cut off is told once, keeps what was known, and has the rest by itself',
    { buffered: true },
    (t) => cutOff(t, stage),
  );

  t.test(
    'whoever may only look gets no button that would be refused',
    { buffered: true },
    async (t) => {
      const first = await decidedAgainst({ visitId: 'looked-at' }, 'so');
      const { id, key } = await keyFor('admin:read', 'interactions:read');
      const tab = await visit(`/console/interactions/${first}`, {
        viewport: { width: 360, height: 740 },
        colorScheme: 'dark',
      });
      const { page } = tab;
      await signInWith(tab, key);
      const drawer = page.getByRole('complementary', { name: `Interaction ${first}` });
      await drawer.getByText('Decided against: so').first().waitFor();
      t.equal(await page.getByRole('button', { name: /^(Stop|Clean|Act on all)/ }).count(), 0);
      t.strictSame(await seriousOf(page), [], 'narrow and dark');
      await drawer.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('row', { name: /looked-at/ }).waitFor();
      t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      t.strictSame(tab.said, []);

      const where = here(page);
      await fetch(`${service.address}/v1/admin/api-keys/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${CONSOLE_KEY}` },
      });
      await page.getByText('You were signed out: the session has ended').waitFor();
      const other = await keyFor('interactions:read');
      await signInWith(tab, other.key);
      await page.getByText('Your key may not see this').waitFor();
      t.equal(here(page), where, 'where one was');
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('You have signed out.').waitFor();

      // Whoever runs the service types nothing, where the machine can tell.
      await page.goto(`${service.address}/`);
      await page.getByRole('link', { name: '/console' }).click();
      if (process.platform === 'linux') {
        await page.getByText('may change').waitFor({ state: 'attached' });
        t.equal(here(page), '/console', 'the code is not in the history');
        await page.goto(`${service.address}/console?code=used-before`);
        await page.getByText('it works once, for a minute').waitFor();
        t.equal(here(page), '/console');
      }
      await page.context().close();
    },
  );
}
