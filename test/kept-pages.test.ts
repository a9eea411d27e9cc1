import t from 'tap';
import { setStage } from './support/browser.js';
import { invite, open } from './support/pages.js';

// A whole browser: its shell keeps no page that was left.
const stage = await setStage(t, true);
if (stage) {
  const { site, engage, displayed, inState, test } = stage;
  test(
    'a page that was left with the invitation open is kept, and comes back with it',
    async (t, context) => {
      const tab = await open(context, site.origin);
      await tab.page.evaluate(() => {
        addEventListener('pageshow', ({ persisted }) => {
          document.title = `kept ${persisted}`;
        });
      });
      const id = await invite(tab);
      await engage(id);
      await displayed(id);
      await tab.page.getByRole('link', { name: 'Next' }).click();
      await tab.page.waitForURL('**/next');
      await tab.dialog.waitFor();
      // After the answer: the page may be gone before it is given.
      await tab.page.evaluate('void requestAnimationFrame(() => history.back())');
      await tab.page.waitForURL(`${site.origin}/`, { waitUntil: 'commit' });
      const why = await tab.page.waitForFunction(() => {
        const [entry] = performance.getEntriesByType('navigation');
        const { notRestoredReasons } = entry as { notRestoredReasons?: object } & PerformanceEntry;
        if (document.title === 'kept true') return 'kept';
        return notRestoredReasons ? JSON.stringify(notRestoredReasons) : '';
      });
      t.equal(await why.jsonValue(), 'kept');
      await tab.button('No, thank you').click();
      t.match(await inState(id, 'Rejected'), { dispositionCode: 'reject' });
    },
    { reducedMotion: 'reduce' },
  );
}
