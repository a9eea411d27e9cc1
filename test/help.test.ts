import { readFileSync } from 'node:fs';
import t from 'tap';
import { helpPages } from '#src/cli/help-pages.js';
import { widthOf } from '#src/text/cell.js';
import { run } from './support/process.js';
import { runTool } from './support/tool.js';

/** Written by `npm run generate`. */
const file = readFileSync(new URL('../../test/fixtures/help.txt', import.meta.url), 'utf8');
const pages = new Map(
  file.split(/^\$ /m).flatMap((page) => {
    const [, asked = '', text = ''] = /^([^\n]*)\n(.*)$/s.exec(page) ?? [];
    return asked === '' ? [] : [[asked, text.trimEnd()] as const];
  }),
);

t.test('the help of every command is the one that was looked at', async (t) => {
  t.equal(await helpPages(), file, 'npm run generate writes it');
  t.ok(pages.size > 60, `${pages.size} commands`);
});

t.test('the help of every command fits a terminal of 80 columns', async (t) => {
  const long = file.split('\n').filter((line) => widthOf(line) > 80);
  t.strictSame(long, []);
});

t.test('the help that is held is the help that is printed', async (t) => {
  for (const asked of [
    'webengagement --help',
    'webengagement serve --help',
    'webengagement interactions list --help',
    'webengagement provision --help',
  ]) {
    const [, ...args] = asked.split(' ');
    const { code, stdout } = await run(args);
    t.strictSame([code, stdout.trimEnd()], [0, pages.get(asked)], asked);
  }
  const tool = await runTool(['-help']);
  t.equal(tool.stdout.trimEnd(), pages.get('webengagement_provisioning -help'));
});
