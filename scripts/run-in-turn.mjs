// Runs the test files that its parent names (null when there are no more), one after another in this process, as subtests of one
// TAP stream: loading tap and the service anew for each file took longer than most files.
//
// A file is the same program as when node runs it alone. What it throws out of turn ends this process, and
// the parent goes on in another one.

import { once } from 'node:events';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { files } from './file-tests.mjs';

register('./file-hooks.mjs', import.meta.url);
const { default: t } = await import('tap');
const timeout = Number(process.env.TAP_TIMEOUT) * 1000;
// What is around the files has no end but that of its parent.
t.setTimeout(0);

await t.test('files', { timeout: 0 }, async (t) => {
  process.on('message', async (file) => {
    if (file === null) return process.disconnect();
    await t.test(file, { timeout }, async (test) => {
      const { href } = pathToFileURL(file);
      files.set(href, test);
      await import(href);
    });
  });
  // Tap lets a process end that waits for messages only.
  process.channel.ref();
  await once(process, 'disconnect');
});
