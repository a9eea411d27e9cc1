import { hostname } from 'node:os';
import t from 'tap';
import { seriousOf } from './support/axe.js';
import { CONSOLE_KEY, setConsoleStage, signInWith } from './support/console.js';
import { NO_POSTGRES, startPostgres } from './support/postgres.js';
import { serve } from './support/process.js';
import { type Served, serveHere } from './support/serve-here.js';

const stage = await setConsoleStage(t);
if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);

if (stage) {
  const { service, visit } = stage;

  /** The page of processes, signed in. */
  async function look(of: Served) {
    const tab = await visit('/console/nodes', {}, of);
    await signInWith(tab, CONSOLE_KEY);
    await tab.page.getByRole('row', { name: hostname() }).first().waitFor();
    return tab;
  }

  t.test('where one process serves, the page says how several would', async (t) => {
    const { page, said } = await look(service);
    await page.getByRole('heading', { name: 'One process serves' }).waitFor();
    const guide = page.getByRole('link', { name: 'when, and how to move there' });
    t.equal(await guide.getAttribute('href'), '/docs/scaling');
    await page.getByRole('row', { name: /deadlines, cleaning, housekeeping/ }).waitFor();
    t.strictSame(await seriousOf(page), []);
    t.strictSame(said, []);
    await page.context().close();
  });

  if (NO_POSTGRES === undefined)
    t.test('where several serve, it shows each, and which one answers', async (t) => {
      const server = await startPostgres();
      t.teardown(server.stop);
      const env = { DATABASE_URL: server.urlOf('postgres'), ADMIN_KEY: CONSOLE_KEY };
      const [shown, other] = await Promise.all([serveHere(t, env), serve(t, env)]);
      const { page, said } = await look(shown);
      const rows = page.getByRole('row', { name: hostname() });
      t.equal(await rows.count(), 2);
      t.equal(await page.getByRole('row', { name: /answers you/ }).count(), 1);
      t.equal(await page.getByRole('heading', { name: 'One process serves' }).count(), 0);
      t.strictSame(await seriousOf(page), []);
      await other.end('SIGTERM');
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.getByRole('heading', { name: 'One process serves' }).waitFor();
      t.equal(await rows.count(), 1, 'who is gone is gone');
      t.strictSame(said, []);
      await page.context().close();
    });
}
