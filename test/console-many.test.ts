import t from 'tap';
import { fill } from '../bench/fill.js';
import { CONSOLE_KEY, type ConsoleStage, setConsoleStage, signInWith } from './support/console.js';
import { browseMany, MOST_DRAWN } from './support/console-many.js';
import { forge, openForeignPage } from './support/foreign-page.js';
import { open, type Watched } from './support/pages.js';
import { run } from './support/process.js';
import { serveHere } from './support/serve-here.js';

/** As many as a second can store; `npm run bench:console` goes the same way among a million. */
const ROWS = 20_000;

const stage = await setConsoleStage(t, (t, env) => {
  fill(String(env.DATA_DIR), ROWS);
  return serveHere(t, env);
});

if (stage)
  t.test(`among ${ROWS} interactions it is as quick to find one, and draws as few`, async (t) => {
    const { page, said, steps, mostDrawn } = await browseMany(stage);
    for (const { step, ms } of steps) t.comment(`${step}: ${Math.round(ms)} ms`);
    t.ok(mostDrawn > 10 && mostDrawn <= MOST_DRAWN, `${mostDrawn} rows are drawn at a time`);
    t.strictSame(said, [], 'nothing complained');
    await page.context().close();
  });

if (stage) play(stage);

interface Batch {
  readonly id: string;
  readonly interactions: readonly { readonly id: string; readonly state: string }[];
}

/** The first batch of the stream of a page that names an interaction, as the browser received it. */
async function listenFor(
  of: string,
  { page }: Watched,
): Promise<{ readonly batch: Promise<Batch> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const batch = new Promise<Batch>((resolve) => {
    session.on('Network.eventSourceMessageReceived', ({ eventName, eventId, data }) => {
      if (eventName !== 'changes') return;
      const { interactions }: Omit<Batch, 'id'> = JSON.parse(data);
      if (interactions.some(({ id }) => id === of)) resolve({ id: eventId, interactions });
    });
  });
  return { batch };
}

function play({ visit, ask, decidedAgainst, service, directory }: ConsoleStage): void {
  t.test('two consoles and whoever calls the API see the same', async (t) => {
    const { id } = await ask('POST', '/v1/interactions', { visitId: 'seen by all' });
    // The link that the program prints opens one of them: nothing has to be typed.
    const { port } = new URL(service.address);
    const { stdout } = await run(['console'], { DATA_DIR: directory, PORT: port });
    const link = new URL(stdout.trim());
    t.equal(link.origin, service.address);
    const one = await visit(link.pathname + link.search);
    const two = await visit('/console/interactions?visitId=seen+by+all');
    await signInWith(two, CONSOLE_KEY);
    await one.page.getByRole('link', { name: 'Interactions' }).click();
    t.notMatch(one.page.url(), /code/, 'the code is not in the history');
    const rows = [one, two].map(({ page }) => page.getByRole('row', { name: /seen by all/ }));
    const become = (state: string) =>
      Promise.all(rows.map((row) => row.getByText(state, { exact: true }).waitFor()));
    await become('Qualified');
    await Promise.all(
      [one, two].map(({ page }) => page.getByText('live', { exact: true }).waitFor()),
    );
    // Batches come four times a second, as the test of the stream holds in service time, and each has all
    // that changed before it: those to whom the same one brings it agree within that.
    const next = await Promise.all([one, two].map((tab) => listenFor(id, tab)));
    await ask('POST', `/v1/interactions/${id}/engage`, {});
    const [first, second] = await Promise.all(next.map(({ batch }) => batch));
    const brought = first?.interactions.find((each) => each.id === id);
    t.match(
      brought,
      { state: 'Engaged', sequence: 2 },
      'the first that names it brings the change',
    );
    t.strictSame(second, first, 'the very same batch to both');
    await become('Engaged');
    await rows[0]?.click();
    await one.page.getByRole('button', { name: 'Clean' }).click();
    await one.page.getByRole('dialog').getByRole('button', { name: 'Clean it' }).click();
    await become('Failed');
    t.match(await ask('GET', `/v1/interactions/${id}`), { state: 'Failed' });

    const own = await ask('POST', '/v1/interactions', { visitId: 'in danger' });
    const option = '/v1/admin/options/chat.serviceLevelTime';
    const [before, audit] = [await ask('GET', option), await ask('GET', '/v1/admin/audit')];
    const context = one.page.context();
    const foreign = await openForeignPage(t, context);
    const statuses = new Set<number>();
    foreign.on('response', (response) => {
      if (response.url().startsWith(service.address)) statuses.add(response.status());
    });
    const readable = await forge(foreign, service.address, [
      { method: 'POST', path: `/v1/admin/interactions/${own.id}/clean`, body: '{}' },
      {
        method: 'POST',
        path: '/v1/admin/api-keys',
        body: '{"name":"theirs","scopes":["admin:write"]}',
      },
      { method: 'POST', path: '/v1/admin/session', body: `{"key":"${CONSOLE_KEY}"}` },
      { method: 'PUT', path: option, body: '{"value":"1"}' },
      { method: 'DELETE', path: '/v1/admin/session' },
    ]);
    t.equal(readable, 0, 'no answer can be read');
    t.strictSame([...statuses].sort(), [403, 415], 'refused, each of them');
    t.match(await ask('GET', `/v1/interactions/${own.id}`), { state: 'Qualified' });
    t.strictSame(await ask('GET', option), before);
    t.strictSame(await ask('GET', '/v1/admin/audit'), audit, 'nothing happened');
    await one.page.reload();
    await one.page.getByText('may change').waitFor();
    t.strictSame([...one.said, ...two.said], [], 'nobody was signed out');
    await Promise.all([context.close(), two.page.context().close()]);
  });

  t.test('only what is in a list is announced, whatever it is filtered by', async (t) => {
    const filter = 'state=Failed&reason=not_engaged&visitorId=announced';
    const members = { visitorId: 'announced' };
    await decidedAgainst({ ...members, visitId: 'first' }, 'so');
    const tab = await visit(`/console/interactions?${filter}`);
    const { page } = tab;
    await signInWith(tab, CONSOLE_KEY);
    await page.getByText('live', { exact: true }).waitFor();
    // With a row in hand, newer ones are announced.
    await page.getByRole('row', { name: /first/ }).hover();
    const { id } = await ask('POST', '/v1/interactions', { ...members, visitId: 'cleaned' });
    await ask('POST', `/v1/admin/interactions/${id}/clean`, {});
    await decidedAgainst({ visitId: 'of another visitor' }, 'so');
    await decidedAgainst({ ...members, visitId: 'second' }, 'so');
    await page.getByRole('button', { name: '1 newer' }).click();
    await page.getByRole('row', { name: /second/ }).waitFor();
    t.equal(await page.getByRole('row').count(), 3, 'the heading, and both of them');
    t.strictSame(tab.said, []);
    await page.context().close();
  });

  t.test('tabs share one stream, and notice a service that was updated under them', async (t) => {
    const one = await visit('/console/interactions');
    await signInWith(one, CONSOLE_KEY);
    const live = ({ page }: Watched) => page.getByText('live', { exact: true }).waitFor();
    await live(one);
    const context = one.page.context();
    // As one that was loaded before the service was updated.
    await context.route('**/console/interactions', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/data-build="[^"]+"/, 'data-build="before"');
      await route.fulfill({ response: answer, body });
    });
    const two = await open(context, `${service.address}/console/interactions`);
    await live(two);
    await two.page.getByText('The service was updated.').waitFor();
    t.equal(await one.page.getByText('The service was updated.').count(), 0);
    await context.unroute('**/console/interactions');
    await two.page.getByRole('button', { name: 'Reload' }).click();
    await two.page.getByText('The service was updated.').waitFor({ state: 'detached' });
    await live(two);
    const metrics = await fetch(`${service.address}/metrics`, {
      headers: { authorization: `Bearer ${CONSOLE_KEY}` },
    });
    t.match(await metrics.text(), /^webengagement_console_streams 1$/m);

    const { id } = await ask('POST', '/v1/interactions', { visitId: 'for both' });
    const row = two.page.getByRole('row', { name: /for both/ });
    await two.page.keyboard.press('.');
    await row.getByText('Qualified').waitFor();
    await one.page.close();
    await ask('POST', `/v1/interactions/${id}/engage`, {});
    await row.getByText('Engaged').waitFor();
    await live(two);
    t.strictSame(
      [...one.said, ...two.said].filter((said) => !said.includes('401')),
      [],
    );
    await context.close();
  });
}
